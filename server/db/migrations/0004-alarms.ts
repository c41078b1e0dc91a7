/** What the office is told without asking: a school's hours and addresses, and one row an alarm that stands or stood. */
import { type Kysely, type Migration, sql } from 'kysely';
import type { Db } from '../port.ts';
import { createTables, size, TYPES } from './tables.ts';

export const alarms = (engine: Db['engine']): Migration => ({
  async up(db: Kysely<unknown>) {
    const { text, int } = TYPES[engine];
    await createTables(db, engine, {
      alarm_setting: `school_id ${text} primary key, settings ${text} not null, version ${int} not null check (version >= 1)`,
      alarm: `school_id ${text} not null, kind ${text} not null ${size('kind', 1, 40)}, object ${text} not null, count ${int} not null,
        since ${int} not null, raised_at ${int} not null, cleared_at ${int}, mailed_at ${int}, seen_at ${int}, seen_by ${text},
        primary key (school_id, kind, object)`,
    });
    await sql.raw('create index declaration_day on declaration (school_id, day, place_id)').execute(db);
    if (engine === 'sqlite') {
      await sql`insert into sqlite_stat1 (tbl, idx, stat) values ('declaration', 'declaration_day', '300000 15000 300 100')`.execute(db);
    }
  },
});
