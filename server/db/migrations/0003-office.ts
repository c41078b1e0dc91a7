/** Filters that people of the office keep, and the index by which the few scans that were not green are found. */
import { type Kysely, type Migration, sql } from 'kysely';
import type { Db } from '../port.ts';
import { createTables, size, TYPES } from './tables.ts';

export const office = (engine: Db['engine']): Migration => ({
  async up(db: Kysely<unknown>) {
    const { text, int } = TYPES[engine];
    await createTables(db, engine, {
      saved_filter: `school_id ${text} not null, account_id ${text} not null ${size('account_id', 1, 64)},
        id ${text} not null ${size('id', 1, 64)}, name ${text} not null ${size('name', 1, 400)}, filter ${text} not null, created_at ${int} not null,
        primary key (school_id, account_id, id), unique (school_id, account_id, name)`,
    });
    // A page of refusals must not walk a year of green scans.
    await sql.raw("create index gate_event_held on gate_event (school_id, colour, at desc, id desc) where colour <> 'green'").execute(db);
    if (engine === 'sqlite') {
      await sql`insert into sqlite_stat1 (tbl, idx, stat) values ('gate_event', 'gate_event_held', '20000 1000 500 2 1')`.execute(db);
    }
  },
});
