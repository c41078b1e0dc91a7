/** What of the list outlives its day: the visits of people who were found staying, and what was said of them. */
import { dayOf, type Instant, startOfDay } from '../../../shared/clock.ts';
import { openStays, staysOf } from '../../../shared/presence/stays.ts';
import type { DayItem } from '../db/schema.ts';

/**
 * Of everybody who stays beyond `now` the items of that visit, and without `closing` also what today has brought already:
 * the midnight is noticed up to a minute late. Names of everybody else are not among them. `now`: corrected time, ms.
 */
export function carryOver(items: readonly DayItem[], now: Instant, closing: boolean): DayItem[] {
  const today = closing ? Number.POSITIVE_INFINITY : startOfDay(dayOf(now));
  const entries = new Map(
    openStays(staysOf(items)).flatMap(({ in: entry, heldUntil, subject }) =>
      entry && heldUntil !== null && heldUntil >= now ? [[subject, entry] as const] : [],
    ),
  );
  const scans = items.filter((item) => {
    if (item.kind !== 'scan') return false;
    const entry = entries.get(item.subject);
    return item.at >= today || (entry !== undefined && (item.id === entry.scan || item.at >= entry.at));
  });
  const kept = new Set(scans.map((scan) => scan.id));
  return items.filter((item) => (item.kind === 'scan' ? kept.has(item.id) : kept.has(item.of) || item.at >= today));
}
