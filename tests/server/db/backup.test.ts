import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { backupData } from '../../../server/db/backup.ts';
import { copyDatabase } from '../../../server/db/copy.ts';
import { advanceFeed } from '../../../server/db/feed.ts';
import { openDb, sqliteFile } from '../../../server/db/open.ts';
import { type Db, schoolScope } from '../../../server/db/port.ts';
import { openKeyStore } from '../../../server/keys/store.ts';
import { DAY } from '../../../shared/clock.ts';
import { newDatabase } from '../../engines.ts';

const run = promisify(execFile);
const SCHOOL = 'school-backup';
const scope = schoolScope(SCHOOL);
const NOW = Date.parse('2026-11-18T02:00:00Z');
const place = { school: SCHOOL, table: 'declaration', row: 'r', class: 'identity', day: '2026-11-18' } as const;

let folder: string;
let dataDir: string;
let keyDir: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quacong-backup-'));
  dataDir = join(folder, 'data');
  keyDir = join(folder, 'keys');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const next = (db: Db) => db.save(scope, [advanceFeed(db.build, SCHOOL, 1)]);
const marks = (db: Db) => db.read(scope, (query) => query.selectFrom('backup_mark').selectAll().execute());

/** What `npm run backup` runs. */
async function command(extra: Record<string, string> = {}): Promise<{ code: number; out: string }> {
  const script = fileURLToPath(new URL('../../../server/bin/backup.ts', import.meta.url));
  const env = { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, KEY_DIR: keyDir, ...extra };
  return run(process.execPath, ['--import', 'tsx', script], { env }).then(
    ({ stdout }) => ({ code: 0, out: stdout }),
    (error: { code: number; stdout: string; stderr: string }) => ({ code: error.code, out: error.stdout + error.stderr }),
  );
}

it('copies data, accounts and keys apart while the server writes, and marks how far the copy reaches', async () => {
  const db = await openDb({ dataDir });
  const keys = openKeyStore(keyDir, { dataDir });
  const sealed = keys.seal(place, Uint8Array.of(1, 2, 3));
  const accounts = new Database(join(dataDir, 'auth.db'));
  accounts.exec("pragma journal_mode = WAL; create table user (id text); insert into user values ('u')");
  let going = true;
  let written = 0;
  const writing = (async () => {
    while (going) {
      await next(db);
      written++;
    }
  })();
  const { code, out } = await command();
  going = false;
  await writing;
  expect(out).toMatch(/quacong\.db: 100 %/);
  expect(code).toBe(0);

  const [stamp = ''] = readdirSync(join(dataDir, 'backups'));
  expect(stamp).toMatch(/^\d{8}T\d{6}Z$/);
  expect(readdirSync(join(dataDir, 'backups', stamp)).sort()).toEqual(['auth.db', 'quacong.db']);
  const [keyStamp = ''] = readdirSync(join(keyDir, 'backups'));
  expect(readdirSync(join(keyDir, 'backups', keyStamp))).toEqual(['keys.db']);

  const [mark] = await marks(db);
  const copy = new Database(join(dataDir, 'backups', stamp, 'quacong.db'), { readonly: true });
  const { value } = copy.prepare('select value from feed_counter').get() as { value: number };
  copy.close();
  expect(mark?.feed).toBe(value);
  expect(value).toBeGreaterThan(0);
  expect(value).toBeLessThan(written);
  accounts.close();
  keys.close();
  await db.close();

  // The copy is a database that starts, with keys that open.
  const restored = join(folder, 'restored');
  cpSync(join(dataDir, 'backups', stamp), join(restored, 'data'), { recursive: true });
  cpSync(join(keyDir, 'backups', keyStamp), join(restored, 'keys'), { recursive: true });
  cpSync(join(keyDir, 'root.key'), join(restored, 'keys', 'root.key'));
  const again = await openDb({ dataDir: join(restored, 'data') });
  const [counter] = await again.read(scope, (query) => query.selectFrom('feed_counter').selectAll().execute());
  expect(counter?.value).toBe(value);
  await again.close();
  const restoredKeys = openKeyStore(join(restored, 'keys'), { dataDir: join(restored, 'data') });
  expect(restoredKeys.open(place, sealed)).toEqual(Buffer.from([1, 2, 3]));
  restoredKeys.close();
}, 30_000);

it('marks nothing and leaves nothing unfinished when the keys do not open', async () => {
  const db = await openDb({ dataDir });
  await next(db);
  openKeyStore(keyDir).close();
  const raw = new Database(join(keyDir, 'keys.db'));
  raw.exec("insert into school_key (school, wrapped) values ('s', x'01020304')");
  raw.close();
  const { code, out } = await command();
  expect(code).toBe(1);
  expect(out).toMatch(/school\|s does not open/);
  expect(readdirSync(join(keyDir, 'backups'))).toEqual([]);
  expect(await marks(db)).toEqual([]);
  await db.close();
}, 30_000);

it('refuses a copy that differs', async () => {
  await (await openDb({ dataDir })).close();
  const bytes = readFileSync(sqliteFile(dataDir));
  bytes.fill(0xff, 4096 * 3 + 100, 4096 * 5);
  writeFileSync(sqliteFile(dataDir), bytes);
  await expect(copyDatabase(sqliteFile(dataDir), join(folder, 'copy.db'))).rejects.toThrow();
  await expect(backupData(dataDir, NOW)).rejects.toThrow();
  expect(readdirSync(join(dataDir, 'backups'))).toEqual([]);
});

it('removes backups that are too old, and only backups', async () => {
  await (await openDb({ dataDir })).close();
  const backups = join(dataDir, 'backups');
  for (const name of ['20261018T020000Z', '20261019T020001Z', '20261001T000000Z.unfinished', 'mine'])
    mkdirSync(join(backups, name), { recursive: true });
  await backupData(dataDir, NOW);
  expect(readdirSync(backups).sort()).toEqual(['20261019T020001Z', '20261118T020000Z', 'mine']);
  await expect(backupData(dataDir, NOW)).rejects.toThrow(/exists already/);
  await backupData(dataDir, NOW + 31 * DAY);
  expect(readdirSync(backups).sort()).toEqual(['20261219T020000Z', 'mine']);
});

it('copies the keys only when the data lies in PostgreSQL, and says so', async () => {
  const made = await newDatabase('postgres');
  openKeyStore(keyDir).close();
  const { code, out } = await command({ DATABASE_URL: made.config.databaseUrl ?? '' });
  expect(code).toBe(2);
  expect(out).toMatch(/pg_dump/);
  expect(readdirSync(join(keyDir, 'backups'))).toHaveLength(1);
  expect(existsSync(join(dataDir, 'backups'))).toBe(false);
  await made.remove();
}, 30_000);

it('says what is missing before the first start', async () => {
  const { code, out } = await command();
  expect(code).toBe(1);
  expect(out).toMatch(/npm start/);
}, 30_000);
