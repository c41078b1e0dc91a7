/** Brings a database to this version's schema, in one transaction; refuses one that is newer. */
import type Database from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  Kysely,
  type Migration,
  Migrator,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  sql,
} from 'kysely';
import { migrationsFor } from './migrations/index.ts';
import type { Db } from './port.ts';

type Engine = Db['engine'];
const TABLE = 'kysely_migration';

/** Kysely runs SQLite migrations without a transaction; SQLite can do better, and a start killed half-way leaves nothing. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
/** Two starts at once: the second waits at BEGIN, then finds the work done. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

export function sqliteMigrationDialect(database: Database.Database): Dialect {
  const plain = new SqliteDialect({ database });
  return {
    createAdapter: () => new TransactionalAdapter(),
    createDriver: () => new ImmediateDriver({ database }),
    createIntrospector: (db) => plain.createIntrospector(db),
    createQueryCompiler: () => plain.createQueryCompiler(),
  };
}

/** What has to be done to a database whose executed migrations are given. @throws Error when it is newer than this code. */
function pendingMigrations(known: readonly string[], executed: readonly string[]): string[] {
  const unknown = executed.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Error(
      `This database was written by a newer QuaCổng (it has ${unknown.join(', ')}). Start that version, or restore a backup made by this one.`,
    );
  }
  return known.filter((name) => !executed.includes(name));
}

/**
 * Runs what is pending. `before` is called first when the database exists already (the backup).
 * @throws Error when a migration fails (nothing of it stays) or the database is newer
 */
export async function migrate(
  engine: Engine,
  db: Kysely<unknown>,
  before: () => Promise<void>,
  migrations: Record<string, Migration> = migrationsFor(engine),
): Promise<void> {
  const executed = await executedMigrations(db);
  if (pendingMigrations(Object.keys(migrations), executed).length === 0) return;
  if (executed.length > 0) await before();
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

async function executedMigrations(db: Kysely<unknown>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === TABLE)) return [];
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(TABLE)} order by name`.execute(db);
  return rows.map((row) => row.name);
}

export const migrationKysely = (dialect: Dialect): Kysely<unknown> => new Kysely<unknown>({ dialect });
