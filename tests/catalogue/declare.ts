/** Declarations: the logical fields are answers of the catalogue's form; everything else goes over the wire as written. */
import type { TestSchool } from '../fixtures/world.ts';
import { isRecord, type Payload } from './case.ts';
import { bodyText, headersOf, inputsOf, personalOf, rawBody, sentAnswers } from './declare-body.ts';
import { checksFor } from './declare-checks.ts';
import { catalogueForm } from './form.ts';
import { fill, isSlow, NotUnderstood } from './generate.ts';
import { type Adapter, inParallel, median, type Observed, only, type Run, wrong } from './observed.ts';
import type { Reply } from './wire.ts';
import { JSON_HEADERS } from './world.ts';

const KEYS = [
  'base',
  'set',
  'unset',
  'raw_patch',
  'raw',
  'raw_hex',
  'headers',
  'method',
  'path',
  'query',
  'repeat',
  'parallel',
  'first',
  'then',
  'gap_s',
  'as',
];

export const declareAdapter: Adapter = async (run) => {
  const { world, payload, of, scaled } = run;
  const school = await world.newSchool();
  if (of.expect.check.includes('no_oracle')) return lookUp(run, school);
  if (isRecord(payload.first) && isRecord(payload.then)) {
    only(payload, ['first', 'then']);
    return firstThen(run, school, payload.first, payload.then);
  }
  only(payload, KEYS);
  const known = (name: string) => ({ schoolA: school.id, schoolB: world.schoolB.id, place: school.code })[name];
  const method = typeof payload.method === 'string' ? payload.method : 'POST';
  const path =
    typeof payload.path === 'string'
      ? fill(payload.path, known, world.now()).replace(/^\/api\/declare\b/, '/api/declarations')
      : '/api/declarations';
  const headers = { ...JSON_HEADERS, ...headersOf(payload, scaled) };
  const raw = rawBody(payload, scaled);
  const repeat = typeof payload.repeat === 'number' ? scaled(payload.repeat) : 1;
  const sameId = /same (client )?id/i.test(of.name) || of.group === 'idempotency';
  const text = bodyText(world, school, payload, scaled);

  const one = (index: number): Promise<Reply> => {
    const hasBody = method !== 'GET' && (raw !== undefined || payload.base !== undefined);
    const own = sameId || index === 0 ? text : bodyText(world, school, payload, scaled, {});
    return world.send({
      method,
      path,
      headers: hasBody ? headers : headersOf(payload, scaled),
      ...(hasBody ? { body: raw ?? own } : {}),
      ...(isSlow(raw) ? { slowText: text, timeoutMs: 90_000 } : {}),
    });
  };
  const atOnce = typeof payload.parallel === 'number' ? payload.parallel : /parallel/i.test(of.name) ? repeat : 10;
  const replies = await inParallel(repeat, atOnce, one);
  const sent = sentAnswers(text);
  return {
    replies,
    inputs: inputsOf(payload, scaled),
    personal: personalOf(sent),
    limit: isSlow(raw) ? null : undefined,
    facts: sameId ? { bodies: new Set(replies.map((reply) => reply.body.toString())).size } : null,
    checks: checksFor(run, school, replies, payload, text),
  };
};

async function firstThen(run: Run, school: TestSchool, first: Payload, then: Payload): Promise<Observed> {
  const { world, scaled } = run;
  const { id } = world.declareBody(school);
  const replies: Reply[] = [];
  const texts = [first, then].map((payload) =>
    bodyText(world, school, payload, scaled, {
      id,
      consent: { version: catalogueForm.consent.version, language: 'vi', purposes: ['gate'], at: 1 },
    }),
  );
  for (const text of texts) replies.push(await world.postDeclaration(text));
  const [made] = replies;
  const ready = made?.status === 201 ? [] : [made].filter((reply) => reply !== undefined);
  return {
    replies: [...ready, ...replies.slice(1)],
    inputs: inputsOf(then, scaled),
    checks: checksFor(run, school, replies, then, texts[1] ?? ''),
  };
}

/** Nothing is found by a number: a known and an unknown one give one answer in one time. */
async function lookUp({ world, payload, scaled }: Run, school: TestSchool): Promise<Observed> {
  only(payload, ['method', 'path', 'base', 'repeat', 'headers']);
  const known = '0912345678';
  await world.declare(school, { phone: known });
  const path = String(payload.path);
  const method = String(payload.method ?? 'GET');
  const written = /\d{6,}/.exec(path)?.[0];
  if (written === undefined) throw new NotUnderstood(`a number to look up in ${path}`);
  const ask = (number: string) => world.quick(method, path.replace(written, number));
  const answers = new Set<string>();
  await inParallel(scaled(100_000), 32, async (index) => {
    const { status, body } = await ask(`09${String(index).padStart(8, '0')}`);
    answers.add(`${status} ${body}`);
  });
  const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
  for (let round = 0; round < 100; round++) {
    times.known.push((await ask(known)).ms);
    times.unknown.push((await ask(`0987${String(654_000 + round)}`)).ms);
  }
  const found = await world.send({ method, path });
  answers.add(`${found.status} ${found.body.toString()}`);
  return {
    replies: [found],
    inputs: [known],
    personal: [known],
    checks: {
      no_oracle() {
        if (answers.size !== 1) return `${answers.size} different answers`;
        const [a, b] = [median(times.known), median(times.unknown)];
        return wrong(Math.abs(a - b) <= Math.max(0.5, 0.2 * Math.min(a, b)), `known ${a.toFixed(2)} ms, unknown ${b.toFixed(2)} ms`);
      },
    },
  };
}
