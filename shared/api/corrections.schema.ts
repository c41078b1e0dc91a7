import * as z from 'zod/mini';
import type { Direction } from '../gate/event.ts';
import type { Fix } from '../presence/items.ts';
import type { Finding } from '../presence/stays.ts';

/** Closed; the words stand in the office's strings. */
export const CORRECTION_REASONS = ['wrong-direction', 'scanned-by-mistake', 'not-scanned-out', 'test', 'other'] as const;
export type CorrectionReason = (typeof CORRECTION_REASONS)[number];

/** Graphemes. */
export const MAX_NOTE = 200;

/** Texts beyond it are refused before they are looked at; the note itself is measured in graphemes. */
export const note = z.optional(z.string().check(z.maxLength(4000)));

export const correctInput = z.strictObject({
  fix: z.union([
    z.strictObject({ dir: z.enum(['in', 'out']) }),
    z.strictObject({ void: z.literal(true) }),
    /** The visit that began with this scan ended then, ms. `estimated`: nobody knows for sure. */
    z.strictObject({ left: z.int(), estimated: z.boolean() }),
  ]),
  reason: z.enum(CORRECTION_REASONS),
  note,
  /** The office's last correction that the page shows, null for none: another one meanwhile is a `conflict`. */
  last: z.optional(z.nullable(z.string().check(z.maxLength(64)))),
});
export type CorrectInput = z.infer<typeof correctInput>;

/** What somebody said later of a scan. The scan itself stays as it was written. */
export interface Correction {
  id: string;
  at: number;
  /** `gate`: a guard at a kiosk, right after the scan. */
  from: 'gate' | 'office';
  by: string | null;
  fix: Fix;
  /** Of the office. */
  reason: CorrectionReason | null;
  note: string;
}

/** One of the two scans that do not fit together. */
export interface ScanPlace {
  event: string;
  at: number;
  dir: Direction;
  gate: string;
  kiosk: string;
}
/** On a row of the log: what does not fit, and the other row. */
export interface RowFinding {
  kind: Finding['kind'];
  other: ScanPlace | null;
}
export interface DayFinding extends RowFinding {
  subject: string;
  name: string | null;
  scan: ScanPlace;
}
