/** Where accounts, password hashes and sessions live: auth.db beside the data, or schema `auth` of the same PostgreSQL. */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, PostgresDialect } from 'kysely';
import type { Config } from '../config.ts';

/** Only one process may bring the tables up to date at a time. */
const MIGRATION_LOCK = 7_415_071_001;

/** Types of int8 and the like do not matter here: the library's tables have none. */
interface PostgresTarget {
  db: Kysely<Record<string, never>>;
  type: 'postgres';
  schemaName: string;
  transaction: true;
}

export interface AuthDatabase {
  /** What the library takes as `database`. */
  target: Database.Database | PostgresTarget;
  /** Runs `migrate` alone, then makes sure that what is written is durable. */
  migrated(migrate: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export const openAuthDatabase = async (config: Pick<Config, 'dataDir' | 'databaseUrl'>): Promise<AuthDatabase> =>
  config.databaseUrl === null ? openSqlite(config.dataDir) : await openPostgres(config.databaseUrl);

function openSqlite(dataDir: string): AuthDatabase {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'auth.db');
  const db = new Database(file, { timeout: 5000 });
  chmodSync(file, 0o600);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  return {
    target: db,
    async migrated(migrate) {
      await migrate();
      // Read after a write: a new WAL file answers 2 before its first write whatever was asked for.
      db.pragma('user_version = 1');
      if (db.pragma('synchronous', { simple: true }) !== 2) throw new Error(`${file}: synchronous is not FULL`);
    },
    async close() {
      db.close();
    },
  };
}

async function openPostgres(databaseUrl: string): Promise<AuthDatabase> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  // An idle connection that breaks (the database restarts) is dropped by the pool; the next query opens another or says why not.
  pool.on('error', () => undefined);
  const db = new Kysely<Record<string, never>>({ dialect: new PostgresDialect({ pool }) });
  return {
    target: { db, type: 'postgres', schemaName: 'auth', transaction: true },
    async migrated(migrate) {
      const client = await pool.connect();
      try {
        // Held by a transaction, so that it also works through a pooler that shares connections.
        await client.query('begin');
        await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
        await migrate();
        const { rows } = await client.query<{ synchronous_commit: string }>('show synchronous_commit');
        if (rows[0]?.synchronous_commit === 'off') throw new Error('PostgreSQL: synchronous_commit must not be off');
      } finally {
        await client.query('rollback');
        client.release();
      }
    },
    async close() {
      await db.destroy();
      // A pool that was never asked is not the driver's to end.
      if (!pool.ended) await pool.end();
    },
  };
}
