/** Today's list: one line a person, search by folded masked name, phone tail or host. */
import { fold } from '../../../shared/text/fold.ts';
import type { DayBook } from './day-book.ts';

export interface TodayLine {
  subject: string;
  name: string;
  host: string;
  inAt: number | undefined;
  outAt: number | undefined;
  inside: boolean;
}

export type TodayFilter = 'inside' | 'left' | 'all';

/** More lines than anybody looks through; the search reaches all. */
const MOST_LINES = 300;

export function todayLines(book: DayBook, filter: TodayFilter, search: string): TodayLine[] {
  const wanted = fold(search);
  const lines: TodayLine[] = [];
  for (const { person, in: entry, out } of book.stays()) {
    const inside = entry !== null && out === null;
    if (filter !== 'all' && (filter === 'inside') !== inside) continue;
    if (wanted !== '' && !fold(`${person.name} ${person.host}`).includes(wanted)) continue;
    lines.push({ subject: person.subject, name: person.name, host: person.host, inAt: entry?.at, outAt: out?.at, inside });
    if (lines.length >= MOST_LINES) break;
  }
  return lines;
}
