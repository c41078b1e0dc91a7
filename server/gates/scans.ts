/** Which rows of the log: filtered, page by page, in order of time. */
import { type SelectQueryBuilder, sql } from 'kysely';
import type { Result } from '../../shared/api/log.schema.ts';
import type { Day } from '../../shared/clock.ts';
import type { Direction } from '../../shared/gate/event.ts';
import type { EventId, GateId, SchoolId } from '../../shared/ids.ts';
import type { Builder } from '../db/port.ts';
import type { Schema } from '../db/schema.ts';
import { IS_POSTER, POSTER } from '../visits/store.ts';

export interface ScanFilter {
  /** Corrected time, ms, both ends included. */
  from: number;
  to: number;
  gate?: GateId;
  dir?: Direction;
  colour?: Result;
}

/** Keyset position: the corrected time and id of the last row that was given. */
export interface Position {
  at: number;
  id: string;
}

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
  'method',
  'code',
  'why',
  'at',
  'received_at',
  'flags',
  'sealed_hash',
  'companions',
] as const;

export type ScanRow = Awaited<ReturnType<typeof scanPage>>[number];

/** One page of scans (and of items of kinds that this server does not know). Uses gate_event_time. */
export function scanPage(
  query: Builder,
  school: SchoolId,
  filter: ScanFilter,
  order: 'newest' | 'oldest',
  after: Position | undefined,
  limit: number,
) {
  return walked(query.selectFrom('gate_event').select(COLUMNS), school, filter, order, after).limit(limit).execute();
}

type Selecting<O> = SelectQueryBuilder<Schema, 'gate_event', O>;

/** The filtered rows beyond a position, in order of time. */
function walked<O>(select: Selecting<O>, school: SchoolId, filter: ScanFilter, order: 'newest' | 'oldest', after?: Position): Selecting<O> {
  const direction = order === 'newest' ? 'desc' : 'asc';
  const beyond = order === 'newest' ? '<' : '>';
  const rest = after ? narrowed(filter, order, after) : filter;
  const ordered = filtered(select, school, rest).orderBy('at', direction).orderBy('id', direction);
  if (!after) return ordered;
  return ordered.where((where) =>
    where.or([where('at', beyond, after.at), where.and([where('at', '=', after.at), where('id', beyond, after.id)])]),
  );
}

/**
 * The period beyond a position. One bound on each side, never two: of two lower bounds SQLite starts at the first and
 * walks, so that each page would cost what all pages before it cost together.
 */
const narrowed = (filter: ScanFilter, order: 'newest' | 'oldest', after: Position): ScanFilter =>
  order === 'newest' ? { ...filter, to: Math.min(filter.to, after.at) } : { ...filter, from: Math.max(filter.from, after.at) };

/** Rows walked in one turn: more would hold the gates up. */
const STRIDE = 5000;

/**
 * A page of which few rows may be wanted: goes from stride to stride, and stops with `through` (how far it came) once
 * `most` rows have been walked, so that a gate without a scan costs no walk through years. `through` undefined: the end.
 */
export async function sparsePage(
  query: Builder,
  school: SchoolId,
  filter: ScanFilter,
  after: Position | undefined,
  limit: number,
  most: number,
): Promise<{ rows: ScanRow[]; through: Position | undefined }> {
  const rows: ScanRow[] = [];
  let from = after;
  for (let walkedRows = 0; walkedRows < most; walkedRows += STRIDE) {
    const end = await strideEnd(query, school, filter, from);
    const part = end ? { ...filter, from: Math.max(filter.from, end.at) } : filter;
    const found = await scanPage(query, school, part, 'newest', from, limit - rows.length);
    // Rows of the same ms beyond the stride's end may be among them: they are nearer to where the next stride begins.
    rows.push(...found);
    if (rows.length >= limit || !end) return { rows, through: undefined };
    const last = found.at(-1);
    from = last && (last.at < end.at || (last.at === end.at && last.id < end.id)) ? { at: last.at, id: last.id } : end;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { rows, through: from };
}

/** The last of the next rows of any kind. Covered by gate_event_at. */
async function strideEnd(query: Builder, school: SchoolId, filter: ScanFilter, after: Position | undefined): Promise<Position | undefined> {
  const to = after ? Math.min(filter.to, after.at) : filter.to;
  let rows = query
    .selectFrom('gate_event')
    .select(['at', 'id'])
    .where('school_id', '=', school)
    .where('at', '>=', filter.from)
    .where('at', '<=', to);
  if (after) rows = rows.where((where) => where.or([where('at', '<', after.at), where('id', '<', after.id)]));
  return rows
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .offset(STRIDE - 1)
    .limit(1)
    .executeTakeFirst();
}

/** From stride to stride, so that a year of a big school never holds the event loop. */
export async function countScans(query: Builder, school: SchoolId, filter: ScanFilter): Promise<number> {
  let count = 0;
  let after: Position | undefined;
  for (;;) {
    const [last] = await walked(query.selectFrom('gate_event').select(['at', 'id']), school, filter, 'oldest', after)
      .offset(STRIDE - 1)
      .limit(1)
      .execute();
    if (!last) break;
    count += STRIDE;
    after = last;
    await new Promise((resolve) => setImmediate(resolve));
  }
  const rest = await walked(query.selectFrom('gate_event').select('id'), school, filter, 'oldest', after).limit(STRIDE).execute();
  return count + rest.length;
}

const NOT_ROWS = ['decision', 'correction', 'round', 'declaration', 'note'];

function filtered<O>(select: Selecting<O>, school: SchoolId, filter: ScanFilter): Selecting<O> {
  let narrowed = select
    .where('school_id', '=', school)
    .where('kind', 'not in', NOT_ROWS)
    .where('at', '>=', filter.from)
    .where('at', '<=', filter.to);
  if (filter.gate) narrowed = narrowed.where('gate_id', '=', filter.gate);
  if (filter.dir) narrowed = narrowed.where('dir', '=', filter.dir);
  if (filter.colour === 'noted') return narrowed.where('kind', '=', IS_POSTER);
  if (filter.colour) narrowed = narrowed.where('colour', '=', filter.colour);
  // Said once more, so that SQLite may take the index of the few (gate_event_held).
  if (filter.colour && filter.colour !== 'green') narrowed = narrowed.where('colour', '<>', sql.lit('green'));
  return narrowed;
}

/** The same filter for a row that was found by its id. */
export const isWithin = (row: ScanRow, filter: ScanFilter): boolean =>
  row.at >= filter.from &&
  row.at <= filter.to &&
  (!filter.gate || row.gate_id === filter.gate) &&
  (!filter.dir || row.dir === filter.dir) &&
  (!filter.colour || (filter.colour === 'noted' ? row.kind === POSTER : row.colour === filter.colour));

/** Rows of the log among these ids. Uses the primary key. */
export function scansByIds(query: Builder, school: SchoolId, ids: readonly EventId[], days: readonly Day[]): Promise<ScanRow[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return query
    .selectFrom('gate_event')
    .select(COLUMNS)
    .where('school_id', '=', school)
    .where('day', 'in', [...days])
    .where('id', 'in', [...ids])
    .where('kind', 'not in', NOT_ROWS)
    .execute();
}
