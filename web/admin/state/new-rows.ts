/** Rows that came, laid into the list that is on the screen. Pure. */
import type { LogRow } from '../../../shared/api/log.schema.ts';

const isNewer = (a: LogRow, b: LogRow): boolean => a.at > b.at || (a.at === b.at && a.event > b.event);

/** Those of `rows` that the list shows already are replaced; the rest is new. Of one event the last counts. */
export function replaced(list: readonly LogRow[], rows: readonly LogRow[]): { list: readonly LogRow[]; fresh: LogRow[] } {
  const byEvent = new Map(rows.map((row) => [row.event, row]));
  const known = new Set(list.map((row) => row.event));
  const fresh = [...byEvent.values()].filter((row) => !known.has(row.event));
  return { list: known.size === 0 ? list : list.map((row) => byEvent.get(row.event) ?? row), fresh };
}

/** Newest first. Rows older than the last one wait for their page while there is one (`hasMore`). */
export function merged(list: readonly LogRow[], fresh: readonly LogRow[], hasMore: boolean): LogRow[] {
  const last = list.at(-1);
  const fitting = hasMore && last ? fresh.filter((row) => isNewer(row, last)) : fresh;
  return [...list, ...fitting].sort((a, b) => (isNewer(a, b) ? -1 : 1));
}
