/** Who is inside, one line a visit: for the round at the end of the day and for the roll call. */
import type { DayBook } from './day-book.ts';

export interface OpenVisit {
  subject: string;
  /** The scan that it began with. */
  scan: string;
  name: string;
  host: string;
  /** How many more people; absent: one person. */
  with?: number;
  gate: string;
  since: number;
  /** A round has found the person staying. */
  stays: boolean;
}

const collator = new Intl.Collator('vi');
/** "N.T.B. Hồng ·678" is found under Hồng. */
const givenName = (masked: string): string =>
  masked
    .replace(/ ·\d+$/, '')
    .split(' ')
    .at(-1) ?? '';

/** In the order of given names, so that nobody moves while the list is worked through. */
export const openVisits = (book: Pick<DayBook, 'stays'>): OpenVisit[] =>
  book
    .stays()
    .flatMap(({ in: entry, end, heldUntil, person, with: group }) => {
      if (!entry || end !== null) return [];
      const { scan, gate, at: since } = entry;
      return [{ ...person, scan, gate, since, stays: heldUntil !== null, ...(group === undefined ? {} : { with: group }) }];
    })
    .sort((a, b) => collator.compare(givenName(a.name), givenName(b.name)) || a.since - b.since);
