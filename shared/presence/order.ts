/** The order in which a school's items happened, though each kiosk has a clock of its own (promise R7). */
import type { Instant } from '../clock.ts';
import type { KioskId } from '../ids.ts';
import type { PresenceItem } from './items.ts';

export type Timed<Item = PresenceItem> = Item & { time: Instant };

interface Placed {
  time: Instant;
  kiosk: KioskId;
  n: number;
}
/** The same order on each machine, also of two at the same ms. */
export const byTime = (a: Placed, b: Placed): number =>
  a.time - b.time || (a.kiosk < b.kiosk ? -1 : a.kiosk > b.kiosk ? 1 : 0) || a.n - b.n;

/**
 * On one kiosk its numbers decide, whatever its clock did; between kiosks the corrected times do. One item arrives once: a
 * repeated id is taken once. The result is the same in whatever order the items came.
 */
export function inOrder(items: readonly PresenceItem[]): Timed[] {
  const byKiosk = new Map<KioskId, PresenceItem[]>();
  const seen = new Set<string>();
  for (const item of items) {
    if (seen.has(item.id)) continue;
    seen.add(item.id);
    const list = byKiosk.get(item.kiosk);
    if (list) list.push(item);
    else byKiosk.set(item.kiosk, [item]);
  }
  const all: Timed[] = [];
  for (const list of byKiosk.values()) {
    list.sort((a, b) => a.n - b.n || (a.id < b.id ? -1 : 1));
    const times = neverBackwards(list.map((item) => item.at));
    for (const [index, item] of list.entries()) all.push({ ...item, time: times[index] ?? item.at });
  }
  return all.sort(byTime);
}

/**
 * The given times where they agree with the order of the numbers, as many as can; a time that contradicts more of them
 * than it agrees with was a wrong clock's, and its item stands where the one before it does.
 */
export function neverBackwards(times: readonly Instant[]): Instant[] {
  const first = times[0] ?? 0;
  if (times.every((time, index) => time >= (times[index - 1] ?? first))) return [...times];
  const kept = longestRising(times);
  let time = Math.min(...times.filter((_, index) => kept.has(index)));
  return times.map((own, index) => {
    if (kept.has(index)) time = own;
    return time;
  });
}

/** Indexes of a longest subsequence that never falls; of several, one that ends earliest (patience sorting). */
function longestRising(times: readonly Instant[]): Set<number> {
  /** For each length, where the subsequence with the smallest end ends. */
  const ends: { index: number; time: Instant }[] = [];
  const before: number[] = [];
  for (const [index, time] of times.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle]?.time ?? time) <= time) low = middle + 1;
      else high = middle;
    }
    before[index] = ends[low - 1]?.index ?? -1;
    ends[low] = { index, time };
  }
  const kept = new Set<number>();
  for (let index = ends.at(-1)?.index ?? -1; index >= 0; index = before[index] ?? -1) kept.add(index);
  return kept;
}
