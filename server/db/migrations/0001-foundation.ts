/**
 * Every table of schema.ts. A table with `school_id` has it first in its primary key, unique constraints and foreign keys,
 * so that the same schema shards or partitions by school later (tests/server/db/schema-rule.test.ts reads it back).
 * Checks are the same on both engines; what the strict edge refuses anyway is checked here only where a wrong value
 * would do lasting harm. `octet_length` exists in both.
 */
import { randomBytes } from 'node:crypto';
import { type Kysely, type Migration, sql } from 'kysely';
import type { Db } from '../port.ts';
import { createTables, day, flag, oneOf, size, TYPES } from './tables.ts';

/** Table by table, in the order of their foreign keys. */
function tables(engine: Db['engine']): Record<string, string> {
  const { text, int, bytes } = TYPES[engine];
  return {
    installation: `name ${text} primary key, value ${text} not null`,
    unit: `id ${text} primary key ${size('id', 1, 64)}, kind ${text} not null, created_at ${int} not null`,
    unit_span: `unit_id ${text} not null references unit (id), from_day ${text} not null ${day('from_day')},
      to_day ${text} ${day('to_day')}, parent_id ${text} references unit (id), path ${text} not null check (path like '/%/'),
      name ${text} not null, province ${text}, commune ${text},
      primary key (unit_id, from_day), check (to_day is null or to_day >= from_day)`,
    access_grant: `account_id ${text} not null, unit_id ${text} not null references unit (id), role ${text} not null,
      from_day ${text} not null ${day('from_day')}, to_day ${text} ${day('to_day')},
      primary key (account_id, unit_id, role, from_day)`,
    school: `school_id ${text} primary key ${size('school_id', 1, 64)}, name ${text} not null, short_name ${text} not null,
      kind ${text} not null, street ${text} not null, phone ${text} not null, line ${text} not null, contact ${text} not null,
      policy ${text} not null, version ${int} not null check (version >= 1), created_at ${int} not null`,
    gate: `school_id ${text} not null references school (school_id), id ${text} not null, number ${int} not null check (number between 1 and 255),
      name ${text} not null, direction ${text} not null ${oneOf('direction', 'in', 'out', 'both')},
      active ${int} not null ${flag('active')}, version ${int} not null check (version >= 1),
      primary key (school_id, id), unique (school_id, number)`,
    operator: `school_id ${text} not null references school (school_id), id ${text} not null, name ${text} not null,
      pin_salt ${text} not null, pin_hash ${text} not null, active ${int} not null ${flag('active')}, primary key (school_id, id)`,
    place: `school_id ${text} not null references school (school_id), id ${text} not null, code ${text} not null, gate_id ${text},
      made_at ${int} not null, withdrawn_at ${int}, primary key (school_id, id), unique (school_id, code),
      foreign key (school_id, gate_id) references gate (school_id, id)`,
    place_code: `code ${text} primary key ${size('code', 6, 6)}, unit_id ${text} not null references unit (id), place_id ${text} not null`,
    questionnaire: `id ${text} not null, version ${int} not null check (version >= 1), published_at ${int} not null,
      definition ${text} not null, primary key (id, version)`,
    declaration: `school_id ${text} not null ${size('school_id', 1, 64)}, id ${text} not null ${size('id', 1, 64)},
      day ${text} not null ${day('day')}, place_id ${text}, gate_id ${text}, kiosk_id ${text},
      questionnaire_id ${text} not null, questionnaire_version ${int} not null,
      channel ${text} not null ${oneOf('channel', 'poster', 'link', 'kiosk')}, on_behalf ${int} not null ${flag('on_behalf')},
      outcome ${text} not null ${oneOf('outcome', 'cleared', 'attention')}, reasons ${text} not null,
      subject ${text} not null ${size('subject', 1, 64)}, pass_expires_at ${int} not null, body_hash ${text} not null,
      consent ${text} not null, identity ${bytes} not null ${size('identity', 1, 65536)},
      answers ${bytes} not null ${size('answers', 1, 65536)}, feed ${int} not null check (feed >= 1), created_at ${int} not null,
      primary key (school_id, id)`,
    pass_revocation: `school_id ${text} not null, subject ${text} not null ${size('subject', 1, 64)}, reason ${text} not null,
      erased ${int} not null ${flag('erased')}, at ${int} not null, feed ${int} not null check (feed >= 1),
      primary key (school_id, subject)`,
    gate_event: `school_id ${text} not null ${size('school_id', 1, 64)}, day ${text} not null ${day('day')},
      id ${text} not null ${size('id', 1, 64)}, kiosk_id ${text} not null, n ${int} not null check (n >= 1), gate_id ${text} not null,
      kind ${text} not null, of_id ${text}, subject ${text}, dir ${text} ${oneOf('dir', 'in', 'out')},
      colour ${text} ${oneOf('colour', 'green', 'amber', 'red')}, method ${text}, code ${text}, why ${text},
      admit ${int} ${flag('admit')}, reason ${text}, operator_id ${text}, raw_at ${int} not null, at ${int} not null,
      received_at ${int} not null, feed ${int} not null check (feed >= 1), flags ${text} not null, hash ${text} not null,
      prev ${text} not null, sealed_hash ${text}, bytes ${text} not null ${size('bytes', 2, 500)},
      primary key (school_id, day, id)`,
    sealed_payload: `school_id ${text} not null, day ${text} not null ${day('day')}, event_id ${text} not null, session_id ${text} not null,
      bytes ${bytes} not null ${size('bytes', 1, 65536)}, primary key (school_id, day, event_id)`,
    sealed_session: `school_id ${text} not null, day ${text} not null ${day('day')}, session_id ${text} not null,
      sealed ${bytes} not null ${size('sealed', 1, 1024)}, primary key (school_id, day, session_id)`,
    held_event: `school_id ${text} not null, hash ${text} not null, kind ${text} not null ${oneOf('kind', 'conflict', 'quarantine')},
      kiosk_id ${text} not null, n ${int}, event_id ${text}, reason ${text} not null, bytes ${text} not null, received_at ${int} not null,
      primary key (school_id, hash)`,
    feed_counter: `school_id ${text} primary key, value ${int} not null check (value >= 0)`,
    kiosk: `school_id ${text} not null, id ${text} not null, name ${text} not null, gate_id ${text} not null, public_key ${text} not null,
      paired_at ${int} not null, revoked_at ${int}, last_seen_at ${int},
      received_through ${int} not null default 0 check (received_through >= 0), clock_offset ${int}, state ${text},
      primary key (school_id, id), foreign key (school_id, gate_id) references gate (school_id, id)`,
    kiosk_home: `kiosk_id ${text} primary key, unit_id ${text} not null references unit (id)`,
    pairing: `slot ${text} primary key, unit_id ${text} not null references unit (id), gate_id ${text} not null, name ${text} not null,
      secret_hash ${text} not null, created_at ${int} not null, expires_at ${int} not null, tries ${int} not null check (tries >= 0),
      used_at ${int}, created_by ${text} not null`,
    audit: `school_id ${text} not null, id ${text} not null, at ${int} not null, actor ${text} not null, action ${text} not null,
      object ${text} not null, detail ${text} not null, primary key (school_id, id)`,
    backup_mark: `school_id ${text} primary key, feed ${int} not null check (feed >= 0), at ${int} not null`,
  };
}

const INDEXES = [
  'index unit_span_path on unit_span (path)',
  'index access_grant_unit on access_grant (unit_id)',
  'unique index declaration_subject on declaration (school_id, subject)',
  'index declaration_feed on declaration (school_id, feed)',
  'index declaration_valid on declaration (school_id, pass_expires_at, feed)',
  'index pass_revocation_feed on pass_revocation (school_id, feed)',
  'index gate_event_device on gate_event (school_id, kiosk_id, n)',
  'index gate_event_feed on gate_event (school_id, feed, kiosk_id, n)',
  'index gate_event_at on gate_event (school_id, at desc, id desc)',
  'index gate_event_of on gate_event (school_id, of_id) where of_id is not null',
  'index gate_event_named on gate_event (school_id, subject) where sealed_hash is not null',
  "index gate_event_flagged on gate_event (school_id, received_at) where flags <> ''",
  'index sealed_session_id on sealed_session (school_id, session_id)',
  'index held_event_received on held_event (school_id, received_at)',
  'index held_event_device on held_event (school_id, kiosk_id, n)',
  'index audit_at on audit (school_id, at)',
];

/**
 * SQLite plans by statistics, and without any it walks a school's whole log to save a sort. These stand for a big
 * installation and never change, so that a plan seen in a test is the plan everywhere (tests/server/db/plans.test.ts).
 * Rows, then rows for each longer prefix of the index. PostgreSQL gathers its own.
 */
const STATISTICS = {
  sqlite_autoindex_gate_event_1: ['gate_event', '1000000 50000 300 1'],
  gate_event_device: ['gate_event', '1000000 50000 10000 1'],
  gate_event_feed: ['gate_event', '1000000 50000 1 1 1'],
  gate_event_at: ['gate_event', '1000000 50000 2 1'],
  gate_event_of: ['gate_event', '100000 5000 1'],
  gate_event_named: ['gate_event', '100000 5000 2'],
  gate_event_flagged: ['gate_event', '10000 500 2'],
  sqlite_autoindex_declaration_1: ['declaration', '300000 15000 1'],
  declaration_subject: ['declaration', '300000 15000 1'],
  declaration_feed: ['declaration', '300000 15000 1'],
  declaration_valid: ['declaration', '300000 15000 250 1'],
  sqlite_autoindex_sealed_payload_1: ['sealed_payload', '1000000 50000 300 1'],
  sqlite_autoindex_sealed_session_1: ['sealed_session', '20000 1000 4 1'],
  sealed_session_id: ['sealed_session', '20000 1000 3'],
} as const;

const APPEND_ONLY = {
  sqlite: ['update', 'delete'].map(
    (verb) => `create trigger audit_no_${verb} before ${verb} on audit begin select raise(abort, 'audit rows are never changed'); end`,
  ),
  postgres: [
    `create function refuse_audit_change() returns trigger language plpgsql as $$
      begin raise exception 'audit rows are never changed' using errcode = 'restrict_violation'; end $$`,
    `create trigger audit_no_change before update or delete or truncate on audit
      for each statement execute function refuse_audit_change()`,
  ],
} as const;

export const foundation = (engine: Db['engine']): Migration => ({
  async up(db: Kysely<unknown>) {
    const run = (text: string) => sql.raw(text).execute(db);
    await createTables(db, engine, tables(engine));
    for (const index of INDEXES) await run(`create ${index}`);
    for (const trigger of APPEND_ONLY[engine]) await run(trigger);
    if (engine === 'sqlite') {
      await run('analyze');
      await run('delete from sqlite_stat1');
      for (const [index, [table, stat]] of Object.entries(STATISTICS)) {
        await sql`insert into sqlite_stat1 (tbl, idx, stat) values (${table}, ${index}, ${stat})`.execute(db);
      }
    }
    await sql`insert into installation (name, value) values ('epoch', ${randomBytes(16).toString('base64url')})`.execute(db);
  },
});
