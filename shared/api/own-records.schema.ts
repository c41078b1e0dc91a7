import * as z from 'zod/mini';
import type { Day } from '../clock.ts';
import type { Answers, Questionnaire } from '../questionnaire/types.ts';

const uuid = z.string().check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/));
const school = z.string().check(z.maxLength(60));
/** 16 random bytes, base64url, made by the phone and sent with its declaration; the server keeps only a hash of it. */
export const recordKey = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/));

/** Opens what was declared with this key, and nothing else. It travels in bodies only: addresses end up in logs. */
export const ownRecordInput = z.strictObject({ school, record: recordKey });
export type OwnRecordInput = z.infer<typeof ownRecordInput>;

export const withdrawInput = z.strictObject({
  school,
  record: recordKey,
  /** Codes of purposes that were agreed to. */
  purposes: z.array(z.string().check(z.maxLength(40))).check(z.minLength(1), z.maxLength(20)),
});
export type WithdrawInput = z.infer<typeof withdrawInput>;

/** A visitor notes coming or going at a poster. A note, not proof of presence: the gate's own scan is that. */
export const checkInInput = z.strictObject({
  /** UUIDv7 made by the phone: the same id with the same body gets the same answer. */
  id: uuid,
  school,
  record: recordKey,
  /** The short code of the poster. */
  place: z.string().check(z.maxLength(12)),
  dir: z.enum(['in', 'out']),
  /** ms since 1970 by the phone's clock, corrected by the server time that it last heard. */
  at: z.int(),
  /** Digits of the code that changes on a kiosk's screen (shared/poster/presence.ts), where that was scanned. */
  presence: z.optional(z.string().check(z.regex(/^\d{1,400}$/))),
});
export type CheckInInput = z.infer<typeof checkInInput>;

/** `screen`: with a code that a kiosk showed at that time, so somebody stood before it. `poster`: nothing proves it. */
export type CheckInProof = 'poster' | 'screen';
export interface CheckInAnswer {
  id: string;
  at: number;
  dir: 'in' | 'out';
  gate: string | null;
  proof: CheckInProof;
}

/** All that the server keeps of one declaration with its companions; empty lists after an erasure. */
export interface OwnRecord {
  school: { name: string; phone: string; contact: string };
  /** The declarer first, then the companions. */
  declarations: OwnDeclaration[];
  /** Newest first. */
  visits: OwnVisit[];
  /** What was asked for with this key, newest first. */
  requests: Receipt[];
  /** The last day on which the record is kept; null when nothing is kept. */
  keptThrough: Day | null;
}
export interface OwnDeclaration {
  id: string;
  at: number;
  maskedName: string;
  questionnaire: Questionnaire;
  /** Null: destroyed, or withdrawn. */
  answers: Answers | null;
  consent: { version: string; language: string; purposes: string[]; at: number };
  /** Purposes whose consent was withdrawn later. */
  withdrawn: string[];
  pass: { state: 'valid' | 'expired' | 'withdrawn'; expiresAt: number };
}
export interface OwnVisit {
  at: number;
  dir: 'in' | 'out';
  gate: string | null;
  how: 'gate' | CheckInProof;
}

/** What the visitor can show: that it was asked for, and what was done (Law 91/2025/QH15, Decree 356/2025/NĐ-CP). */
export interface Receipt {
  /** To be read out to the school: 8 characters. */
  number: string;
  kind: 'withdrawal' | 'erasure';
  askedAt: number;
  /** Null: the person is still inside; it is carried out when the day closes, at `dueAt` at the latest. */
  doneAt: number | null;
  dueAt: number;
  school: string;
  /** Whom to ask about it. */
  contact: string;
  /** How many declarations and visits it covers. */
  covers: { declarations: number; visits: number };
  /** Of a withdrawal. */
  purposes: string[];
}
