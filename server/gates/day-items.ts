/** The events that a day's presence is made of, wherever their own times lie. */
import { addDays, type Day, endOfDay, type Instant, startOfDay } from '../../shared/clock.ts';
import type { Colour, Direction, Found } from '../../shared/gate/event.ts';
import { dayOfEvent } from '../../shared/gate/log.ts';
import type { EventId, SchoolId, SubjectId } from '../../shared/ids.ts';
import { MOST_NIGHTS, type PresenceItem } from '../../shared/presence/stays.ts';
import type { Builder, Db, Scope } from '../db/port.ts';
import { takingTurns } from '../turns.ts';
import { officeItemsOf } from './corrections-store.ts';

const COLUMNS = [
  'id',
  'day',
  'kind',
  'kiosk_id',
  'n',
  'gate_id',
  'subject',
  'dir',
  'colour',
  'of_id',
  'admit',
  'reason',
  'at',
  'sealed_hash',
  'companions',
] as const;
/** Ids in one query. */
const CHUNK = 500;

/** `left`: the office's word on when the visit of `of_id` ended. */
export type DayRow = Awaited<ReturnType<typeof rowsBetween>>[number] & { left?: { at: Instant; estimated: boolean } };

const select = (query: Builder, school: SchoolId) => query.selectFrom('gate_event').select(COLUMNS).where('school_id', '=', school);

/** Uses gate_event_at. */
const rowsBetween = (query: Builder, school: SchoolId, from: Day, to: Day) =>
  select(query, school)
    .where('at', '>=', startOfDay(from))
    .where('at', '<=', endOfDay(to))
    .where('kind', 'in', ['scan', 'decision', 'correction', 'round'])
    .execute();

/**
 * Items of the day; decisions, corrections and rounds of other days on its scans; earlier scans that were decided, corrected
 * or found staying on it; whoever was found staying the evening before; and of the days beside it the scans of those who
 * seem to go out without having come in, or to have stayed. Costs what the day holds, and a look at the days beside it.
 */
export function dayRows(db: Db, scope: Scope, school: SchoolId, day: Day): Promise<DayRow[]> {
  return db.read(scope, async (query) => {
    const own = await rowsBetween(query, school, day, day);
    const scans = new Set(own.flatMap((row) => (row.kind === 'scan' ? [row.id] : [])));
    const evening = await staysSaidOn(query, school, addDays(day, -1));
    const elsewhere = [...own, ...evening].flatMap(({ of_id }) => (of_id !== null && !scans.has(of_id) ? [of_id] : []));
    const earlier = await inChunks([...new Set(elsewhere)], (ids) => scansById(query, school, ids));
    const beside = await scansBeside(query, school, day, own, earlier);
    const all = [...scans, ...earlier.map((row) => row.id), ...beside.map((row) => row.id)];
    const said = await inChunks(all, (ids) => saidOf(query, school, ids));
    const office = await inChunks(all, (ids) => officeItemsOf(query, school, ids));
    // A row that comes twice is one item (shared/presence/order.ts).
    return [...own, ...earlier, ...beside, ...said, ...office.map(rowOfOffice)];
  });
}

/** Scans of the day and what was said of them, for counting alone: nights and what does not fit need `dayRows`. */
export function scansOfDay(db: Db, scope: Scope, school: SchoolId, day: Day): Promise<DayRow[]> {
  return db.read(scope, async (query) => {
    const own = await rowsBetween(query, school, day, day);
    const scans = new Set(own.flatMap((row) => (row.kind === 'scan' ? [row.id] : [])));
    const elsewhere = own.flatMap(({ of_id }) => (of_id !== null && !scans.has(of_id) ? [of_id] : []));
    const earlier = await inChunks([...new Set(elsewhere)], (ids) => scansById(query, school, ids));
    const all = [...scans, ...earlier.map((row) => row.id)];
    const said = await inChunks(all, (ids) => saidOf(query, school, ids));
    const office = await inChunks(all, (ids) => officeItemsOf(query, school, ids));
    return [...own, ...earlier, ...said, ...office.map(rowOfOffice)];
  });
}

/** Scans of some people over some days, with all that was said of them. */
export function rowsOfPeople(
  db: Db,
  scope: Scope,
  school: SchoolId,
  { from, to }: { from: Day; to: Day },
  subjects: readonly SubjectId[],
): Promise<DayRow[]> {
  return db.read(scope, async (query) => {
    const scans = await inChunks(subjects, (some) => scansOfPeople(query, school, from, to, some));
    const ids = scans.map((row) => row.id);
    const said = await inChunks(ids, (some) => saidOf(query, school, some));
    const office = await inChunks(ids, (some) => officeItemsOf(query, school, some));
    return [...scans, ...said, ...office.map(rowOfOffice)];
  });
}

/** One scan with all that was said of it. */
export function rowsOfScan(db: Db, scope: Scope, school: SchoolId, scan: EventId): Promise<DayRow[]> {
  return db.read(scope, async (query) => {
    const found = await scansById(query, school, [scan]);
    if (found.length === 0) return [];
    const office = await officeItemsOf(query, school, [scan]);
    return [...found, ...(await saidOf(query, school, [scan])), ...office.map(rowOfOffice)];
  });
}

/** Uses gate_event_round. */
const staysSaidOn = (query: Builder, school: SchoolId, day: Day) =>
  query
    .selectFrom('gate_event')
    .select('of_id')
    .where('school_id', '=', school)
    .where('kind', '=', 'round')
    .where('at', '>=', startOfDay(day))
    .where('at', '<=', endOfDay(day))
    .where('reason', '=', 'stays' satisfies Found)
    .execute();

/**
 * Who came in on a day before it and is carried into it, or goes out first on it: the scans since the entry, or of the day
 * before. Who came in last on it: those of the day after. Read by day (gate_event_at), whatever the number of days before.
 */
async function scansBeside(
  query: Builder,
  school: SchoolId,
  day: Day,
  own: readonly DayRow[],
  earlier: readonly DayRow[],
): Promise<DayRow[]> {
  const { outFirst, inLast } = edgesOf(own);
  const carried = earlier.flatMap((row) => (row.subject === null ? [] : [row.subject]));
  const yesterday = addDays(day, -1);
  const oldest = addDays(day, -MOST_NIGHTS);
  const since = earlier.map((row) => dayOfEvent(row.id)).reduce((a, b) => (b < a ? b : a), yesterday);
  const before = await inChunks([...new Set([...outFirst, ...carried])], (subjects) =>
    scansOfPeople(query, school, since < oldest ? oldest : since, yesterday, subjects),
  );
  const after = await inChunks([...inLast], (subjects) => scansOfPeople(query, school, addDays(day, 1), addDays(day, 1), subjects));
  return [...before, ...after];
}

const scansOfPeople = (query: Builder, school: SchoolId, from: Day, to: Day, subjects: readonly SubjectId[]): Promise<DayRow[]> =>
  select(query, school)
    .where('at', '>=', startOfDay(from))
    .where('at', '<=', endOfDay(to))
    .where('kind', '=', 'scan')
    .where('subject', 'in', [...subjects])
    .execute();

/** People whose first scan of the day goes out, and those whose last comes in; a scan that was spoken of may be either. */
function edgesOf(own: readonly DayRow[]): { outFirst: Set<SubjectId>; inLast: Set<SubjectId> } {
  const spokenOf = new Set(own.flatMap((row) => (row.kind === 'correction' && row.of_id !== null ? [row.of_id] : [])));
  const first = new Map<SubjectId, DayRow>();
  const last = new Map<SubjectId, DayRow>();
  const outFirst = new Set<SubjectId>();
  const inLast = new Set<SubjectId>();
  for (const row of own) {
    if (row.kind !== 'scan' || row.subject === null) continue;
    if (row.at < (first.get(row.subject)?.at ?? Number.POSITIVE_INFINITY)) first.set(row.subject, row);
    if (row.at >= (last.get(row.subject)?.at ?? Number.NEGATIVE_INFINITY)) last.set(row.subject, row);
    if (!spokenOf.has(row.id)) continue;
    outFirst.add(row.subject);
    inLast.add(row.subject);
  }
  for (const [subject, row] of first) if (row.dir === 'out') outFirst.add(subject);
  for (const [subject, row] of last) if (row.dir === 'in') inLast.add(subject);
  return { outFirst, inLast };
}

/** Uses the primary key. */
const scansById = (query: Builder, school: SchoolId, ids: readonly EventId[]): Promise<DayRow[]> =>
  select(query, school)
    .where('day', 'in', [...new Set(ids.map(dayOfEvent))])
    .where('id', 'in', [...ids])
    .where('kind', '=', 'scan')
    .execute();

/** Uses gate_event_of. */
const saidOf = (query: Builder, school: SchoolId, ids: readonly EventId[]): Promise<DayRow[]> =>
  select(query, school)
    .where('of_id', 'in', [...ids])
    .execute();

async function inChunks<Id, T>(ids: readonly Id[], read: (ids: readonly Id[]) => Promise<T[]>): Promise<T[]> {
  const all: T[] = [];
  const breathe = takingTurns();
  for (let from = 0; from < ids.length; from += CHUNK) {
    all.push(...(await read(ids.slice(from, from + CHUNK))));
    await breathe();
  }
  return all;
}

function rowOfOffice(item: Awaited<ReturnType<typeof officeItemsOf>>[number]): DayRow {
  const nothing = { gate_id: '', subject: null, colour: null, admit: null, reason: null, sealed_hash: null, companions: 0 } as const;
  const { id, kiosk, n, of, fix, at } = item;
  return {
    ...nothing,
    id,
    day: dayOfEvent(of),
    kind: 'correction',
    kiosk_id: kiosk,
    n,
    dir: 'dir' in fix ? fix.dir : null,
    of_id: of,
    at,
    ...('left' in fix ? { left: { at: fix.left, estimated: fix.estimated } } : {}),
  };
}

/** As the rules of presence read it (shared/presence). */
export function itemOf(row: DayRow): PresenceItem {
  const base = { id: row.id, kiosk: row.kiosk_id, n: row.n, at: row.at };
  const of = row.of_id ?? '';
  switch (row.kind) {
    case 'decision':
      return { kind: 'decision', ...base, of, admit: row.admit === 1 };
    case 'correction': {
      if (row.left) return { kind: 'correction', ...base, of, fix: { left: row.left.at, estimated: row.left.estimated } };
      return { kind: 'correction', ...base, of, fix: row.dir ? { dir: row.dir as Direction } : { void: true } };
    }
    case 'round':
      return { kind: 'round', ...base, of, found: row.reason as Found };
    default:
      return {
        kind: 'scan',
        ...base,
        gate: row.gate_id,
        subject: row.subject ?? '',
        dir: row.dir as Direction,
        colour: row.colour as Colour,
        ...(row.companions > 0 ? { with: row.companions } : {}),
      };
  }
}
