/** Accounts: signing in, making them, changing one’s own, resetting passwords. */
import { randomBytes, randomInt } from 'node:crypto';
import type { Mapped } from './admin.ts';
import { isRecord } from './case.ts';
import { median, type Observed, type Run, wrong } from './observed.ts';
import { jsonOf } from './wire.ts';
import { JSON_HEADERS, PASSWORD, PUBLIC_URL, type World } from './world.ts';

/** Each try from an address of its own where the machine has several; limits by address are not what is judged. */
export const addresses = (): string =>
  process.platform === 'linux' ? `127.${randomInt(1, 250)}.${randomInt(1, 250)}.${randomInt(2, 250)}` : '127.0.0.1';

export async function signIn({ world, payload, of }: Run, body: Record<string, unknown>): Promise<Partial<Mapped>> {
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
export async function newAccount({ world }: Run, body: Record<string, unknown>): Promise<Partial<Mapped>> {
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
export async function ownAccount({ world }: Run, body: Record<string, unknown>): Promise<Partial<Mapped>> {
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
export async function passwordReset({ world, payload }: Run, body: Record<string, unknown>): Promise<Partial<Mapped>> {
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
