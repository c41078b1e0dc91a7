import { createHmac } from 'node:crypto';
import { beforeAll, expect, test, vi } from 'vitest';
import { HOUR, MINUTE } from '../../shared/clock.ts';
import { describeServers, type TestApp } from '../app.ts';
import { makeSchool, ORIGIN, postJson, type TestSchool } from '../fixtures/world.ts';

const PASSWORD = 'một mật khẩu đủ dài';
let address = 0;
/** Every sign-in from an address of its own, unless told: the limits have a test of their own. */
const from = (): Record<string, string> => ({ 'x-forwarded-for': `10.0.${Math.floor(++address / 250)}.${address % 250}` });

/** What a browser would send back: the last value of each cookie, none that was taken away. */
function jar(response: Response, before = ''): string {
  const cookies = new Map(before.split('; ').flatMap((pair) => (pair ? [[pair.slice(0, pair.indexOf('=')), pair] as const] : [])));
  for (const line of response.headers.getSetCookie()) {
    const pair = line.split(';', 1)[0] ?? '';
    if (/max-age=0/i.test(line)) cookies.delete(pair.slice(0, pair.indexOf('=')));
    else cookies.set(pair.slice(0, pair.indexOf('=')), pair);
  }
  return [...cookies.values()].join('; ');
}

/** RFC 6238 with SHA-1, 30 s, 6 digits: what an authenticator app shows. */
function totp(uri: string, at = Date.now()): string {
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  let bits = '';
  for (const char of secret) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

describeServers('accounts', (server) => {
  let school: TestSchool;
  let one: TestApp;

  beforeAll(async () => {
    one = server();
    Object.assign(one.app.config, { trustProxy: true });
    school = await makeSchool(one.app);
  });

  async function newAccount(login: string): Promise<string> {
    const account = await one.app.auth.createAccount({ login, password: PASSWORD, name: 'Người Thử' });
    const values = { account_id: account, unit_id: school.id, role: 'school-admin', from_day: '2020-01-01', to_day: null };
    await one.app.db.save('system', [{ query: one.app.db.build.insertInto('access_grant').values(values).compile() }]);
    return account;
  }
  const signIn = (login: string, password = PASSWORD, headers: Record<string, string> = {}) =>
    postJson(one.hono, '/api/session', { login, password }, { ...from(), ...headers });
  const me = (cookie: string) => one.hono.request('/api/me', { headers: { cookie } });
  const audits = (action: string, actor: string) =>
    one.app.db.read('system', (query) =>
      query.selectFrom('audit').selectAll().where('action', '=', action).where('actor', '=', actor).execute(),
    );

  test('signing in opens a session that a __Host- cookie carries, and leaves an audit row', async () => {
    const account = await newAccount('an.nguyen');
    const response = await signIn('an.nguyen');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      account,
      login: 'an.nguyen',
      name: 'Người Thử',
      secondFactor: false,
      recoveryUnconfirmed: true,
      grants: [{ unit: school.id, role: 'school-admin' }],
    });
    const [session = ''] = response.headers.getSetCookie().filter((line) => line.startsWith('__Host-quacong='));
    expect(session).toMatch(/^__Host-quacong=[^;]+; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
    expect((await me(jar(response))).status).toBe(200);
    expect(await audits('account.signed-in', account)).toHaveLength(1);
  });

  test('on loopback http, where browsers refuse the prefix, the cookie is plain and counts there only', async () => {
    await newAccount('binh.tran');
    const response = await signIn('binh.tran', PASSWORD, { origin: 'http://localhost:8787', host: 'localhost:8787' });
    const cookie = jar(response);
    expect(cookie).toMatch(/^quacong=/);
    const ask = (host: string) => one.hono.request('/api/me', { headers: { cookie, host } });
    expect((await ask('localhost:8787')).status).toBe(200);
    expect((await ask('cong.truong.example')).status).toBe(401);
  });

  test('unknown name and wrong password are one answer (AD15)', async () => {
    await newAccount('chi.le');
    const answers = await Promise.all([signIn('nobody'), signIn('chi.le', 'x'), signIn('ａdmin'), signIn('chi.le', ''), signIn('')]);
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(answers.map((answer) => answer.status)).toEqual([401, 401, 401, 401, 401]);
    expect(new Set(bodies).size).toBe(1);
    expect(bodies[0]).toContain('bad-credentials');
    expect(answers.flatMap((answer) => answer.headers.getSetCookie())).toEqual([]);
  });

  test('unknown name and wrong password cost the same work (AD15)', async () => {
    await newAccount('dung.pham');
    const work: Record<string, number[]> = { 'nobody.here': [], 'dung.pham': [], 'не-имя': [] };
    for (let round = 0; round < 8; round++) {
      for (const [login, list] of Object.entries(work)) {
        const before = process.cpuUsage();
        await signIn(login, 'wrong password');
        const { user, system } = process.cpuUsage(before);
        list.push(user + system);
      }
    }
    // Computing, not time, and the least of each: what a busy machine adds is never the same. Without the hash it is a tenth.
    const [unknown = 0, wrong = 0, strange = 0] = Object.values(work).map((list) => Math.min(...list));
    expect(Math.max(unknown, wrong, strange) / Math.min(unknown, wrong, strange)).toBeLessThan(1.6);
  });

  test('a password of 1 MB is refused by its length, before any hash (AD16)', async () => {
    const least = async (password: string, status: number): Promise<number> => {
      const times: number[] = [];
      for (let i = 0; i < 3; i++) {
        const started = performance.now();
        expect((await signIn('nobody-here', password)).status).toBe(status);
        times.push(performance.now() - started);
      }
      return Math.min(...times);
    };
    // Against a try that does run the hash, on the same machine in the same moment.
    expect(await least('x'.repeat(1024 * 1024), 422)).toBeLessThan(await least('wrong password', 401));
  });

  test('the session id is new at every sign-in and the old one is over (AD18)', async () => {
    await newAccount('giang.vo');
    const first = jar(await signIn('giang.vo'));
    const fixed = '__Host-quacong=fixed-by-somebody.else';
    expect(jar(await signIn('giang.vo', PASSWORD, { cookie: fixed }))).not.toContain('fixed-by-somebody');
    const second = jar(await signIn('giang.vo', PASSWORD, { cookie: first }), first);
    expect(second).not.toBe(first);
    expect((await me(first)).status).toBe(401);
    expect((await me(second)).status).toBe(200);
  });

  test('a forged or altered cookie opens nothing', async () => {
    await newAccount('hoa.bui');
    const cookie = jar(await signIn('hoa.bui'));
    for (const bad of [
      cookie.replace(/quacong=./, 'quacong=_'),
      cookie.replace(/\..{4}/, '.AAAA'),
      '__Host-quacong=',
      '__Host-quacong=a.b',
    ]) {
      expect((await me(bad)).status, bad).toBe(401);
    }
  });

  test('signing out ends the session for whoever holds the cookie', async () => {
    await newAccount('khanh.do');
    const cookie = jar(await signIn('khanh.do'));
    const out = await one.hono.request('/api/session', { method: 'DELETE', headers: { cookie, origin: ORIGIN } });
    expect(out.status).toBe(204);
    expect(out.headers.getSetCookie()[0]).toMatch(/^__Host-quacong=; .*Max-Age=0/);
    expect((await me(cookie)).status).toBe(401);
  });

  test('a session ends after 12 hours without a request, and after 7 days in any case', async () => {
    await newAccount('linh.trinh');
    const at = async (cookie: string, ms: number): Promise<number> => {
      vi.useFakeTimers({ toFake: ['Date'], now: started + ms });
      return (await me(cookie)).status;
    };
    const started = Date.now();
    const [idle, busy] = [jar(await signIn('linh.trinh')), jar(await signIn('linh.trinh'))];
    try {
      expect(await at(busy, 11 * HOUR)).toBe(200);
      expect(await at(idle, 13 * HOUR)).toBe(401);
      for (let hours = 22; hours < 168; hours += 11) expect(await at(busy, hours * HOUR), `${hours} h`).toBe(200);
      // The sessions began a little after `started`, on a busy machine by seconds.
      expect(await at(busy, 168 * HOUR + MINUTE)).toBe(401);
    } finally {
      vi.useRealTimers();
    }
    expect((await me(busy)).status).toBe(401);
  });

  test('requests of other origins are refused whatever cookie they bring (AD12)', async () => {
    await newAccount('lan.ho');
    const cookie = jar(await signIn('lan.ho'));
    const out = await one.hono.request('/api/session', { method: 'DELETE', headers: { cookie, origin: 'https://evil.example' } });
    expect(out.status).toBe(403);
    expect((await me(cookie)).status).toBe(200);
  });

  test('trying is slowed down for a stranger, not for the school', async () => {
    await newAccount('minh.dang');
    await newAccount('nga.ly');
    const nat = { 'x-forwarded-for': '203.0.113.7' };
    const known = jar(await signIn('minh.dang', PASSWORD, nat));
    const tries: number[] = [];
    for (let i = 0; i < 12; i++) tries.push((await signIn('minh.dang', 'guess', nat)).status);
    expect(tries).toEqual([...Array(10).fill(401), 429, 429]);
    const refused = await signIn('minh.dang', PASSWORD, nat);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    // A colleague behind the same address, the same person elsewhere, and the same person's own browser.
    expect((await signIn('nga.ly', PASSWORD, nat)).status).toBe(200);
    expect((await signIn('minh.dang')).status).toBe(200);
    expect((await signIn('minh.dang', PASSWORD, { ...nat, cookie: known })).status).toBe(200);
    // That cookie is good for its own account only.
    expect((await signIn('nga.ly', 'guess', { ...nat, cookie: known })).status).toBe(401);
  });

  test('names are lower-case ASCII: no look-alike account (AD17)', async () => {
    await newAccount('oanh.mai');
    await expect(one.app.auth.createAccount({ login: 'oanh.mai', password: PASSWORD, name: 'B' })).rejects.toMatchObject({
      code: 'invalid-input',
      errors: [{ at: '/login', reason: 'taken' }],
    });
  });

  test('a second factor: asked, turned on by the first code, then needed; each code works once', async () => {
    const account = await newAccount('phuc.ngo');
    const cookie = jar(await signIn('phuc.ngo'));
    const send = (method: string, path: string, body: unknown, jarNow: string) =>
      one.hono.request(path, {
        method,
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', origin: ORIGIN, cookie: jarNow, ...from() },
      });
    expect((await send('POST', '/api/me/second-factor', { password: 'wrong' }, cookie)).status).toBe(401);
    const asked = await send('POST', '/api/me/second-factor', { password: PASSWORD }, cookie);
    const { uri, recoveryCodes } = (await asked.json()) as { uri: string; recoveryCodes: string[] };
    expect(decodeURIComponent(uri)).toMatch(/^otpauth:\/\/totp\/QuaCổng:phuc\.ngo\?secret=/);
    expect(recoveryCodes).toHaveLength(10);
    // Not on before the first code: the person may close the page.
    expect((await signIn('phuc.ngo')).status).toBe(200);

    const wrong = totp(uri) === '000000' ? '000001' : '000000';
    expect((await send('PUT', '/api/me/second-factor', { code: wrong, kind: 'totp' }, cookie)).status).toBe(401);
    const earlier = totp(uri, Date.now() - 30_000);
    const on = await send('PUT', '/api/me/second-factor', { code: earlier, kind: 'totp' }, cookie);
    expect(on.status).toBe(200);
    expect(await on.json()).toMatchObject({ secondFactor: true });
    expect((await me(cookie)).status).toBe(401);
    expect((await me(jar(on, cookie))).status).toBe(200);
    expect(await audits('account.second-factor-on', account)).toHaveLength(1);

    const half = await signIn('phuc.ngo');
    expect(half.status).toBe(401);
    expect(await half.json()).toMatchObject({ code: 'second-factor-needed' });
    const pending = jar(half);
    expect((await me(pending)).status).toBe(401);
    const step = (code: string, kind: string, jarNow: string) => send('POST', '/api/session/second-factor', { code, kind }, jarNow);
    expect((await step(totp(uri), 'totp', '')).status).toBe(401);
    expect((await step(earlier, 'totp', pending)).status).toBe(401);
    const full = await step(totp(uri), 'totp', jar(await signIn('phuc.ngo')));
    expect(full.status).toBe(200);
    expect((await me(jar(full))).status).toBe(200);

    const [code = ''] = recoveryCodes;
    const typed = code.toLowerCase().replace('-', ' ');
    expect((await step(typed, 'recovery', jar(await signIn('phuc.ngo')))).status).toBe(200);
    expect((await step(typed, 'recovery', jar(await signIn('phuc.ngo')))).status).toBe(401);
  });

  test('a challenge is over after five wrong codes', async () => {
    await newAccount('quyen.ta');
    const cookie = jar(await signIn('quyen.ta'));
    const { uri } = await one.app.auth.enableSecondFactor(PASSWORD, new Headers({ cookie }));
    await one.app.auth.confirmSecondFactor(totp(uri, Date.now() - 30_000), new Headers({ cookie }));
    const pending = jar(await signIn('quyen.ta'));
    const wrong = totp(uri) === '000000' ? '000001' : '000000';
    const step = (code: string) => postJson(one.hono, '/api/session/second-factor', { code, kind: 'totp' }, { cookie: pending, ...from() });
    for (let i = 0; i < 5; i++) expect((await step(wrong)).status).toBe(401);
    const answer = await step(totp(uri));
    expect(await answer.json()).toMatchObject({ code: 'not-signed-in' });
  });

  test('a one-time link from the machine sets a new password, once, and ends every session', async () => {
    const account = await newAccount('sang.cao');
    const cookie = jar(await signIn('sang.cao'));
    const { uri } = await one.app.auth.enableSecondFactor(PASSWORD, new Headers({ cookie }));
    const on = await one.app.auth.confirmSecondFactor(totp(uri, Date.now() - 30_000), new Headers({ cookie }));
    const signedIn = on.cookies.map((line) => line.split(';', 1)[0]).join('; ');
    expect(await one.app.auth.makeResetToken('nobody', false)).toBeUndefined();
    const token = (await one.app.auth.makeResetToken('sang.cao', true)) ?? '';
    const reset = (body: unknown) => postJson(one.hono, '/api/password-reset', body, from());
    expect((await reset({ token: 'guess', password: 'mật khẩu mới toanh' })).status).toBe(400);
    expect((await reset({ token, password: 'ngắn' })).status).toBe(422);
    expect((await reset({ token, password: 'mật khẩu mới toanh' })).status).toBe(204);
    expect((await reset({ token, password: 'một lần nữa thôi mà' })).status).toBe(400);
    expect((await me(signedIn)).status).toBe(401);
    expect((await signIn('sang.cao')).status).toBe(401);
    expect((await signIn('sang.cao', 'mật khẩu mới toanh')).status).toBe(200);
    expect(await audits('account.password-reset', account)).toHaveLength(1);
  });

  test('nothing that was typed stands in the log', () => {
    const lines = one.logged.join('\n');
    for (const typed of [PASSWORD, 'mật khẩu mới', 'nobody.here', 'phuc.ngo']) expect(lines).not.toContain(typed);
  });
});
