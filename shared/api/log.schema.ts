import * as z from 'zod/mini';
import type { CodeKind, Colour, DecisionReason, Direction, Method, Reason } from '../gate/event.ts';
import type { Correction, DayFinding, RowFinding } from './corrections.schema.ts';
import type { CheckInProof } from './own-records.schema.ts';

/** Looks like a day; `isDay` is asked after it. */
export const day = z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/));
/** Of a live watch (shared/api/live.ts): 16 random bytes, base64url. */
export const watch = z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/)));

/** What a gate made of it, or `noted`: the visitor's own word, which no gate judged. */
export const result = z.enum(['green', 'amber', 'red', 'noted']);
export type Result = z.infer<typeof result>;

/** Query text. Unknown keys are refused; `isDay`, the order of the days and the period are checked after it. */
export const logQuery = z.strictObject({
  from: z.optional(day),
  to: z.optional(day),
  gate: z.optional(z.string().check(z.maxLength(60))),
  dir: z.optional(z.enum(['in', 'out'])),
  colour: z.optional(result),
  /** Part of a name, with or without diacritics; or the end of a phone number. Literal, never a pattern. */
  q: z.optional(z.string().check(z.maxLength(5000))),
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.string().check(z.regex(/^([1-9]|[1-9][0-9]|1[0-9][0-9]|200)$/))),
});
export type LogQuery = z.infer<typeof logQuery>;

export interface LogRow {
  event: string;
  /** Corrected time, ms. */
  at: number;
  gate: { id: string; name: string };
  kiosk: { id: string; name: string };
  n: number;
  dir: Direction;
  /** Null: no gate judged it. */
  colour: Colour | null;
  why: Reason[];
  /** `poster`, `screen`: the visitor's own word from the phone, at a poster or before a kiosk's screen. Not a gate's proof. */
  method: Method | CheckInProof;
  code: CodeKind;
  subject: string;
  /** Full name; null with `unreadable` when its key is gone or the bytes are damaged, with `erased` when that was asked for. */
  name: string | null;
  phone: string | null;
  host: string | null;
  unreadable: boolean;
  erased: boolean;
  /** How many more people it counts. */
  companions: number;
  /** Full names of those who were declared with the pass, where it stands for several. */
  companionNames: string[];
  /** The person's decision on an amber or red scan, when one came. */
  decision: { admit: boolean; reason: DecisionReason; by: string | null; at: number } | null;
  /** What the last correction made of it. */
  corrected: { dir: Direction } | { void: true } | null;
  /** The office says that the visit which began here ended then. */
  left: { at: number; estimated: boolean } | null;
  /** All that was said of it later, oldest first. */
  corrections: Correction[];
  /** What does not fit with another row; only where a page is looked at, never in a file. */
  findings?: RowFinding[];
  flags: EventFlag[];
  receivedAt: number;
  declared: boolean;
}
/**
 * `clock-unknown`: the kiosk had never heard what time it is, so the row may stand anywhere among those of other gates.
 * `added`: the other version of an item, taken by the office as a row of its own.
 */
export type EventFlag = 'skew' | 'chain' | 'clone' | 'unknown-kind' | 'clock-unknown' | 'added';

export interface LogPage {
  rows: LogRow[];
  /** For the next page (older rows); null at the end. */
  cursor: string | null;
  /** False: the search stopped at its limit of rows; go on with `cursor`. */
  searchedAll: boolean;
  /** How far back it came then, ms. */
  through?: number | undefined;
  /** The school's feed number at the time of the answer: what comes later is asked for with it (shared/api/live.ts). */
  feed: number;
}

export const dayQuery = z.strictObject({
  day: z.optional(day),
  /** Of the page's live watch (shared/api/live.ts): the view is counted there. */
  watch,
});
export type DayQuery = z.infer<typeof dayQuery>;

export interface DayView {
  day: string;
  /** People, as are entries and exits: a group that came by one scan counts as many as it is. */
  inside: number;
  entries: number;
  exits: number;
  waiting: number;
  refused: number;
  /** Of each hour from 0 to 23, in UTC+7. */
  hours: { entries: number[]; exits: number[] };
  /** Entries of each hour on the same weekday a week before; null when nobody came in then. */
  weekBefore: number[] | null;
  /** Gates through which somebody went, the busiest first. */
  gates: { id: string; name: string; entries: number; exits: number }[];
  /** Oldest first, at most 500. */
  openVisits: OpenVisit[];
  /** Visits that ended on this day without a word of anybody: taken to have left by its end. `count`: of people. */
  estimated: { count: number; visits: OpenVisit[] };
  /** What does not fit, in the order in which it happened; at most 50. */
  findings: { count: number; list: DayFinding[] };
  /** As in LogPage. */
  feed: number;
}
export interface OpenVisit {
  /** The entry. */
  event: string;
  subject: string;
  name: string | null;
  host: string | null;
  /** How many more people the visit is of. */
  companions: number;
  since: number;
  gate: string;
  /** Since a day before this one: a guard found that the person stays. */
  overnight: boolean;
}

/** What the office must look at: nothing is lost quietly. */
export interface Alarms {
  conflicts: { id: string; kiosk: string; event: string; receivedAt: number }[];
  quarantined: { id: string; kiosk: string; reason: string; receivedAt: number }[];
  gaps: { kiosk: string; kioskName: string; from: number; to: number }[];
  flagged: { event: string; kiosk: string; n: number; flags: EventFlag[]; at: number }[];
  serverClockSuspect: boolean;
}

export const revokePassInput = z.object({ reason: z.enum(['lost', 'wrong-person', 'order']) });
export type RevokePassInput = z.infer<typeof revokePassInput>;

export interface DeclarationView {
  id: string;
  /** '' when it can no longer be read. */
  name: string;
  /** The school's name, for the printed sheet. */
  school: string;
  at: number;
  questionnaire: import('../questionnaire/types.ts').Questionnaire;
  answers: import('../questionnaire/types.ts').Answers | null;
  outcome: 'cleared' | 'attention';
  consent: { version: string; language: string; purposes: string[]; at: number; channel: string };
  /** Purposes whose consent was withdrawn later; with one that is required the answers are destroyed. */
  withdrawn: string[];
  /** Who came along, in the order of the declaration; their own list is empty. */
  companions: DeclarationView[];
}
