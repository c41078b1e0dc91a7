/** All migrations, imported statically; a new one is added at the end and never edited after its release. */
import { type Migration, sql } from 'kysely';
import type { Db } from '../port.ts';
import { foundation } from './0001-foundation.ts';
import { corrections } from './0002-corrections.ts';
import { office } from './0003-office.ts';
import { alarms } from './0004-alarms.ts';
import { ownRecords } from './0005-own-records.ts';

export function migrationsFor(engine: Db['engine']): Record<string, Migration> {
  const all = {
    '0001-foundation': foundation(engine),
    '0002-corrections': corrections(engine),
    '0003-office': office(engine),
    '0004-alarms': alarms(engine),
    '0005-own-records': ownRecords(engine),
  };
  if (engine === 'sqlite') return all;
  return Object.fromEntries(Object.entries(all).map(([name, migration]) => [name, withAllSchools(migration)]));
}

/** Row-level security binds the owner too: a migration that moves rows must see all of them. */
const withAllSchools = (migration: Migration): Migration => ({
  async up(db) {
    await sql`select set_config('app.schools', '*', true)`.execute(db);
    await migration.up(db);
  },
});
