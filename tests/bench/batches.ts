/** Signed batches of 50 events from the kiosks of many schools, chained, checked and durable before the answer. */
import { createApp } from '../../server/app.ts';
import type { App } from '../../server/context.ts';
import type { ExchangeAnswer, ExchangeInput } from '../../shared/api/exchange.schema.ts';
import { makeSchool, TestKiosk } from '../fixtures/world.ts';
import { portOf } from './declarations.ts';
import { startChild } from './lib/child.ts';
import type { Load, Loaded } from './lib/load.ts';
import { type Bench, rowOf } from './lib/row.ts';
import { makeWorld, type World } from './lib/world.ts';

const KIOSKS = 32;
const EVENTS = 50;
/** The server takes no more from one kiosk in a second. */
const MOST_OF_ONE = 50;

interface ReadyKiosk {
  kiosk: TestKiosk;
  have: ExchangeInput['have'];
}

/** Where the chain of a kiosk stands. */
type Stand = Pick<TestKiosk, 'n' | 'hash'>;

/** At a school of its own, with the policy and keys that a kiosk has after its first contact. */
async function readyKiosk(app: App): Promise<ReadyKiosk> {
  const kiosk = await new TestKiosk(await makeSchool(app)).pair(app);
  const asked = kiosk.request(kiosk.compose(app.origins()[0] ?? '', []));
  const { epoch, policy } = (await (await createApp(app).fetch(asked)).json()) as ExchangeAnswer;
  if (!policy) throw new Error('the first answer brought no policy');
  const { id, version } = policy.questionnaire;
  return { kiosk, have: { epoch, feed: 0, policy: policy.version, keysAt: Date.now(), questionnaire: `${id}@${version}` } };
}

export const batches: Bench = async function* ({ quick, say }) {
  const seconds = quick ? 3 : 6;
  const rounds = quick ? 3 : 5;
  const world = await makeWorld();
  const kiosks = await world.inside((app) => Promise.all(Array.from({ length: KIOSKS }, () => readyKiosk(app))));
  const [server, bare, load] = await Promise.all([
    world.serve(),
    startChild('tests/bench/peers/bare.mjs'),
    startChild('tests/bench/lib/load.ts'),
  ]);
  const bodyOf = async ({ kiosk, have }: ReadyKiosk) => {
    const now = Date.now();
    // It is alone at its school: what it has is what it sent.
    const has = { ...have, feed: kiosk.n };
    const items = Array.from({ length: EVENTS }, (_, i) => kiosk.scan(now - EVENTS + i));
    const request = kiosk.request(kiosk.compose(world.origin, items, { have: has }));
    const headers = { 'x-kiosk': kiosk.id, 'x-signature': request.headers.get('x-signature') ?? '' };
    return { text: await request.text(), headers };
  };
  /** With where the chain stood before each of them. */
  const prepare = (each: number) =>
    Promise.all(
      kiosks.map(async (ready) => {
        const { n, hash } = ready.kiosk;
        const stands: Stand[] = [{ n, hash }];
        const list: { text: string; headers: Record<string, string> }[] = [];
        for (let i = 0; i < each; i++) {
          list.push(await bodyOf(ready));
          stands.push({ n: ready.kiosk.n, hash: ready.kiosk.hash });
        }
        return { list, stands };
      }),
    );
  let answered = 0;
  const ask = async (port: number, path: string, time: number, fastest: number): Promise<number> => {
    const made = await prepare(Math.min(MOST_OF_ONE * time, Math.ceil((fastest * time) / KIOSKS)));
    const asked: Load = { port, path, headers: {}, bodies: made.map(({ list }) => list), seconds: time, status: 200 };
    const { answers, each, seconds: took } = await load.ask<Loaded>(asked);
    const ours = port === world.port;
    if (ours) answered += answers;
    // What our server has not seen is no part of the chain.
    for (const [i, { kiosk }] of kiosks.entries()) Object.assign(kiosk, made[i]?.stands[ours ? (each[i] ?? 0) : 0]);
    return answers / took;
  };
  try {
    const ours = (time: number) => ask(world.port, '/api/exchange', time, 400);
    const limit = (time: number) => ask(portOf(bare), '/batch', time, 800);
    await ours(1);
    await limit(1);
    const found = { ours: [] as number[], limit: [] as number[] };
    for (let round = 1; round <= rounds; round++) {
      found.ours.push(await ours(seconds));
      found.limit.push(await limit(seconds));
      say(`round ${round}: ${Math.round(found.ours.at(-1) ?? 0)} batches/s, limit ${Math.round(found.limit.at(-1) ?? 0)}`);
    }
    await server.stop();
    await assertKept(world, answered * EVENTS);
    yield rowOf({
      name: 'Signed batches of 50 gate events',
      ours: found.ours,
      beside: 'bare Hono with group commit, the same 50 events into one table, unsigned',
      other: found.limit,
      unit: 'batches/s',
      note: `${KIOSKS} kiosks, each at a school of its own, one connection each; every batch verified (ES256), every event checked against its chain and kept in six indexes; what the kiosk needs to know is looked up for each answer; the events of all ${answered.toLocaleString('en')} answers were there afterwards, none set aside or marked as odd`,
    });
  } finally {
    await Promise.all([server.stop(), bare.stop(), load.stop()]);
    world.remove();
  }
};

/** @throws Error when an event that was answered is not in the log as it should be, or lies in quarantine */
async function assertKept(world: World, answered: number): Promise<void> {
  const { kept, held } = await world.inside((app) =>
    app.db.read('system', async (query) => ({
      kept: await query
        .selectFrom('gate_event')
        .where('flags', '=', '')
        .select((eb) => eb.fn.countAll<number>().as('rows'))
        .executeTakeFirstOrThrow(),
      held: await query
        .selectFrom('held_event')
        .select((eb) => eb.fn.countAll<number>().as('rows'))
        .executeTakeFirstOrThrow(),
    })),
  );
  if (Number(kept.rows) < answered || Number(held.rows) > 0)
    throw new Error(`of ${answered} events the server keeps ${kept.rows}, and holds ${held.rows}`);
}
