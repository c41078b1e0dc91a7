/** Opens the database that the settings name, brings its schema up to date, and gives the port to it. */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { backupData } from './backup.ts';
import { migrate, migrationKysely, sqliteMigrationDialect } from './migrate.ts';
import type { Db } from './port.ts';
import { openSqlite } from './sqlite.ts';
import { openWritable } from './sqlite-connection.ts';

export interface DbConfig {
  /** postgres://…; without it SQLite in `dataDir`. */
  databaseUrl?: string | null | undefined;
  dataDir: string;
}

export const sqliteFile = (dataDir: string): string => join(dataDir, 'quacong.db');

/**
 * @throws Error with a sentence for the operator: not durable, newer than this code, role too powerful, unreachable
 */
export async function openDb(config: DbConfig): Promise<Db> {
  if (config.databaseUrl) return (await import('./postgres.ts')).openPostgres(config.databaseUrl);
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const file = sqliteFile(config.dataDir);
  const kysely = migrationKysely(sqliteMigrationDialect(openWritable(file)));
  try {
    chmodSync(file, 0o600);
    await migrate('sqlite', kysely, async () => {
      await backupData(config.dataDir, Date.now());
    });
  } finally {
    await kysely.destroy();
  }
  return openSqlite(file);
}
