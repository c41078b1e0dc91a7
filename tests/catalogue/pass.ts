import { advanceFeed, feedNumber } from '../../server/db/feed.ts';
import { schoolScope } from '../../server/db/port.ts';
import { readCode } from '../../shared/cards/read-code.ts';
import type { GateView } from '../../web/kiosk/state/gate-view.ts';
import type { TestSchool } from '../fixtures/world.ts';
import { isRecord, type Verdict } from './case.ts';
import { generate, NotUnderstood } from './generate.ts';
import { type Adapter, only, type Run, wrong } from './observed.ts';
import { flood } from './pass-flood.ts';
import { digitsOf, type Made, makePass } from './pass-maker.ts';
import { type Scanner, startScanner } from './scanner.ts';
import { JSON_HEADERS, subjectOf, type World } from './world.ts';

const KEYS = ['base', 'mutate', 'text', 'hex', 'repeat', 'gap_s', 'set'];

export const passAdapter: Adapter = async (run) => {
  const { world, payload } = run;
  only(payload, KEYS);
  const school = await world.newSchool();
  if (isRecord(payload.text) && payload.text.$gen === 'random_codes') return flood(run, school);
  const made = await shownText(run, school);
  // The kiosk hears of it by its first exchange.
  if (made.person) await withdraw(world, school, made);
  const scanner = await startScanner(world, school, made);

  const verdicts: Verdict[] = [];
  const times: number[] = [];
  for (let i = 0; i < Number(payload.repeat ?? 1); i++) {
    if (i > 0) scanner.kiosk.pass(Number(payload.gap_s ?? 1) * 1000);
    const started = performance.now();
    verdicts.push(await scanner.scan(made.text));
    times.push(performance.now() - started);
  }
  const view = scanner.view();
  const items = await scanner.kiosk.items();
  if (made.clock !== 0) {
    // The clock jumps while the kiosk runs, too: nobody is refused silently for it.
    scanner.tap();
    scanner.kiosk.skew(made.clock * 2);
    verdicts.push(await scanner.scan((await makePass(world, school, {})).text));
  }
  return {
    replies: [],
    verdicts,
    facts: { at: view.at, why: view.at === 'verdict' ? view.past.scan.why : view.at === 'shown' ? view.what : null, items: items.length },
    personal: [made.text].filter((text) => text.length > 8),
    checks: {
      async scanner_alive() {
        const fault = lookedAt(
          run,
          made,
          view,
          items.map((item) => item.event),
        );
        if (fault) return fault;
        // Reading says no before any work is done: no allocation, no long way.
        const started = performance.now();
        readCode(made.text);
        const took = performance.now() - started;
        if (took > 20) return `reading took ${Math.round(took)} ms`;
        if (run.of.group === 'replay') {
          const history = await noHistory(world, school, made);
          if (history) return history;
        }
        return alive(world, school, scanner);
      },
    },
    done: () => scanner.kiosk.close(),
  };
};

/** What the case shows to the camera. */
async function shownText({ world, payload, scaled }: Run, school: TestSchool): Promise<Made> {
  const bare = (text: string): Made => ({ text, subject: '', keys: (list) => list, clock: 0 });
  const mutate = isRecord(payload.mutate) ? payload.mutate : {};
  if (typeof payload.text === 'string') return bare(payload.text);
  if (isRecord(payload.text)) return bare(String(generate(payload.text, scaled)));
  if (payload.hex !== undefined) {
    const hex = isRecord(payload.hex) ? String(generate(payload.hex, scaled)) : String(payload.hex);
    return bare(digitsOf(Buffer.from(hex, 'hex')));
  }
  switch (payload.base) {
    case 'pass.valid':
    case 'badge.static': {
      if (Object.keys(mutate).length > 0) return makePass(world, school, mutate);
      const answer = await world.declare(school);
      return { ...bare(answer.pass.digits), subject: subjectOf(answer) };
    }
    case 'poster.valid': {
      const [poster] = await world.posters(school);
      return bare(poster?.link ?? '');
    }
    default:
      throw new NotUnderstood(`base ${String(payload.base)}`);
  }
}

async function withdraw(world: World, school: TestSchool, made: Made): Promise<void> {
  const { app } = world;
  if (made.person === 'revoked') {
    const { cookie } = await world.account('keeper');
    await world.send({
      method: 'POST',
      path: `/api/schools/${school.id}/passes/${made.subject}/revoke`,
      headers: { ...JSON_HEADERS, cookie },
      body: '{"reason":"order"}',
    });
    return;
  }
  const row = { school_id: school.id, subject: made.subject, reason: 'erased', erased: 1, at: world.now(), feed: feedNumber(school.id, 0) };
  app.keys.erase(school.id, made.subject, world.now());
  await app.db.save(schoolScope(school.id), [
    advanceFeed(app.db.build, school.id, 1),
    { query: app.db.build.insertInto('pass_revocation').values(row).compile() },
  ]);
}

/** What must not be on the screen or in the log, and that one person is one event. */
function lookedAt({ of, payload }: Run, made: Made, view: GateView, events: readonly string[]): string | undefined {
  if (view.at === 'verdict' && /\p{C}/u.test(view.past.scan.name)) return 'the name on the screen holds control characters';
  const foreign = view.at === 'shown';
  const secret = /(?:P:|secret=)([^;&]+)/.exec(made.text)?.[1];
  if (foreign && events.length > 0) return 'something was written for a code that is none of ours';
  if (secret && events.some((event) => event.includes(secret))) return 'the code of a stranger stands in the log';
  if (of.group === 'replay' && Number(payload.repeat ?? 1) > 1) return wrong(events.length === 1, `${events.length} events for one scan`);
  return undefined;
}

/** Nothing public tells anything about the holder of a pass. */
async function noHistory(world: World, school: TestSchool, made: Made): Promise<string | undefined> {
  const paths = [
    `/api/declarations/${made.subject}`,
    `/api/passes/${made.subject}`,
    `/api/schools/${school.id}/declarations/${made.subject}`,
    `/api/schools/${school.id}/log?q=${made.subject}`,
    `/p/${made.subject}`,
  ];
  for (const path of paths) {
    const reply = await world.send({ path });
    if (reply.status < 400) return `${path.replace(made.subject, '<pass>')} answered ${reply.status} to anybody`;
  }
  return undefined;
}

async function alive(world: World, school: TestSchool, scanner: Scanner): Promise<string | undefined> {
  scanner.tap();
  const made = await makePass(world, school, {});
  const started = performance.now();
  const verdict = await scanner.scan(made.text);
  const took = performance.now() - started;
  const view = scanner.view();
  // After a wrong clock or an old key list the next pass has the same warning.
  const warned =
    verdict === 'warned' &&
    view.at === 'verdict' &&
    view.past.scan.why.every((reason) => reason === 'keys-old' || reason === 'clock-unsure');
  if (verdict !== 'accepted' && !warned) return `a valid pass was ${verdict}`;
  return wrong(took < 1000, `a valid pass took ${Math.round(took)} ms`);
}
