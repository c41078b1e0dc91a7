/** Accounts, roles, pairing and the office's pages. The file's paths are examples: each is mapped by what it means. */
import { randomBytes, randomInt } from 'node:crypto';
import { browserSession, freshInstall, setUpField } from './admin-install.ts';
import { matrix } from './admin-matrix.ts';
import { isRecord } from './case.ts';
import { inputsOf } from './declare.ts';
import { DAY } from './downloads.ts';
import { storeVisit } from './export.ts';
import { fillAll, generate, NotUnderstood, plain } from './generate.ts';
import { type Adapter, inParallel, median, type Observed, only, type Run, wrong } from './observed.ts';
import { noScriptOnPages } from './pages.ts';
import { jsonOf, type Reply, type Sending } from './wire.ts';
import { JSON_HEADERS, PASSWORD, PUBLIC_URL, type World } from './world.ts';

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

interface Mapped extends Sending {
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

/** Each try from an address of its own where the machine has several; limits by address are not what is judged. */
const addresses = (): string =>
  process.platform === 'linux' ? `127.${randomInt(1, 250)}.${randomInt(1, 250)}.${randomInt(2, 250)}` : '127.0.0.1';

async function signIn({ world, payload, of }: Run, body: Record<string, unknown>): Promise<Partial<Mapped>> {
  // "a" stands for a login that exists.
  const real = (await world.account('officeA')).login;
  const login = (of: unknown): unknown => (of === 'a' || of === '{adminA}' ? real : of);
  const sent = { ...body, login: login(body.login) };
  const compares = /unknown user and wrong password/i.test(of.name);
  const checks: Observed['checks'] = compares && payload.body !== undefined ? { rows_scope: () => sameCost(world, real) } : {};
  return {
    path: '/api/session',
    body: JSON.stringify(sent),
    headers: { cookie: null, ...JSON_HEADERS },
    local: addresses,
    checks,
    inputs: [],
  };
}

/** Unknown name and wrong password: one body, and by median of interleaved tries one time within a tenth. */
async function sameCost(world: World, real: string): Promise<string | undefined> {
  const times: Record<string, number[]> = { nobody: [], real: [] };
  const bodies = new Set<string>();
  const ask = async (login: string, into: string): Promise<void> => {
    const reply = await world.send({
      method: 'POST',
      path: '/api/session',
      headers: JSON_HEADERS,
      body: JSON.stringify({ login, password: 'sai mật khẩu rồi' }),
      localAddress: addresses(),
    });
    if (reply.status === 429) return;
    times[into]?.push(reply.ms);
    bodies.add(`${reply.status} ${reply.body.toString()}`);
  };
  for (let attempt = 0; attempt < 3; attempt++) {
    for (let i = 0; i < 12; i++) {
      await ask(`khong.ai.${randomBytes(4).toString('hex')}`, 'nobody');
      await ask(real, 'real');
    }
    const [a, b] = [median(times.nobody ?? []), median(times.real ?? [])];
    if (bodies.size !== 1) return `${bodies.size} different answers`;
    if (Math.abs(a - b) <= 0.1 * Math.max(a, b)) return undefined;
  }
  return `unknown took ${median(times.nobody ?? []).toFixed(0)} ms, known ${median(times.real ?? []).toFixed(0)}`;
}

/** Accounts are made by set-up and at the machine; what asks for one over HTTP is set-up's endpoint. */
async function newAccount({ world }: Run, body: Record<string, unknown>): Promise<Partial<Mapped>> {
  const school = { name: 'Trường Giả', shortName: 'Giả', kind: 'primary', province: '01', commune: '00004', phone: '02130000000' };
  const whole = { token: 'none', login: 'admin', password: PASSWORD, name: 'Người Mới', publicUrl: null, school, gates: ['Cổng'], ...body };
  const login = String(whole.login);
  return {
    path: '/api/set-up',
    body: JSON.stringify(whole),
    headers: { cookie: null, ...JSON_HEADERS },
    local: addresses,
    inputs: login.length > 3 ? [login] : [],
    checks: {
      async audit() {
        const there = await world.app.auth.findAccount(login);
        return wrong(there === undefined, 'a look-alike account was made');
      },
    },
  };
}

/** One's own account has no field of rights; what a person may send about it takes none along. */
async function ownAccount({ world }: Run, body: Record<string, unknown>): Promise<Partial<Mapped>> {
  const { login } = await world.account('viewerA');
  const grants = async (): Promise<unknown> => {
    const { cookie } = await world.account('viewerA');
    const reply = await world.send({ path: '/api/me', headers: { cookie } });
    return (jsonOf(reply) as { grants: unknown }).grants;
  };
  const before = JSON.stringify(await grants());
  return {
    method: 'POST',
    path: '/api/session',
    headers: { cookie: null, ...JSON_HEADERS },
    body: JSON.stringify({ login, password: PASSWORD, ...body }),
    local: addresses,
    inputs: [],
    checks: { rows_scope: async () => wrong(JSON.stringify(await grants()) === before && before.includes('viewer'), 'the rights changed') },
  };
}

/** No mail is sent: the link is printed at the machine, and its token is what the endpoint takes. */
async function passwordReset({ world, payload }: Run, body: Record<string, unknown>): Promise<Partial<Mapped>> {
  const evil = isRecord(payload.headers) ? String(payload.headers.host ?? '') : '';
  return {
    path: '/api/password-reset',
    headers: { cookie: null, ...JSON_HEADERS },
    body: JSON.stringify({ token: randomBytes(24).toString('base64url'), password: PASSWORD, ...body }),
    local: addresses,
    inputs: evil ? [evil] : [],
    checks: {
      async rows_scope() {
        const posters = await world.posters(world.schoolA);
        return wrong(
          posters.every(({ link }) => link.startsWith(`${PUBLIC_URL}/`)) &&
            !world.server.logs.some((line) => evil !== '' && line.includes(evil)),
          'a link follows the Host header',
        );
      },
    },
  };
}

async function pairing(run: Run, body: Record<string, unknown>): Promise<Partial<Mapped>> {
  const { world, payload } = run;
  const { cookie } = await world.account('adminA');
  const made = await world.send({
    method: 'POST',
    path: `/api/schools/${world.schoolA.id}/pairings`,
    headers: { ...JSON_HEADERS, cookie },
    body: JSON.stringify({ name: 'Máy bị đoán', gate: world.schoolA.gate }),
  });
  const { code } = jsonOf(made) as { code: string };
  const publicKey = Buffer.from(
    '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
    'hex',
  ).toString('base64url');
  const post = (typed: string, localAddress = addresses()): Promise<Reply> =>
    world.send({
      method: 'POST',
      path: '/api/pair',
      headers: JSON_HEADERS,
      body: JSON.stringify({ code: typed, publicKey }),
      localAddress,
    });
  const text = String(body.code ?? '');
  if (payload.after_s !== undefined) {
    await world.server.setOffset(Number(payload.after_s) * 1000);
    const reply = await post(code);
    await world.server.setOffset(0);
    return { ready: reply, inputs: [code] };
  }
  if (/^\{random/.test(text) || text === '') {
    const burnt = async (): Promise<string | undefined> => {
      // The guesses missed this code's own slot; five wrong ones in it burn it.
      for (let i = 0; i < 5; i++) await post(`${code.slice(0, 4)}${String(randomInt(0, 999_999)).padStart(6, '0')}`);
      const reply = await post(code);
      return wrong(reply.status === 410 || reply.status === 404, `the right code still pairs after five wrong ones (${reply.status})`);
    };
    return {
      path: '/api/pair',
      headers: { cookie: null, ...JSON_HEADERS },
      each: () => JSON.stringify({ code: String(randomInt(0, 9_999_999_999)).padStart(10, '0'), publicKey }),
      checks: { rows_scope: burnt },
      inputs: [],
    };
  }
  if (/^\{/.test(text) && text !== '{valid}') throw new NotUnderstood(`pairing code ${text}`);
  if (text !== '{valid}')
    return {
      path: '/api/pair',
      headers: { cookie: null, ...JSON_HEADERS },
      body: JSON.stringify({ code: text, publicKey }),
      local: addresses,
    };
  return {
    path: '/api/pair',
    headers: { cookie: null, ...JSON_HEADERS },
    body: JSON.stringify({ code, publicKey }),
    local: addresses,
    lastOnly: Number(payload.repeat ?? 1) > 1,
    inputs: [code],
  };
}

async function storedAndShown({ world, payload }: Run): Promise<Observed> {
  const school = await world.newSchool();
  const stored = isRecord(payload.stored) ? payload.stored : {};
  const text = String(plain(Object.values(stored)[0]));
  await storeVisit(world, school, { name: text, host: text });
  const { cookie } = await world.account('keeper');
  const replies = [
    await world.send({ path: `/api/schools/${school.id}/log`, headers: { cookie } }),
    await world.send({ path: '/admin/', headers: { cookie } }),
  ];
  return {
    replies,
    personal: [text],
    limit: 3000,
    checks: {
      async rows_scope() {
        const rows = (jsonOf(replies[0] as Reply) as { rows?: { name: string }[] }).rows ?? [];
        if (rows[0]?.name !== text) return 'the log does not hold the name as it is stored';
        return noScriptOnPages(world, school, [text]);
      },
    },
  };
}

/** Every filter of the log that takes words; those of a closed list refuse what is not in it. */
async function everyFilter({ world, payload, scaled }: Run): Promise<Observed> {
  const school = await world.newSchool();
  await world.visit(school, { fullName: 'Nguyễn Văn An' });
  const { cookie } = await world.account('keeper');
  const value = isRecord(payload.filters) ? String(generate(payload.filters, scaled)) : String(payload.filters);
  const ask = (name: string): Promise<Reply> =>
    world.send({ path: `/api/schools/${school.id}/log?${name}=${encodeURIComponent(value)}`, headers: { cookie } });
  const replies = [await ask('q'), await ask('gate')];
  const closed = [
    await ask('from'),
    await ask('to'),
    await ask('dir'),
    await ask('colour'),
    await ask('limit'),
    await ask('cursor'),
    await ask('sort'),
  ];
  return {
    replies,
    inputs: [value],
    checks: {
      rows_scope() {
        const rows = replies.map((reply) => (jsonOf(reply) as { rows?: unknown[] }).rows?.length);
        return wrong(
          rows.every((count) => count === 0) && closed.every((reply) => reply.status === 422),
          `rows ${rows.join(', ')}; closed filters answered ${closed.map((reply) => reply.status).join(', ')}`,
        );
      },
    },
  };
}

async function logQuery({ world, payload, scaled }: Run): Promise<Observed> {
  const school = await world.newSchool();
  await world.visit(school, { fullName: 'Nguyễn Văn An' });
  const { cookie } = await world.account('keeper');
  const query = String(plain(payload.query, scaled));
  const words = query.replace(/=([\s\S]*)$/, (_, value: string) => `=${encodeURIComponent(decodeOnce(value))}`);
  const path = `/api/schools/${school.id}/log?${words}&from=${DAY}&to=${DAY}`;
  const tries = [await world.send({ path, headers: { cookie } }), await world.send({ path, headers: { cookie } })];
  const reply = tries.sort((a, b) => a.ms - b.ms)[0] as Reply;
  return {
    replies: [reply],
    inputs: [],
    checks: {
      rows_scope: () =>
        wrong(reply.status !== 200 || (jsonOf(reply) as { rows: unknown[] }).rows.length === 0, 'a pattern found something'),
    },
  };
}

const decodeOnce = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
