/** The port on PostgreSQL: a save is one transaction; conflicts wait on row locks. */
import { PostgresDialect } from 'kysely';
import pg from 'pg';
import { Problem } from '../../shared/problem.ts';
import { compilingBuilder, executingBuilder } from './builder.ts';
import { FeedWatch } from './feed.ts';
import { migrate, migrationKysely } from './migrate.ts';
import type { Builder, Db, Saved, Scope, Statement } from './port.ts';
import { beginText, PostgresConnection, TYPES } from './postgres-connection.ts';

/** Serialisation failure and deadlock: the loser tries again. */
const RETRY = new Set(['40001', '40P01']);
const TRIES = 6;
const DISK_FULL = '53100';

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

const poolOf = (databaseUrl: string, max: number): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max,
    types: TYPES,
    connectionTimeoutMillis: 10_000,
    application_name: 'quacong',
  });
  // An idle connection that breaks is replaced at the next query, which reports its own error.
  pool.on('error', () => undefined);
  return pool;
};

/** Runs work in a transaction; a connection whose rollback fails is thrown away. */
async function inTransaction<T>(pool: pg.Pool, begin: string, work: (connection: PostgresConnection) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(new PostgresConnection(client));
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((lost: unknown) => {
      broken = lost instanceof Error ? lost : new Error(String(lost));
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

async function save(pool: pg.Pool, scope: Scope, statements: readonly Statement[]): Promise<Saved[]> {
  for (let tries = 1; ; tries++) {
    try {
      return await inTransaction(pool, beginText('', scope), async (connection) => {
        const all: Saved[] = [];
        for (const statement of statements) {
          const saved = await connection.run(statement.query);
          if (statement.expect && saved.affected !== statement.expect.rows) throw new Problem(statement.expect.otherwise);
          all.push(saved);
        }
        return all;
      });
    } catch (error) {
      if (codeOf(error) === DISK_FULL) throw new Problem('storage-full');
      if (!RETRY.has(codeOf(error)) || tries >= TRIES) throw error;
      // Losers that come back at once would meet again.
      await new Promise((resolve) => setTimeout(resolve, 5 * 2 ** tries * Math.random()));
    }
  }
}

const read = async <T>(pool: pg.Pool, scope: Scope, work: (query: Builder) => Promise<T>): Promise<T> =>
  inTransaction(pool, beginText('isolation level repeatable read read only', scope), (connection) =>
    work(executingBuilder('postgres', connection)),
  );

const ROLE_HELP = `Make an ordinary role and give it a database of its own:
  create role quacong login password '…';
  create database quacong owner quacong encoding 'UTF8' template template0;
and put it into DATABASE_URL=postgres://quacong:…@host/quacong`;

interface ServerState {
  commit: string;
  fsync: string;
  encoding: string;
  superuser: boolean;
  bypass: boolean;
}

/** Why we do not run here (acknowledged rows could be lost, or row-level security would not bind the role), or undefined. */
export function unfit(state: ServerState): string | undefined {
  if (state.commit === 'off' || state.fsync !== 'on') {
    return `PostgreSQL is not durable here (synchronous_commit=${state.commit}, fsync=${state.fsync}): set both to on, for QuaCổng answers only after a commit.`;
  }
  if (state.encoding !== 'UTF8') return `The database has the encoding ${state.encoding}; it must be UTF8.\n${ROLE_HELP}`;
  if (state.superuser || state.bypass) return `The role of DATABASE_URL is a superuser or bypasses row-level security.\n${ROLE_HELP}`;
  return undefined;
}

/** @throws Error saying what to change */
async function assertFit(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<ServerState>(
    `select current_setting('synchronous_commit') as commit, current_setting('fsync') as fsync,
       current_setting('server_encoding') as encoding, rolsuper as superuser, rolbypassrls as bypass
     from pg_roles where rolname = current_user`,
  );
  const [state] = rows;
  const reason = state ? unfit(state) : 'PostgreSQL does not tell the rights of this role.';
  if (reason) throw new Error(reason);
}

/** @throws Error with a sentence for the operator */
export async function openPostgres(databaseUrl: string): Promise<Db> {
  const pool = poolOf(databaseUrl, 10);
  // Long reads have connections of their own, so that they never take those of the gates.
  const longReads = poolOf(databaseUrl, 3);
  const close = async (): Promise<void> => {
    await Promise.all([pool.end(), longReads.end()]);
  };
  try {
    await assertFit(pool);
    const migration = migrationKysely(new PostgresDialect({ pool: poolOf(databaseUrl, 2) }));
    try {
      await migrate('postgres', migration, async () => undefined);
    } finally {
      await migration.destroy();
    }
  } catch (error) {
    await close();
    throw error;
  }
  const feeds = new FeedWatch();
  return Object.freeze({
    engine: 'postgres',
    build: compilingBuilder('postgres'),
    read: (scope, work) => read(pool, scope, work),
    async save(scope, statements) {
      const saved = await save(pool, scope, statements);
      feeds.tell(statements, saved);
      return saved;
    },
    snapshot: (scope, work) => read(longReads, scope, work),
    onFeed: (listener) => feeds.on(listener),
    close,
  } satisfies Db);
}
