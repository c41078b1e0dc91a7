import * as z from 'zod/mini';
import { day, type Result, result } from './log.schema.ts';

/** Why it is downloaded; stands in the audit. */
const purpose = z.enum(['daily-record', 'report-to-authority', 'tracing', 'check']);
export type Purpose = z.infer<typeof purpose>;
const language = z.optional(z.enum(['vi', 'en']));

export const exportQuery = z.strictObject({
  from: day,
  to: day,
  gate: z.optional(z.string().check(z.maxLength(60))),
  dir: z.optional(z.enum(['in', 'out'])),
  colour: z.optional(result),
  q: z.optional(z.string().check(z.maxLength(5000))),
  purpose,
  language,
});
export type ExportQuery = z.infer<typeof exportQuery>;

export const reportQuery = z.strictObject({
  day,
  /** `full` is a download of names like any other; `masked` is what also stands on the kiosk. */
  names: z.optional(z.enum(['masked', 'full'])),
  purpose,
  language,
});
export type ReportQuery = z.infer<typeof reportQuery>;

export type ExportFormat = 'csv' | 'xlsx' | 'pdf';

/** How far one kiosk's log had arrived. */
export interface KioskCompleteness {
  name: string;
  receivedThrough: number;
  /** Numbers that never arrived, as ranges, oldest first; at most 50. */
  gaps: { from: number; to: number }[];
  lastSeenAt: number | null;
}

/** What a download was: asked for after it, compared with the file that arrived, and saved beside it. */
export interface ExportManifest {
  id: string;
  /** `broken`: it ended before the file was whole; the file that somebody may hold is not one of ours. */
  state: 'running' | 'whole' | 'broken';
  format: ExportFormat;
  file: string;
  school: string;
  from: string;
  to: string;
  /** Gate by its name. `search`: only some people; who was searched for is kept nowhere. */
  filters: { gate: string | null; dir: 'in' | 'out' | null; colour: Result | null; search: boolean };
  names: 'masked' | 'full';
  purpose: Purpose;
  madeAt: number;
  by: { login: string; name: string };
  rows: number;
  /** Of the file as it left the server, once it is whole. */
  bytes: number | null;
  /** 64 hexadecimal digits. */
  sha256: string | null;
  completeness: KioskCompleteness[];
}
