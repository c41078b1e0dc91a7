import type { CompiledQuery } from 'kysely';
import type { EventFlag } from '../../shared/api/log.schema.ts';
import type { Day } from '../../shared/clock.ts';
import type { GateEvent } from '../../shared/gate/event.ts';
import { dayOfEvent, type EventHead } from '../../shared/gate/log.ts';
import type { EventId, KioskId, SchoolId } from '../../shared/ids.ts';
import { feedNumber } from '../db/feed.ts';
import type { Db, Scope, Statement } from '../db/port.ts';

/** An item that is about to be stored, with what the server found out about it. */
export interface NewEvent {
  head: EventHead;
  event: GateEvent | undefined;
  day: Day;
  at: number;
  receivedAt: number;
  flags: EventFlag[];
  hash: string;
  text: string;
}

/** Rows of one statement. Few sizes, so that a batch of any length finds its statements compiled and prepared. */
const CHUNKS = [50, 10, 1];

/** RETURNING of each names those that were not there before. */
export function insertEventsStatements(db: Db, school: SchoolId, events: readonly NewEvent[]): { statement: Statement; rows: number }[] {
  const statements: { statement: Statement; rows: number }[] = [];
  for (let from = 0; from < events.length; ) {
    const size = CHUNKS.find((each) => from + each <= events.length) ?? 1;
    const to = from + size;
    statements.push({ statement: insertEventsStatement(db, school, events.slice(from, to), events.length - to), rows: size });
    from = to;
  }
  return statements;
}

/** `after`: so many events of the same save stand after these in the feed. */
export function insertEventsStatement(db: Db, school: SchoolId, events: readonly NewEvent[], after = 0): Statement {
  const known = inserts.get(db.build)?.get(events.length);
  if (known) return { query: { ...known, parameters: parametersOf(school, events, after) } };
  const query = db.build
    .insertInto('gate_event')
    .values(events.map((event, index) => ({ ...rowOf(school, event), feed: feedNumber(school, after + events.length - 1 - index) })))
    .onConflict((clash) => clash.columns(['school_id', 'day', 'id']).doNothing())
    .returning('id')
    .compile();
  const kept = inserts.get(db.build) ?? new Map<number, CompiledQuery>();
  inserts.set(db.build, kept);
  if (CHUNKS.includes(events.length)) kept.set(events.length, { ...query, parameters: [] });
  return { query };
}

/** Compiling the insert of a batch took a quarter of the time that the whole batch takes; its text is the same each time. */
const inserts = new WeakMap<Db['build'], Map<number, CompiledQuery>>();

/** In the order of the columns, as the compiled insert takes them (tests/server/db/insert.test.ts): the feed's number, which stands last, is asked for by school and offset. */
function parametersOf(school: SchoolId, events: readonly NewEvent[], after: number): unknown[] {
  const parameters: unknown[] = [];
  let offset = after + events.length;
  for (const event of events) parameters.push(...Object.values(rowOf(school, event)), school, --offset);
  return parameters;
}

/** All columns but `feed`. */
const rowOf = (school: SchoolId, { head, event, day, at, receivedAt, flags, hash, text }: NewEvent) => ({
  school_id: school,
  day,
  id: head.id,
  kiosk_id: head.kiosk,
  n: head.n,
  gate_id: head.gate,
  kind: head.kind,
  of_id: event && 'of' in event ? event.of : null,
  subject: event?.kind === 'scan' || event?.kind === 'declaration' ? event.subject : null,
  dir: event?.kind === 'scan' ? event.dir : event?.kind === 'correction' && 'dir' in event.fix ? event.fix.dir : null,
  colour: event?.kind === 'scan' ? event.colour : null,
  method: event?.kind === 'scan' ? event.method : null,
  code: event?.kind === 'scan' ? event.code : null,
  why: event?.kind === 'scan' ? event.why.join(',') : null,
  admit: event?.kind === 'decision' ? (event.admit ? 1 : 0) : null,
  // The word of a person: why a decision was taken, or what a round found.
  reason: event?.kind === 'decision' ? event.reason : event?.kind === 'round' ? event.found : null,
  operator_id: head.op ?? null,
  raw_at: head.at,
  at,
  received_at: receivedAt,
  flags: flags.join(','),
  hash,
  prev: head.prev,
  sealed_hash: head.sealed ?? null,
  bytes: text,
  companions: event?.kind === 'scan' ? (event.with ?? 0) : 0,
});

export interface NewPayload {
  day: Day;
  event: EventId;
  session: string;
  bytes: Uint8Array;
}
export const insertPayloadsStatement = (db: Db, school: SchoolId, payloads: readonly NewPayload[]): Statement => ({
  query: db.build
    .insertInto('sealed_payload')
    .values(
      payloads.map((payload) => ({
        school_id: school,
        day: payload.day,
        event_id: payload.event,
        session_id: payload.session,
        bytes: payload.bytes,
      })),
    )
    .onConflict((clash) => clash.columns(['school_id', 'day', 'event_id']).doNothing())
    .compile(),
});

export const deletePayloadsStatement = (db: Db, school: SchoolId, events: readonly EventId[]): Statement => ({
  query: db.build
    .deleteFrom('sealed_payload')
    .where('school_id', '=', school)
    .where('day', 'in', [...new Set(events.map(dayOfEvent))])
    .where('event_id', 'in', [...events])
    .compile(),
});

export interface NewSession {
  day: Day;
  session: string;
  sealed: Uint8Array;
}
export const insertSessionsStatement = (db: Db, school: SchoolId, sessions: readonly NewSession[]): Statement => ({
  query: db.build
    .insertInto('sealed_session')
    .values(sessions.map((session) => ({ school_id: school, day: session.day, session_id: session.session, sealed: session.sealed })))
    .onConflict((clash) => clash.columns(['school_id', 'day', 'session_id']).doNothing())
    .compile(),
});

export type HeldKind = 'conflict' | 'quarantine';
export interface Held {
  hash: string;
  kind: HeldKind;
  n: number | null;
  event: EventId | null;
  reason: string;
  bytes: string;
  /** That its payload was sealed in. */
  session?: string;
}
/** Kept as it came; the same item sent again is the same row. */
export const holdStatement = (db: Db, school: SchoolId, kiosk: KioskId, held: readonly Held[], now: number): Statement => ({
  query: db.build
    .insertInto('held_event')
    .values(
      held.map((item) => ({
        school_id: school,
        hash: item.hash,
        kind: item.kind,
        kiosk_id: kiosk,
        n: item.n,
        event_id: item.event,
        reason: item.reason,
        bytes: item.bytes,
        received_at: now,
      })),
    )
    .onConflict((clash) => clash.columns(['school_id', 'hash']).doNothing())
    .compile(),
});

/** What was held until something came and is stored now. What the office has settled stays for ever. */
export const releaseStatement = (db: Db, school: SchoolId, hashes: readonly string[]): Statement => ({
  query: db.build
    .deleteFrom('held_event')
    .where('school_id', '=', school)
    .where('hash', 'in', [...hashes])
    .where('resolved_at', 'is', null)
    .compile(),
});

/** Hashes of the items that are here already, by id. Uses the primary key. */
export async function storedHashes(
  db: Db,
  scope: Scope,
  school: SchoolId,
  events: readonly { id: EventId; day: Day }[],
): Promise<Map<EventId, string>> {
  if (events.length === 0) return new Map();
  const days = [...new Set(events.map((event) => event.day))];
  const ids = events.map((event) => event.id);
  const rows = await db.read(scope, (query) =>
    query
      .selectFrom('gate_event')
      .select(['id', 'hash'])
      .where('school_id', '=', school)
      .where('day', 'in', days)
      .where('id', 'in', ids)
      .execute(),
  );
  return new Map(rows.map((row) => [row.id, row.hash]));
}

/** What a kiosk's items of these numbers are. Uses gate_event_device. */
export async function byNumber(db: Db, scope: Scope, school: SchoolId, kiosk: KioskId, numbers: readonly number[]) {
  if (numbers.length === 0) return [];
  const from = Math.min(...numbers);
  const to = Math.max(...numbers);
  return db.read(scope, (query) => {
    const own = query.selectFrom('gate_event').select(['n', 'id', 'hash']).where('school_id', '=', school).where('kiosk_id', '=', kiosk);
    // Numbers without a gap, which they nearly always are, are one range: the same short statement for any batch.
    const range = to - from < numbers.length ? own.where('n', '>=', from).where('n', '<=', to) : own.where('n', 'in', [...numbers]);
    return range.execute();
  });
}

const STEP = 2000;

/** The next numbers of a kiosk that arrived, as items or as held ones, ascending. Uses gate_event_device and held_event_device. */
async function numbersAfter(db: Db, scope: Scope, school: SchoolId, kiosk: KioskId, after: number): Promise<number[]> {
  const found = await db.read(scope, async (query) => {
    const of = (table: 'gate_event' | 'held_event') =>
      query
        .selectFrom(table)
        .select('n')
        .distinct()
        .where('school_id', '=', school)
        .where('kiosk_id', '=', kiosk)
        .where('n', '>', after)
        .orderBy('n')
        .limit(STEP)
        .execute();
    return [...(await of('gate_event')), ...(await of('held_event'))];
  });
  const numbers = new Set(found.flatMap((row) => (row.n === null ? [] : [row.n])));
  return [...numbers].sort((a, b) => a - b).slice(0, STEP);
}

/**
 * The highest number without a gap, going on from where the last count ended. `coming`: numbers that are here as soon as
 * what is being made is saved.
 */
export async function receivedThrough(
  db: Db,
  scope: Scope,
  school: SchoolId,
  kiosk: KioskId,
  from: number,
  coming: ReadonlySet<number> = new Set(),
): Promise<number> {
  let through = from;
  const goOn = (): void => {
    while (coming.has(through + 1)) through++;
  };
  for (;;) {
    goOn();
    const numbers = await numbersAfter(db, scope, school, kiosk, through);
    for (const n of numbers) {
      if (n > through + 1) return through;
      through = Math.max(through, n);
      goOn();
    }
    if (numbers.length < STEP) return through;
  }
}

/** Numbers above `after` and up to `lastN` that never arrived, as ranges, oldest first; at most those among the next 2,000. */
export async function gapsAfter(db: Db, scope: Scope, school: SchoolId, kiosk: KioskId, after: number, lastN: number) {
  const numbers = await numbersAfter(db, scope, school, kiosk, after);
  const gaps: { from: number; to: number }[] = [];
  let next = after + 1;
  for (const n of numbers) {
    if (n > next) gaps.push({ from: next, to: n - 1 });
    next = n + 1;
  }
  if (lastN >= next && numbers.length < STEP) gaps.push({ from: next, to: lastN });
  return gaps;
}
