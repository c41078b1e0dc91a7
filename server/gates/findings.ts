/** What does not fit, on the rows of a page of the log: both rows name each other. */
import type { RowFinding, ScanPlace } from '../../shared/api/corrections.schema.ts';
import type { LogRow } from '../../shared/api/log.schema.ts';
import { addDays, DAY, dayOf } from '../../shared/clock.ts';
import type { Direction } from '../../shared/gate/event.ts';
import type { EventId, SchoolId } from '../../shared/ids.ts';
import { findingsOf } from '../../shared/presence/stays.ts';
import type { App } from '../context.ts';
import { schoolScope } from '../db/port.ts';
import { itemOf, rowsOfPeople } from './day-items.ts';
import { namesOf } from './rows.ts';

/** A page that lies over more days than that (a year's refusals) is not looked through: each day is one more to read. */
const MOST_DAYS = 7;

/** The rows with their findings; reads the scans of their people on the days of the page, and the day before. */
export async function withFindings(app: App, school: SchoolId, rows: readonly LogRow[]): Promise<LogRow[]> {
  const times = rows.map((row) => row.at);
  const first = Math.min(...times);
  const last = Math.max(...times);
  if (rows.length === 0 || last - first > MOST_DAYS * DAY) return [...rows];
  const subjects = [...new Set(rows.map((row) => row.subject))];
  const days = { from: addDays(dayOf(first), -1), to: dayOf(last) };
  const items = await rowsOfPeople(app.db, schoolScope(school), school, days, subjects);

  const found = findingsOf(items.map(itemOf));
  if (found.length === 0) return rows.map((row) => ({ ...row, findings: [] }));
  const names = await namesOf(app.db, schoolScope(school), school);
  const places = new Map<EventId, ScanPlace>();
  for (const { id, kind, at, dir, gate_id, kiosk_id } of items) {
    if (kind !== 'scan') continue;
    places.set(id, { event: id, at, dir: dir as Direction, gate: names.gates.get(gate_id) ?? '', kiosk: names.kiosks.get(kiosk_id) ?? '' });
  }
  const byScan = new Map<EventId, RowFinding[]>();
  const add = (scan: EventId, finding: RowFinding): void => void byScan.set(scan, [...(byScan.get(scan) ?? []), finding]);
  for (const { kind, scan, other } of found) {
    add(scan, { kind, other: (other !== null && places.get(other)) || null });
    // An exit that came twice is the second's affair; of two entries nobody knows which is the wrong one.
    if (other !== null && kind !== 'exit-without-entry') add(other, { kind, other: places.get(scan) ?? null });
  }
  return rows.map((row) => ({ ...row, findings: byScan.get(row.event) ?? [] }));
}
