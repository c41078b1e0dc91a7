/** Today's list: one line a stay, searched by what a guard can say of a person. */
import { HOUR } from '../../../shared/clock.ts';
import { headsOf } from '../../../shared/gate/event.ts';
import { fold } from '../../../shared/text/fold.ts';
import type { DayBook } from './day-book.ts';

export interface TodayLine {
  subject: string;
  name: string;
  host: string;
  /** How many more people; absent: one person. */
  with?: number;
  inAt: number | undefined;
  outAt: number | undefined;
  inside: boolean;
}

/** `long`: inside for over two hours, the longest first. */
export type TodayFilter = 'inside' | 'long' | 'left' | 'all';

/** From here on a stay is long enough to ask about. */
const LONG_STAY = 2 * HOUR;

/** More lines than anybody looks through; the search reaches all. */
const MOST_LINES = 300;

/** Folded once for every key that is pressed: three forms of each line. */
interface Findable {
  line: TodayLine;
  text: string;
  /** Name without dots and spaces: `ntbhong678`. */
  tight: string;
  /** Initials of the whole name: `ntbh`. */
  initials: string;
}

export interface Today {
  /** People. */
  counts: Record<TodayFilter, number>;
  /** The latest movement first. */
  lines(filter: TodayFilter, search: string): TodayLine[];
}

/** `now`: corrected time, ms. Made anew only when the day has changed. */
export function readToday(book: Pick<DayBook, 'stays'>, now: number): Today {
  const all = book.stays().map(({ person, in: entry, end, endedAt, with: group }) => {
    const { subject, name, host } = person;
    // A round or the office ends a visit as well as a scan.
    const times = { inAt: entry?.at, outAt: endedAt ?? undefined, inside: entry !== null && end === null };
    return findable({ subject, name, host, ...times, ...(group === undefined ? {} : { with: group }) });
  });
  const fits = (line: TodayLine, filter: TodayFilter): boolean => {
    switch (filter) {
      case 'inside':
        return line.inside;
      case 'long':
        return line.inside && now - (line.inAt ?? now) > LONG_STAY;
      case 'left':
        return !line.inside;
      case 'all':
        return true;
    }
  };
  const counted = (filter: TodayFilter): number => all.reduce((count, { line }) => count + (fits(line, filter) ? headsOf(line) : 0), 0);
  return {
    counts: { inside: counted('inside'), long: counted('long'), left: counted('left'), all: counted('all') },
    lines(filter, search) {
      const matches = matcher(search);
      const found = all.filter((each) => fits(each.line, filter) && matches(each)).map((each) => each.line);
      return filter === 'long' ? found.reverse() : found;
    },
  };
}

export function todayLines(book: Pick<DayBook, 'stays'>, filter: TodayFilter, search: string): TodayLine[] {
  return readToday(book, Number.POSITIVE_INFINITY).lines(filter, search).slice(0, MOST_LINES);
}

const letters = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '');

function findable(line: TodayLine): Findable {
  const name = fold(line.name);
  const words = name.split(/[\s.]+/).filter((word) => /^\p{L}/u.test(word));
  return { line, text: `${name} ${fold(line.host)}`, tight: letters(name), initials: words.map((word) => word.charAt(0)).join('') };
}

/**
 * With and without diacritics: a part of the name or of the host, initials (`ntbh`, `n t b hong`), the last digits of
 * the phone or the whole number, or the full name as the visitor says it (`nguyen thi bich hong`).
 */
function matcher(search: string): (each: Findable) => boolean {
  const wanted = fold(search);
  const tight = letters(wanted);
  if (tight === '') return () => true;
  const tail = /^\d{8,15}$/.test(tight) ? tight.slice(-3) : undefined;
  const words = wanted.split(/[\s.]+/).filter((word) => word !== '');
  const last = words.pop() ?? '';
  const asMasked = words.length > 0 ? letters(words.map((word) => word.charAt(0)).join('') + last) : undefined;
  return (each) =>
    each.text.includes(wanted) ||
    each.tight.includes(tight) ||
    each.initials.startsWith(tight) ||
    (tail !== undefined && each.tight.endsWith(tail)) ||
    (asMasked !== undefined && each.tight.startsWith(asMasked));
}

const MOST_HOSTS = 5;

/** Whom at least two of today's visitors came for, the most wanted first. */
export function frequentHosts(stays: ReturnType<DayBook['stays']>): string[] {
  const counts = new Map<string, { host: string; count: number }>();
  for (const { person } of stays) {
    if (person.host === '') continue;
    const key = fold(person.host);
    const known = counts.get(key);
    if (known) known.count++;
    else counts.set(key, { host: person.host, count: 1 });
  }
  return [...counts.values()]
    .filter(({ count }) => count > 1)
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_HOSTS)
    .map(({ host }) => host);
}
