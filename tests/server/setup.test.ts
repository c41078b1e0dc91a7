import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../../server/context.ts';
import { announceSetUp, readInstallation } from '../../server/setup/installation.ts';
import type { Me, SetUpAnswer, SetUpInput } from '../../shared/api/accounts.schema.ts';
import type { PosterView, SchoolView } from '../../shared/api/schools.schema.ts';
import { Problem } from '../../shared/problem.ts';
import { openTestApp, type TestApp } from '../app.ts';
import { ENGINES, newDatabase, type TestDatabase } from '../engines.ts';
import { makeSchool, postJson, TestKiosk } from '../fixtures/world.ts';
import { INPUT, LOOPBACK, openInstallation } from './set-up-kit.ts';

describe.each(ENGINES)('set-up (%s)', (engine) => {
  let database: TestDatabase;
  let one: Awaited<ReturnType<typeof openInstallation>>;

  beforeEach(async () => {
    database = await newDatabase(engine);
    one = await openInstallation(database);
  });
  afterEach(async () => {
    await one.close();
    await database.remove();
  });

  const setUp = (change: Partial<SetUpInput> = {}) =>
    postJson(one.hono, '/api/set-up', { ...INPUT, token: one.token, ...change }, LOOPBACK);
  const get = async <T>(path: string, cookie: string): Promise<T> =>
    (await (await one.hono.request(path, { headers: { cookie, host: LOOPBACK.host } })).json()) as T;
  const cookieOf = (response: Response): string =>
    response.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .join('; ');

  test('a fresh installation has no account at all (AD20), and says where to begin', async () => {
    expect(one.printed.at(-1)).toMatch(/^http:\/\/localhost:8787\/admin\/set-up#token=[\w-]{32}$/);
    expect(await get('/api/set-up', '')).toEqual({ done: false, publicUrl: null, port: 8787, https: false });
    for (const login of ['admin', 'root', 'quacong', '']) {
      const response = await postJson(one.hono, '/api/session', { login, password: login }, LOOPBACK);
      expect(response.status, login).toBe(401);
    }
  });

  test('the link makes the first administrator, school, gates and posters, records the address, and signs in', async () => {
    const response = await setUp();
    expect(response.status).toBe(201);
    const { school, words } = (await response.json()) as SetUpAnswer;
    expect(words).toHaveLength(24);
    const cookie = cookieOf(response);
    const me = await get<Me>('/api/me', cookie);
    expect(me).toMatchObject({ login: 'quan.tri', name: 'Nguyễn Văn Thử', secondFactor: false, recoveryUnconfirmed: true });
    expect(me.grants.map(({ unit, role }) => `${unit} ${role}`).sort()).toEqual([`${school} operator`, `${school} school-admin`]);
    const view = await get<SchoolView>(`/api/schools/${school}`, cookie);
    expect(view.gates.map(({ number, name }) => [number, name])).toEqual([
      [1, 'Cổng chính'],
      [2, 'Cổng phụ'],
    ]);
    expect(view.actions).toEqual(expect.arrayContaining(['installation.manage', 'school.create', 'school.manage', 'log.export']));
    const { posters } = await get<{ posters: PosterView[] }>(`/api/schools/${school}/posters`, cookie);
    expect(posters.map(({ gate, trial }) => [gate?.name ?? null, trial])).toEqual([
      [null, false],
      ['Cổng chính', false],
      ['Cổng phụ', false],
    ]);
    expect(posters.every(({ link }) => link.startsWith('https://cong.truong.example/p/'))).toBe(true);
    expect(one.installation.publicUrl).toBe('https://cong.truong.example');
    expect(one.installation.origins).toContain('https://cong.truong.example');
    // Also after a restart.
    expect((await readInstallation(one.app.db, one.app.config)).publicUrl).toBe('https://cong.truong.example');
  });

  test('the link works once, and no other one does', async () => {
    expect((await setUp({ token: 'x'.repeat(32) })).status).toBe(401);
    expect((await setUp({ token: '' })).status).toBe(401);
    expect((await setUp()).status).toBe(201);
    for (const login of ['quan.tri', 'nguoi.khac']) {
      const again = await setUp({ login });
      expect(again.status).toBe(409);
      expect(await again.json()).toMatchObject({ code: 'setup-done' });
    }
    expect(await one.app.auth.findAccount('nguoi.khac')).toBeUndefined();
    const printed: string[] = [];
    await announceSetUp(one.app, 'http://localhost:8787', (line) => printed.push(line));
    expect(printed).toEqual([]);
  });

  test('every start prints a new link and the old one ends', async () => {
    const printed: string[] = [];
    await announceSetUp(one.app, 'http://localhost:8787', (line) => printed.push(line));
    expect((await setUp()).status).toBe(401);
    expect((await setUp({ token: printed.join('').split('#token=')[1] ?? '' })).status).toBe(201);
  });

  test('of two at once one wins, and the other leaves nothing', async () => {
    const answers = await Promise.all([setUp(), setUp({ login: 'nguoi.khac' })]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409]);
    const accounts = await Promise.all(['quan.tri', 'nguoi.khac'].map((login) => one.app.auth.findAccount(login)));
    expect(accounts.filter((account) => account !== undefined)).toHaveLength(1);
  });

  test('a save that fails leaves no account behind, and the link can be used again', async () => {
    const { db } = one.app;
    const full: App['db'] = {
      engine: db.engine,
      build: db.build,
      read: (scope, work) => db.read(scope, work),
      save: () => Promise.reject(new Problem('storage-full')),
      snapshot: (scope, work) => db.snapshot(scope, work),
      onFeed: (listener) => db.onFeed(listener),
      close: () => db.close(),
    };
    one.app.db = full;
    expect((await setUp()).status).toBe(507);
    one.app.db = db;
    expect(await one.app.auth.findAccount('quan.tri')).toBeUndefined();
    expect((await setUp()).status).toBe(201);
  });

  test('an account that a power cut left without rights is replaced', async () => {
    const left = await one.app.auth.createAccount({ login: 'quan.tri', password: 'mật khẩu lần trước', name: 'Trước' });
    expect((await setUp()).status).toBe(201);
    expect(await one.app.auth.findAccount('quan.tri')).not.toBe(left);
  });

  const WRONG: [string, Partial<SetUpInput>, string][] = [
    ['http on the school network', { publicUrl: 'http://192.168.1.10:8787' }, '/publicUrl'],
    ['an address with a path', { publicUrl: 'https://truong.example/cong' }, '/publicUrl'],
    ['javascript', { publicUrl: 'javascript:alert(1)' }, '/publicUrl'],
    ['a look-alike login (AD17)', { login: 'аdmin' }, '/login'],
    ['a full-width login (AD17)', { login: 'ａdmin' }, '/login'],
    ['a short password', { password: 'ngắn' }, '/password'],
    ['a password over 128 characters', { password: 'x'.repeat(129) }, '/password'],
    ['a gate twice', { gates: ['Cổng', 'Cổng '] }, '/gates/1'],
    ['a commune of another province', { school: { ...INPUT.school, province: '04' } }, '/school/commune'],
    ['no name left', { name: '\u200b' }, '/name'],
  ];
  test('what is wrong is refused at its field, and nothing is made', async () => {
    for (const [name, change, at] of WRONG) {
      const response = await setUp(change);
      expect(response.status, name).toBe(422);
      const { errors } = (await response.json()) as { errors: { at: string }[] };
      expect(
        errors.map((error) => error.at),
        name,
      ).toEqual([at]);
    }
    expect(await get('/api/set-up', '')).toMatchObject({ done: false });
    expect(await one.app.auth.findAccount(INPUT.login)).toBeUndefined();
  });

  test('four words at four places confirm the recovery sheet; guessing is slow and told nothing', async () => {
    const response = await setUp();
    const cookie = cookieOf(response);
    const { words } = (await response.json()) as SetUpAnswer;
    const confirm = (places: readonly number[], change: (word: string, index: number) => string = (word) => word) =>
      postJson(
        one.hono,
        '/api/recovery/confirm',
        { words: places.map((place, index) => ({ place, word: change(words[place - 1] ?? '', index) })) },
        { ...LOOPBACK, cookie },
      );
    const refused = await Promise.all([
      confirm([2, 9, 17, 24], (word, index) => (index === 3 ? 'zebra' : word)),
      confirm([2, 2, 2, 2]),
      confirm([2, 9, 17]),
      confirm([0, 9, 17, 24], () => ''),
      confirm([]),
    ]);
    expect(refused.map((answer) => answer.status)).toEqual([422, 422, 422, 422, 422]);
    expect(new Set(await Promise.all(refused.map((answer) => answer.text()))).size).toBe(1);
    expect((await get<Me>('/api/me', cookie)).recoveryUnconfirmed).toBe(true);
    expect((await confirm([2, 9, 17, 24], (word) => ` ${word.toUpperCase()} `)).status).toBe(204);
    expect((await get<Me>('/api/me', cookie)).recoveryUnconfirmed).toBe(false);
    for (let i = 0; i < 4; i++) await confirm([1, 2, 3, 4], () => 'zebra');
    expect((await confirm([2, 9, 17, 24])).status).toBe(429);
  });

  test('npm run admin -- reset prints a link that sets a new password while the server runs', async () => {
    await setUp();
    const run = (...args: string[]) =>
      promisify(execFile)(process.execPath, ['--import', 'tsx', 'server/bin/admin.ts', ...args], {
        env: {
          ...process.env,
          DATA_DIR: database.config.dataDir,
          KEY_DIR: one.app.config.keyDir,
          ...(database.config.databaseUrl ? { DATABASE_URL: database.config.databaseUrl } : {}),
        },
      });
    await expect(run('reset', 'nobody')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('no account named nobody') });
    await expect(run('delete')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('Usage') });
    const { stdout } = await run('reset', 'quan.tri');
    const link = /https:\/\/cong\.truong\.example\/admin\/reset#token=([\w-]+)\n$/.exec(stdout);
    const answer = await postJson(one.hono, '/api/password-reset', { token: link?.[1] ?? '', password: 'mật khẩu mới toanh' }, LOOPBACK);
    expect(answer.status).toBe(204);
    const signIn = (password: string) => postJson(one.hono, '/api/session', { login: 'quan.tri', password }, LOOPBACK);
    expect((await signIn(INPUT.password)).status).toBe(401);
    expect((await signIn('mật khẩu mới toanh')).status).toBe(200);
    const rows = await one.app.db.read('system', (query) =>
      query.selectFrom('audit').selectAll().where('action', '=', 'account.reset-link-made').execute(),
    );
    expect(rows).toMatchObject([{ actor: 'machine' }]);
  });
});

describe.each(ENGINES)('the recorded address (%s)', (engine) => {
  let database: TestDatabase;
  let one: TestApp;
  const OLD = 'https://cu.truong.example';
  const NEW = 'https://moi.truong.example';

  beforeEach(async () => {
    database = await newDatabase(engine);
    one = await openTestApp(database, OLD);
  });
  afterEach(async () => {
    await one.close();
    await database.remove();
  });
  const start = (publicUrl: string | null, publicUrlAliases: readonly string[] = []) =>
    readInstallation(one.app.db, { ...one.app.config, publicUrl, publicUrlAliases });

  test('stays when PUBLIC_URL is left away, and changes freely before there are kiosks', async () => {
    expect((await start(null)).publicUrl).toBeNull();
    expect((await start(OLD)).publicUrl).toBe(OLD);
    expect((await start(null)).publicUrl).toBe(OLD);
    expect((await start(NEW)).publicUrl).toBe(NEW);
    expect((await start(null)).origins).toEqual([NEW, 'http://localhost:8787', 'http://127.0.0.1:8787', 'http://[::1]:8787']);
  });

  test('is kept for paired kiosks: a change needs the old name as an alias, or no kiosk left', async () => {
    await start(OLD);
    const kiosk = await new TestKiosk(await makeSchool(one.app)).pair(one.app);
    await expect(start(NEW)).rejects.toThrow(`PUBLIC_URL_ALIASES=${OLD}`);
    expect((await start(null)).publicUrl).toBe(OLD);
    const moved = await start(NEW, [OLD]);
    expect([moved.publicUrl, moved.origins.includes(OLD)]).toEqual([NEW, true]);
    await expect(start(OLD)).rejects.toThrow('1 paired kiosk');
    const revoke = one.app.db.build.updateTable('kiosk').set({ revoked_at: 1 }).where('id', '=', kiosk.id).compile();
    await one.app.db.save('system', [{ query: revoke }]);
    expect((await start(OLD)).publicUrl).toBe(OLD);
  });
});
