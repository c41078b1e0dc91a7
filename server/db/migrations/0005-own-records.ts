/**
 * What a visitor may do with the key that the phone made: open the own record, bring others along, note a visit at a
 * poster, withdraw and erase. The key itself is never stored.
 */
import { type Kysely, type Migration, sql } from 'kysely';
import type { Db } from '../port.ts';
import { createTables, oneOf, size, TYPES } from './tables.ts';

const INDEXES = [
  'unique index declaration_record on declaration (school_id, record_hash) where record_hash is not null',
  'index declaration_guardian on declaration (school_id, guardian_id, feed) where guardian_id is not null',
  // Few rows: what phones noted themselves.
  "index gate_event_poster on gate_event (school_id, subject) where kind = 'poster'",
  'index data_request_record on data_request (school_id, record_hash, asked_at)',
  "unique index data_request_erasure on data_request (school_id, record_hash) where kind = 'erasure'",
  'index data_request_asked on data_request (school_id, asked_at desc, id desc)',
  'index data_request_open on data_request (school_id, due_at) where done_at is null',
];

const STATISTICS = {
  declaration_record: ['declaration', '300000 15000 1'],
  declaration_guardian: ['declaration', '30000 1500 3 1'],
  gate_event_poster: ['gate_event', '100000 5000 2'],
  sqlite_autoindex_data_request_1: ['data_request', '1000 50 1'],
  sqlite_autoindex_data_request_2: ['data_request', '1000 50 1'],
  data_request_record: ['data_request', '1000 50 1 1'],
  data_request_erasure: ['data_request', '1000 50 1'],
  data_request_asked: ['data_request', '1000 50 1 1'],
  data_request_open: ['data_request', '10 1 1'],
} as const;

export const ownRecords = (engine: Db['engine']): Migration => ({
  async up(db: Kysely<unknown>) {
    const { text, int } = TYPES[engine];
    const run = (statement: string) => sql.raw(statement).execute(db);
    const few = (column: string): string => `${column} ${int} not null default 0 check (${column} between 0 and 8)`;
    await createTables(db, engine, {
      data_request: `school_id ${text} not null ${size('school_id', 1, 64)}, id ${text} not null ${size('id', 1, 64)},
        number ${text} not null ${size('number', 8, 8)}, kind ${text} not null ${oneOf('kind', 'withdrawal', 'erasure')},
        record_hash ${text} not null ${size('record_hash', 43, 43)}, purposes ${text} not null, asked_at ${int} not null,
        due_at ${int} not null, done_at ${int}, declarations ${int} not null, visits ${int} not null,
        primary key (school_id, id), unique (school_id, number)`,
    });
    await run(`alter table declaration add column record_hash ${text}`);
    await run(`alter table declaration add column guardian_id ${text}`);
    await run(`alter table declaration add column ${few('companions')}`);
    await run(`alter table gate_event add column ${few('companions')}`);
    for (const index of INDEXES) await run(`create ${index}`);
    if (engine === 'sqlite') {
      for (const [index, [table, stat]] of Object.entries(STATISTICS)) {
        await sql`insert into sqlite_stat1 (tbl, idx, stat) values (${table}, ${index}, ${stat})`.execute(db);
      }
    }
  },
});
