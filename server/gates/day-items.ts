/** The events that a day's presence is made of, wherever their own times lie. */
import { type Day, endOfDay, startOfDay } from '../../shared/clock.ts';
import type { Colour, Direction } from '../../shared/gate/event.ts';
import { dayOfEvent } from '../../shared/gate/log.ts';
import type { EventId, SchoolId } from '../../shared/ids.ts';
import type { PresenceItem } from '../../shared/presence/stays.ts';
import type { Builder, Db, Scope } from '../db/port.ts';

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
  'at',
  'sealed_hash',
] as const;
/** Ids in one query. */
const CHUNK = 500;

type DayRow = Awaited<ReturnType<typeof rowsOfDay>>[number];

const select = (query: Builder, school: SchoolId) => query.selectFrom('gate_event').select(COLUMNS).where('school_id', '=', school);

/** Uses gate_event_at. */
const rowsOfDay = (query: Builder, school: SchoolId, day: Day) =>
  select(query, school)
    .where('at', '>=', startOfDay(day))
    .where('at', '<=', endOfDay(day))
    .where('kind', 'in', ['scan', 'decision', 'correction'])
    .execute();

/**
 * Items of the day; decisions and corrections of other days on its scans; and earlier scans that were decided or corrected
 * on it, with all that was said of those. Costs what the day holds.
 */
export function dayRows(db: Db, scope: Scope, school: SchoolId, day: Day): Promise<DayRow[]> {
  return db.read(scope, async (query) => {
    const own = await rowsOfDay(query, school, day);
    const scans = new Set(own.flatMap((row) => (row.kind === 'scan' ? [row.id] : [])));
    const elsewhere = [...new Set(own.flatMap((row) => (row.of_id !== null && !scans.has(row.of_id) ? [row.of_id] : [])))];
    const earlier = await inChunks(elsewhere, (ids) => scansById(query, school, ids));
    const saidElsewhere = await inChunks([...scans, ...earlier.map((row) => row.id)], (ids) => saidOf(query, school, ids));
    // A row that comes twice is one item (shared/presence/stays.ts).
    return [...own, ...earlier, ...saidElsewhere];
  });
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

async function inChunks<T>(ids: readonly EventId[], read: (ids: readonly EventId[]) => Promise<T[]>): Promise<T[]> {
  const all: T[] = [];
  for (let from = 0; from < ids.length; from += CHUNK) all.push(...(await read(ids.slice(from, from + CHUNK))));
  return all;
}

export function itemOf(row: DayRow): PresenceItem {
  const base = { id: row.id, kiosk: row.kiosk_id, n: row.n, at: row.at };
  const of = row.of_id ?? '';
  switch (row.kind) {
    case 'decision':
      return { kind: 'decision', ...base, of, admit: row.admit === 1 };
    case 'correction':
      return { kind: 'correction', ...base, of, fix: row.dir ? { dir: row.dir as Direction } : { void: true } };
    default:
      return {
        kind: 'scan',
        ...base,
        gate: row.gate_id,
        subject: row.subject ?? '',
        dir: row.dir as Direction,
        colour: row.colour as Colour,
      };
  }
}
