/** What came into a school's log since a number of its feed: for a page that watches. */
import type { NewRows, NewRowsQuery } from '../../shared/api/live.schema.ts';
import { dayOfEvent } from '../../shared/gate/log.ts';
import type { EventId, SchoolId } from '../../shared/ids.ts';
import { fold } from '../../shared/text/fold.ts';
import type { App } from '../context.ts';
import { feedEnd } from '../db/feed.ts';
import { type Builder, schoolScope } from '../db/port.ts';
import { withFindings } from './findings.ts';
import { filterOf, MAX_PERIOD_DAYS, matches, periodOf } from './log.ts';
import { logRows, namesOf } from './rows.ts';
import { isWithin, scansByIds } from './scans.ts';

/** Items of one answer. */
const STEP = 200;
/** Beyond this the page is opened anew: a kiosk has come back after days. */
const FAR = 2000;

/** @throws Problem `invalid-input` as the log does. Opens names: the caller counts them. */
export async function newRows(app: App, school: SchoolId, query: NewRowsQuery): Promise<NewRows> {
  const scope = schoolScope(school);
  const filter = filterOf(query, periodOf(query, app.clock(), MAX_PERIOD_DAYS));
  const after = Number(query.after);
  const found = await app.db.read(scope, async (read) => {
    // Read first: rows up to this number are all there.
    const end = await feedEnd(read, school);
    // A number of another past: this server was restored from a backup.
    if (after > end || end - after > FAR) return { end, far: end !== after, items: [], scans: [] };
    const items = await itemsAfter(read, school, after, end);
    const ids = new Set<EventId>(items.map((item) => item.of_id ?? item.id));
    return { end, far: false, items, scans: await scansByIds(read, school, [...ids], [...new Set([...ids].map(dayOfEvent))]) };
  });
  const { end, far, items } = found;
  if (far) return { rows: [], feed: end, more: false, far };
  const scans = found.scans.filter((scan) => isWithin(scan, filter)).sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
  const wanted = query.q ? fold(query.q.normalize('NFC')) : '';
  const rows = await logRows(app, scope, school, scans, await namesOf(app.db, scope, school));
  const more = items.length === STEP;
  return {
    rows: await withFindings(app, school, wanted ? rows.filter((row) => matches(row, wanted)) : rows),
    feed: more ? (items.at(-1)?.feed ?? end) : end,
    more,
    far,
  };
}

/** What came, and what the office said of what was there. Uses gate_event_feed and office_correction_feed. */
async function itemsAfter(read: Builder, school: SchoolId, after: number, end: number) {
  const came = await eventsAfter(read, school, after, end);
  const said = await read
    .selectFrom('office_correction')
    .select(['id', 'event_id as of_id', 'feed'])
    .where('school_id', '=', school)
    .where('feed', '>', after)
    .where('feed', '<=', end)
    .orderBy('feed')
    .limit(STEP)
    .execute();
  return [...came, ...said].sort((a, b) => a.feed - b.feed).slice(0, STEP);
}

const eventsAfter = (read: Builder, school: SchoolId, after: number, end: number) =>
  read
    .selectFrom('gate_event')
    .select(['id', 'of_id', 'feed'])
    .where('school_id', '=', school)
    .where('feed', '>', after)
    .where('feed', '<=', end)
    .orderBy('feed')
    .limit(STEP)
    .execute();
