/** What was erased leaves no bytes in the live file: SQLite would keep them in free pages. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sqliteFile } from '../../server/db/open.ts';
import { uuidv7 } from '../../shared/ids.ts';
import { openTestApp, type TestApp } from '../app.ts';
import { newDatabase, type TestDatabase } from '../engines.ts';
import { child, declareOwned } from '../fixtures/own-record.ts';
import { makeSchool, postJson, random } from '../fixtures/world.ts';

let database: TestDatabase;
let server: TestApp;
beforeAll(async () => {
  database = await newDatabase('sqlite');
  server = await openTestApp(database);
});
afterAll(async () => {
  await server.close();
  await database.remove();
});

/** The file as it is once the write-ahead log has been emptied into it. */
function liveBytes(): Buffer {
  const file = sqliteFile(database.config.dataDir);
  const other = new Database(file);
  const [state] = other.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
  other.close();
  expect(state?.busy).toBe(0);
  return readFileSync(file);
}

it.each([
  ['erase', {}, ['identity', 'answers']],
  ['withdraw', { purposes: ['health'] }, ['answers']],
] as const)('%s', async (path, more, columns) => {
  const { app, hono } = server;
  const school = await makeSchool(app);
  // Others around it, so that its pages are not simply cut off.
  for (let i = 0; i < 30; i++) await declareOwned(server, school);
  const { record } = await declareOwned(server, school, {}, { companions: [child('Trần Bảo An')], together: true });
  for (let i = 0; i < 30; i++) await declareOwned(server, school);
  const rows = await app.db.read('system', (query) =>
    query
      .selectFrom('declaration')
      .select(['identity', 'answers', 'guardian_id', 'companions'])
      .where('school_id', '=', school.id)
      .execute(),
  );
  const secrets = rows
    .filter((row) => row.guardian_id !== null || row.companions > 0)
    .flatMap((row) => columns.map((column) => Buffer.from(row[column]).subarray(0, 40)));
  expect(secrets).toHaveLength(2 * columns.length);
  const before = liveBytes();
  for (const secret of secrets) expect(before.includes(secret)).toBe(true);

  expect((await postJson(hono, `/api/own-record/${path}`, { school: school.id, record, ...more })).status).toBe(200);
  const after = liveBytes();
  for (const secret of secrets) expect(after.includes(secret)).toBe(false);
});

it('keeps no name, number or key in the clear, neither before nor after', async () => {
  const { app, hono, logged } = server;
  const school = await makeSchool(app);
  const companions = [child('Chim Hoàng Yến')];
  const { record } = await declareOwned(
    server,
    school,
    { fullName: 'Sùng Thị Hoàng Yến', phone: '0987654321' },
    { companions, together: true },
  );
  const secrets = ['Hoàng Yến', '0987654321', record].map((text) => Buffer.from(text));
  const files = (): string[] =>
    [database.config.dataDir, app.config.keyDir].flatMap((dir) => readdirSync(dir).map((name) => join(dir, name)));
  const hold = (): void => {
    expect(files().length).toBeGreaterThan(2);
    for (const file of files().filter((name) => statSync(name).isFile()))
      for (const secret of secrets) expect([file, readFileSync(file).includes(secret)]).toEqual([file, false]);
    for (const secret of secrets) expect(logged.join('\n')).not.toContain(secret.toString());
  };
  hold();
  const id = uuidv7(app.clock(), random);
  const visit = { id, school: school.id, record, place: school.code, dir: 'in', at: app.clock() };
  expect((await postJson(hono, '/api/visits', visit)).status).toBe(201);
  for (const [path, more] of [
    ['', {}],
    ['/withdraw', { purposes: ['health'] }],
    ['/erase', {}],
    ['', {}],
  ] as const)
    expect((await postJson(hono, `/api/own-record${path}`, { school: school.id, record, ...more })).status).toBe(200);
  hold();
});
