/** What the office says of scans, and what it made of held items. What was there before stays as it was. */
import { type Kysely, type Migration, sql } from 'kysely';
import type { Db } from '../port.ts';
import { createTables, day, flag, oneOf, size, TYPES } from './tables.ts';

const INDEXES = [
  'index office_correction_event on office_correction (school_id, event_id, feed)',
  'index office_correction_feed on office_correction (school_id, feed)',
  // Rounds are few: a day's, and the evening's before, without a look at its scans.
  "index gate_event_round on gate_event (school_id, at) where kind = 'round'",
  'index held_event_open on held_event (school_id, received_at desc, hash desc) where resolved_at is null',
  'index held_event_resolved on held_event (school_id, resolved_at desc, hash desc) where resolved_at is not null',
];

const STATISTICS = {
  office_correction_event: ['office_correction', '10000 500 2 1'],
  office_correction_feed: ['office_correction', '10000 500 1'],
  gate_event_round: ['gate_event', '20000 1000 2'],
  held_event_received: ['held_event', '1000 50 2'],
  held_event_open: ['held_event', '100 5 1 1'],
  held_event_resolved: ['held_event', '1000 50 2 1'],
} as const;

export const corrections = (engine: Db['engine']): Migration => ({
  async up(db: Kysely<unknown>) {
    const { text, int } = TYPES[engine];
    const run = (statement: string) => sql.raw(statement).execute(db);
    await createTables(db, engine, {
      office_correction: `school_id ${text} not null ${size('school_id', 1, 64)}, id ${text} not null ${size('id', 1, 64)},
        event_id ${text} not null ${size('event_id', 1, 64)}, event_day ${text} not null ${day('event_day')},
        fix ${text} not null ${oneOf('fix', 'in', 'out', 'void', 'left')}, left_at ${int}, estimated ${int} not null ${flag('estimated')},
        reason ${text} not null, note ${text} not null, account_id ${text} not null, account_name ${text} not null, at ${int} not null,
        feed ${int} not null check (feed >= 1), primary key (school_id, id), check ((fix = 'left') = (left_at is not null))`,
    });
    await run(`alter table held_event add column resolved_at ${int}`);
    for (const name of ['resolved_by', 'resolved_name', 'how', 'why', 'note', 'made_id']) {
      await run(`alter table held_event add column ${name} ${text}`);
    }
    for (const index of INDEXES) await run(`create ${index}`);
    if (engine === 'sqlite') {
      for (const [index, [table, stat]] of Object.entries(STATISTICS)) {
        await sql`insert into sqlite_stat1 (tbl, idx, stat) values (${table}, ${index}, ${stat})`.execute(db);
      }
    }
  },
});
