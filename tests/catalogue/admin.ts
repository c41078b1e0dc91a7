/** Accounts, roles, pairing and the office's pages. The file's paths are examples: each is mapped by what it means. */
import { newAccount, ownAccount, passwordReset, signIn } from './admin-accounts.ts';
import { browserSession, freshInstall, setUpField } from './admin-install.ts';
import { everyFilter, logQuery, storedAndShown } from './admin-log.ts';
import { matrix } from './admin-matrix.ts';
import { pairing } from './admin-pairing.ts';
import { isRecord } from './case.ts';
import { inputsOf } from './declare-body.ts';
import { fillAll, NotUnderstood, plain } from './generate.ts';
import { type Adapter, inParallel, type Observed, only, type Run, wrong } from './observed.ts';
import type { Reply, Sending } from './wire.ts';
import { JSON_HEADERS, type World } from './world.ts';

const KEYS = [
  'method',
  'path',
  'as',
  'body',
  'headers',
  'raw',
  'repeat',
  'after_s',
  'matrix',
  'browser',
  'install',
  'stored',
  'pages',
  'set',
  'filters',
  'query',
  'base',
  'parallel',
];

export const adminAdapter: Adapter = async (run) => {
  const { payload } = run;
  only(payload, KEYS);
  if (payload.matrix !== undefined) return matrix(run.world);
  if (payload.browser !== undefined) return browserSession(run);
  if (payload.install !== undefined) return freshInstall(run);
  if (payload.stored !== undefined) return storedAndShown(run);
  if (payload.set !== undefined) return setUpField(run);
  if (payload.filters !== undefined) return everyFilter(run);
  if (payload.query !== undefined) return logQuery(run);
  if (payload.path !== undefined) return mapped(run);
  throw new NotUnderstood(`payload ${Object.keys(payload).join(', ')}`);
};

/** Who a placeholder stands for: an officer of the only level that there is so far, or nobody. */
async function cookieOf(world: World, as: unknown): Promise<string> {
  const name = /^\{(\w+)\}$/.exec(String(as ?? ''))?.[1] ?? '';
  const person: Record<string, string> = {
    communeUser: 'officeA',
    provinceUser: 'adminA',
    ministryUser: 'keeper',
    schoolUser: 'officeA',
    viewer: 'viewerA',
    guard: 'viewerA',
    adminA: 'adminA',
    adminB: 'adminB',
    requester: 'adminA',
  };
  const known = person[name];
  if (as !== undefined && known === undefined) throw new NotUnderstood(`as ${String(as)}`);
  return (await world.account(known ?? 'adminA')).cookie;
}

export interface Mapped extends Sending {
  local?: () => string;
  /** Another body for each of the requests. */
  each?: () => string;
  checks?: Observed['checks'];
  facts?: () => Promise<unknown>;
  /** Was asked already, under another clock. */
  ready?: Reply;
  /** Only the last answer is judged: the first is what made it possible. */
  lastOnly?: boolean;
  inputs?: string[];
}

type Mapping = [path: RegExp, map: (run: Run, body: Record<string, unknown>) => Promise<Partial<Mapped>>];

/** In this order; a path that none of these means is asked for as it is written. */
const MAPPINGS: readonly Mapping[] = [
  [/^\/api\/(log-?in|sign-?in|session)$/, signIn],
  [/^\/api\/(users|accounts|sign-?up|register)$/, newAccount],
  [/^\/api\/(me|profile|users\/me)$/, ownAccount],
  [/^\/api\/(password-reset|reset-password|forgot)/, passwordReset],
  [/^\/api\/pair/, pairing],
  [/^\/api\/schools\/\{schoolA\}\/users$/, async () => ({ path: '/api/schools/{schoolA}/operators' })],
];

async function mapped(run: Run): Promise<Observed> {
  const { world, payload, scaled } = run;
  const written = String(payload.path);
  const body = isRecord(payload.body) ? (plain(payload.body, scaled) as Record<string, unknown>) : {};
  const map = MAPPINGS.find(([path]) => path.test(written))?.[1];
  const found = map ? await map(run, body) : {};
  const known = (name: string): string | undefined =>
    ({ schoolA: world.schoolA.id, schoolB: world.schoolB.id })[name] ??
    (/^(parent|other|id|child|sibling)/i.test(name) ? '01930000-0000-7000-8000-000000000bad' : undefined);
  const headers = isRecord(payload.headers) ? (plain(payload.headers, scaled) as Record<string, string>) : {};
  const method = String(payload.method ?? 'GET');
  const cookie = await cookieOf(world, payload.as);
  const text =
    payload.raw !== undefined
      ? String(payload.raw)
      : payload.body === undefined && found.body === undefined
        ? undefined
        : JSON.stringify(body);
  const sending: Mapped = {
    method,
    path: written,
    ...(text === undefined ? {} : { body: text }),
    ...found,
    headers: { cookie, ...(text === undefined ? {} : JSON_HEADERS), ...found.headers, ...lowered(headers) },
  };
  sending.path = String(fillAll(sending.path, known, world.now()));
  const repeat = Number(payload.repeat ?? 1);
  const replies = found.ready
    ? [found.ready]
    : await inParallel(repeat, repeat > 100 ? 16 : 1, () =>
        world.send({
          ...sending,
          ...(sending.each ? { body: sending.each() } : {}),
          ...(sending.local ? { localAddress: sending.local() } : {}),
        }),
      );
  const judged = sending.lastOnly ? replies.slice(-1) : replies;
  return {
    replies: repeat > 100 ? oneOfEach(judged) : judged,
    inputs: found.inputs ?? inputsOf(payload, scaled).filter((value) => value.length > 6 && value.length < 5000),
    facts: found.facts ? await found.facts() : null,
    checks: { ...scopeChecks(world, judged), ...found.checks },
  };
}

const lowered = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));

/** One reply of each status, where there are thousands. */
const oneOfEach = (replies: readonly Reply[]): Reply[] => [...new Map(replies.map((reply) => [reply.status, reply])).values()];

/** Nothing of a school that the caller may not see. */
function scopeChecks(world: World, replies: readonly Reply[]): NonNullable<Observed['checks']> {
  return {
    rows_scope: () => {
      const bodies = replies.map((reply) => reply.body.toString('utf8'));
      return wrong(
        !bodies.some((text) => text.includes('Bản Mẫu') || (text.includes(world.schoolB.id) && !text.includes('"errors"'))),
        'something of another school came back',
      );
    },
  };
}
