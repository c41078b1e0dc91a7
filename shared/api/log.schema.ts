import * as z from 'zod/mini';
import type { CodeKind, Colour, DecisionReason, Direction, Method, Reason } from '../gate/event.ts';

const day = z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/));

/** Query text. Unknown keys are refused; `isDay`, the order of the days and the period are checked after it. */
export const logQuery = z.strictObject({
  from: z.optional(day),
  to: z.optional(day),
  gate: z.optional(z.string().check(z.maxLength(60))),
  dir: z.optional(z.enum(['in', 'out'])),
  colour: z.optional(z.enum(['green', 'amber', 'red'])),
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
  colour: Colour;
  why: Reason[];
  method: Method;
  code: CodeKind;
  subject: string;
  /** Full name; null with `unreadable` when its key is gone or the bytes are damaged. */
  name: string | null;
  phone: string | null;
  host: string | null;
  unreadable: boolean;
  /** The person's decision on an amber or red scan, when one came. */
  decision: { admit: boolean; reason: DecisionReason; by: string | null; at: number } | null;
  /** What a later correction made of it. */
  corrected: { dir: Direction } | { void: true } | null;
  flags: EventFlag[];
  receivedAt: number;
  declared: boolean;
}
export type EventFlag = 'skew' | 'chain' | 'clone' | 'unknown-kind';

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

export interface DayView {
  day: string;
  inside: number;
  entries: number;
  exits: number;
  waiting: number;
  refused: number;
  openVisits: { subject: string; name: string | null; host: string | null; since: number; gate: string }[];
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
  at: number;
  questionnaire: import('../questionnaire/types.ts').Questionnaire;
  answers: import('../questionnaire/types.ts').Answers | null;
  outcome: 'cleared' | 'attention';
  consent: { version: string; language: string; purposes: string[]; at: number; channel: string };
}
