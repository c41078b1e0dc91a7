import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate, migrationKysely, sqliteMigrationDialect } from '../../../server/db/migrate.ts';
import { migrationsFor } from '../../../server/db/migrations/index.ts';
import { openDb, sqliteFile } from '../../../server/db/open.ts';
import type { Db } from '../../../server/db/port.ts';
import { ENGINES, newDatabase, type TestDatabase } from '../../engines.ts';

const run = promisify(execFile);
const epochOf = async (db: Db): Promise<string | undefined> =>
  (await db.read('system', (query) => query.selectFrom('installation').select('value').where('name', '=', 'epoch').executeTakeFirst()))
    ?.value;

describe.each(ENGINES)('migrations (%s)', (engine) => {
  let made: TestDatabase;
  beforeEach(async () => {
    made = await newDatabase(engine);
  });
  afterEach(() => made.remove());

  const kysely = () =>
    migrationKysely(
      made.config.databaseUrl
        ? new PostgresDialect({ pool: new pg.Pool({ connectionString: made.config.databaseUrl, max: 2 }) })
        : sqliteMigrationDialect(new Database(sqliteFile(made.config.dataDir))),
    );

  it('writes an epoch once, and two starts at the same time do the work once', async () => {
    const script = fileURLToPath(new URL('./opener.ts', import.meta.url));
    const open = async () =>
      (await run(process.execPath, ['--import', 'tsx', script, made.config.dataDir, made.config.databaseUrl ?? ''])).stdout;
    const epochs = await Promise.all([open(), open()]);
    expect(epochs[0]).toMatch(/^[\w-]{22}$/);
    expect(epochs[1]).toBe(epochs[0]);
    const again = await openDb(made.config);
    expect(await epochOf(again)).toBe(epochs[0]);
    await again.close();
  }, 30_000);

  it('refuses a database that is newer', async () => {
    await (await openDb(made.config)).close();
    const db = kysely();
    await sql`insert into kysely_migration (name, timestamp) values ('9999-from-the-future', '2030')`.execute(db);
    await db.destroy();
    await expect(openDb(made.config)).rejects.toThrow(/newer QuaCổng \(it has 9999-from-the-future\)/);
  });

  it('calls for a backup before it changes a database that exists, and leaves nothing of a migration that fails', async () => {
    await (await openDb(made.config)).close();
    const db = kysely();
    let backups = 0;
    const failing = {
      ...migrationsFor(engine),
      '9998-fails': {
        async up(on: typeof db) {
          await sql`create table half_way (id text primary key)`.execute(on);
          await sql`insert into there_is_no_such_table values (1)`.execute(on);
        },
      },
    };
    const backup = async (): Promise<void> => {
      backups++;
    };
    await migrate(engine, db, backup);
    expect(backups).toBe(0);
    await expect(migrate(engine, db, backup, failing)).rejects.toThrow(/there_is_no_such_table/);
    expect(backups).toBe(1);
    expect((await db.introspection.getTables()).map((table) => table.name)).not.toContain('half_way');
    await db.destroy();
    await (await openDb(made.config)).close();
  });
});

describe('a new data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quacong-new-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('can be read by its owner only, and is one file after a clean stop', async () => {
    const dataDir = join(folder, 'data');
    await (await openDb({ dataDir })).close();
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(statSync(sqliteFile(dataDir)).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir)).toEqual(['quacong.db']);
    expect(existsSync(join(dataDir, 'backups'))).toBe(false);
  });
});
