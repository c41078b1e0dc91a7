import type { LogPage, LogQuery, LogRow } from '../../shared/api/log.schema.ts';
import { fromBase64url, fromUtf8, toBase64url, utf8 } from '../../shared/bytes.ts';
import { addDays, dayOf, endOfDay, isDay, startOfDay } from '../../shared/clock.ts';
import type { SchoolId } from '../../shared/ids.ts';
import { invalid } from '../../shared/problem.ts';
import { fold } from '../../shared/text/fold.ts';
import type { App } from '../context.ts';
import { feedEnd } from '../db/feed.ts';
import { schoolScope } from '../db/port.ts';
import { takingTurns } from '../turns.ts';
import { withFindings } from './findings.ts';
import { logRows, namesOf } from './rows.ts';
import { type Position, type ScanFilter, scanPage, sparsePage } from './scans.ts';

const PAGE = 50;
export const MAX_PERIOD_DAYS = 400;
/** Names are sealed: a search opens rows one by one, so it is bounded in days and in rows a request (decisions 21). */
const SEARCH_DAYS = 31;
const SEARCH_ROWS = 20_000;
const SEARCH_STEP = 100;
/** Rows that one request walks for the few that its filter wants. */
const MOST_WALKED = 50_000;

/** @throws Problem `invalid-input` for days that do not exist, are in the wrong order, or lie too far apart */
export function periodOf(query: { from?: string; to?: string }, now: number, maxDays: number): { from: number; to: number } {
  const to = query.to ?? dayOf(now);
  const from = query.from ?? query.to ?? dayOf(now);
  if (!isDay(from)) throw invalid('/from', 'not-a-day');
  if (!isDay(to)) throw invalid('/to', 'not-a-day');
  if (from > to) throw invalid('/from', 'order');
  if (addDays(from, maxDays) < to) throw invalid('/from', 'too-large');
  return { from: startOfDay(from), to: endOfDay(to) };
}

export const filterOf = (query: Pick<LogQuery, 'gate' | 'dir' | 'colour'>, period: { from: number; to: number }): ScanFilter => ({
  ...period,
  gate: query.gate,
  dir: query.dir,
  colour: query.colour,
});

const encodeCursor = ({ at, id }: Position): string => toBase64url(utf8(`${at} ${id}`));

function decodeCursor(text: string): Position {
  const parts = /^(-?\d{1,16}) ([0-9a-f-]{36})$/.exec(fromUtf8(fromBase64url(text) ?? new Uint8Array()) ?? '');
  if (!parts?.[1] || !parts[2]) throw invalid('/cursor', 'format');
  return { at: Number(parts[1]), id: parts[2] };
}

/** A page, with what does not fit marked on its rows. */
export async function logPage(app: App, school: SchoolId, query: LogQuery): Promise<LogPage> {
  const page = await foundPage(app, school, query);
  return { ...page, rows: await withFindings(app, school, page.rows) };
}

/** Newest first. With `q` it goes on from row to row until a page is full or its limit is reached. */
async function foundPage(app: App, school: SchoolId, query: LogQuery): Promise<LogPage> {
  const wanted = query.q ? fold(query.q.normalize('NFC')) : '';
  const period = periodOf(query, app.clock(), wanted ? SEARCH_DAYS : MAX_PERIOD_DAYS);
  const filter = filterOf(query, period);
  const limit = Number(query.limit ?? PAGE);
  const scope = schoolScope(school);
  const names = await namesOf(app.db, scope, school);
  // Before the rows: what comes later is asked for with this number.
  const feed = await app.db.read(scope, (read) => feedEnd(read, school));
  let position = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
  const rows: LogRow[] = [];
  let opened = 0;
  const breathe = takingTurns();

  // Refusals alone have an index of their own (gate_event_held).
  if (!wanted && (filter.gate || filter.dir || filter.colour === 'green' || filter.colour === 'noted')) {
    const found = await app.db.read(scope, (read) => sparsePage(read, school, filter, position, limit + 1, MOST_WALKED));
    const page = found.rows.slice(0, limit);
    const last = page.at(-1);
    const on = found.rows.length > limit && last ? { at: last.at, id: last.id } : found.through;
    const cursor = on ? encodeCursor(on) : null;
    return { rows: await logRows(app, scope, school, page, names), cursor, searchedAll: !found.through, through: found.through?.at, feed };
  }

  while (opened < SEARCH_ROWS) {
    const step = wanted ? SEARCH_STEP : limit + 1;
    const page = await app.db.read(scope, (read) => scanPage(read, school, filter, 'newest', position, step));
    const found = await logRows(app, scope, school, page, names);
    opened += page.length;
    for (const row of found) {
      if (rows.length === limit) return { rows, cursor: position ? encodeCursor(position) : null, searchedAll: true, feed };
      position = { at: row.at, id: row.event };
      if (!wanted || matches(row, wanted)) rows.push(row);
    }
    if (page.length < step) return { rows, cursor: null, searchedAll: true, feed };
    await breathe();
  }
  return { rows, cursor: position ? encodeCursor(position) : null, searchedAll: false, through: position?.at, feed };
}

/** How people and telephones write a number. */
const PHONE_SIGNS = /[\s.()+-]/g;
const nationalDigits = (text: string): string => text.replace(PHONE_SIGNS, '').replace(/^84/, '0');

/** Part of the name, or of a companion's, without diacritics, or the end of the phone number with or without the country's; literal. */
export function matches(row: Pick<LogRow, 'name' | 'phone' | 'companionNames'>, folded: string): boolean {
  const digits = folded.replace(PHONE_SIGNS, '');
  if (!/^\d{3,}$/.test(digits)) return [row.name ?? '', ...row.companionNames].some((name) => name !== '' && fold(name).includes(folded));
  const phone = nationalDigits(row.phone ?? '');
  // A tail may begin with 84 by chance.
  return phone.endsWith(digits) || phone.endsWith(nationalDigits(digits));
}
