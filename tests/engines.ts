/** Every store is tested on both engines: PostgreSQL missing is a failure with a sentence how to get it, never a skip. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { type DbConfig, openDb } from '../server/db/open.ts';
import type { Db } from '../server/db/port.ts';
import { createDatabase } from './postgres.ts';

export const ENGINES = ['sqlite', 'postgres'] as const satisfies readonly Db['engine'][];

export interface TestDatabase {
  /** Settings that open the same database again. */
  config: DbConfig;
  /** Removes the database and its folder; every Db on it is closed already. */
  remove(): Promise<void>;
}

/** An empty place for a database, not yet migrated. */
export async function newDatabase(engine: Db['engine']): Promise<TestDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'quacong-data-'));
  const removeFolder = (): void => rmSync(dataDir, { recursive: true, force: true });
  if (engine === 'sqlite') return { config: { dataDir }, remove: async () => removeFolder() };
  const postgres = inject('postgres');
  if ('missing' in postgres) throw new Error(postgres.missing);
  const database = await createDatabase(postgres.adminUrl);
  return {
    config: { dataDir, databaseUrl: database.url },
    async remove() {
      removeFolder();
      await database.drop();
    },
  };
}

/**
 * `describe` once for each engine. `database()` is one migrated Db for the whole block (tests take rows and schools of
 * their own); it is closed and removed after it.
 */
export function describeEngines(name: string, body: (database: () => Db, engine: Db['engine']) => void): void {
  describe.each(ENGINES)(`${name} (%s)`, (engine) => {
    let made: TestDatabase | undefined;
    let db: Db | undefined;
    beforeAll(async () => {
      made = await newDatabase(engine);
      db = await openDb(made.config);
    });
    afterAll(async () => {
      await db?.close();
      await made?.remove();
    });
    body(() => {
      if (!db) throw new Error('the database is open only inside tests and hooks');
      return db;
    }, engine);
  });
}
