import * as z from 'zod/mini';
import { type LogRow, logQuery, watch } from './log.schema.ts';

/** `watch`: of one that is to go on after its connection broke. */
export const watchQuery = z.strictObject({ watch });
export type WatchQuery = z.infer<typeof watchQuery>;

/**
 * Events of the stream (text/event-stream), each with one line of JSON as data. They carry numbers, never a person:
 * `watch` first, then `feed` whenever the school's feed has moved on, `beat` every 15 s, and `over` as the last.
 */
export interface LiveEvents {
  watch: { watch: string; feed: number };
  feed: { feed: number };
  beat: Record<string, never>;
  over: { why: OverReason };
}
/** `session`: signed out, or the right was taken away. `elsewhere`: too many pages watch; the oldest gives way. `restart`: try again. */
export type OverReason = 'session' | 'elsewhere' | 'restart';

/** The filters of the page, and the number that it knows already. */
export const newRowsQuery = z.extend(z.omit(logQuery, { cursor: true, limit: true }), {
  after: z.string().check(z.regex(/^(0|[1-9][0-9]{0,14})$/)),
  watch,
});
export type NewRowsQuery = z.infer<typeof newRowsQuery>;

export interface NewRows {
  /** Newest first: rows that came, and rows about which something was said since (a decision, a correction). */
  rows: LogRow[];
  /** Ask with this number next time. */
  feed: number;
  /** There is more than one answer holds: ask again at once. */
  more: boolean;
  /** So much has come that the page had better be opened anew; then there are no rows here. */
  far: boolean;
}
