import * as z from 'zod/mini';
import { recordKey } from './own-records.schema.ts';

/** Where a declaration came from; proof of consent names it. */
const channel = z.enum(['poster', 'link', 'kiosk']);

const uuid = z.string().check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/));

/** ms since 1970, of a year that can be written: the office reads it as a date. */
const LAST_INSTANT = Date.UTC(9999, 0);

const answers = z.record(z.string().check(z.maxLength(40)), z.unknown());

/** Somebody who comes along: only what differs from the declarer; phone, host and address are taken from there. */
const companion = z.object({ id: uuid, answers });
const MAX_COMPANIONS = 8;

export const declareInput = z.object({
  /** UUIDv7 made by the phone: the same id with the same body gets the same answer. */
  id: uuid,
  /** The short code of the poster. */
  place: z.string().check(z.maxLength(12)),
  questionnaire: z.object({ id: z.string().check(z.maxLength(60)), version: z.int().check(z.positive()) }),
  /** Checked by `checkAnswers` against that exact version. */
  answers,
  consent: z.object({
    version: z.string().check(z.maxLength(40)),
    language: z.enum(['vi', 'en']),
    /** Codes of the purposes that were ticked. */
    purposes: z.array(z.string().check(z.maxLength(40))).check(z.maxLength(20)),
    /** ms since 1970 by the phone's clock. */
    at: z.int().check(z.minimum(0), z.maximum(LAST_INSTANT)),
  }),
  channel,
  /** The person filled it in for somebody else (khai hộ). */
  onBehalf: z.optional(z.boolean()),
  /** The visitor's own key to the record (shared/api/own-records.schema.ts). */
  record: z.optional(recordKey),
  /** Each becomes a declaration of its own; the declarer consents for them as guardian or at their wish. */
  companions: z.optional(z.array(companion).check(z.minLength(1), z.maxLength(MAX_COMPANIONS))),
  /** With companions: one pass for all (true), or one for each. */
  together: z.optional(z.boolean()),
});
export type DeclareInput = z.infer<typeof declareInput>;

export interface DeclareAnswer {
  id: string;
  outcome: 'cleared' | 'attention';
  pass: PassView;
  /** In the order in which they were sent. */
  companions?: CompanionAnswer[];
}

export interface CompanionAnswer {
  id: string;
  maskedName: string;
  /** Null: the declarer's pass is for all. */
  pass: PassView | null;
}

export interface PassView {
  /** What the QR holds (docs/formats.md, "Pass"). */
  digits: string;
  /** 10 digits to type at the kiosk when the camera cannot read. */
  typedCode: string;
  maskedName: string;
  school: string;
  issuedAt: number;
  expiresAt: number;
  outcome: 'cleared' | 'attention';
  /** How many more people it is for; absent: one person. */
  companions?: number;
}

export const placeParams = z.object({ code: z.string().check(z.maxLength(12)) });

/** All that a phone needs to fill in the form. */
export interface PlaceView {
  code: string;
  /** base64url of 16 bytes: what a signed fragment names. */
  place: string;
  state: 'open' | 'withdrawn';
  /** Only of a withdrawn one: since when, and whether another hangs in its place. Which one is never told: find it at the gate. */
  withdrawn?: { at: number; replaced: boolean };
  school: { id: string; name: string; shortName: string; line: string; contact: string };
  gate: string | null;
  questionnaire: import('../questionnaire/types.ts').Questionnaire;
  keys: import('../gate/policy.ts').KeyList;
  serverTime: number;
}
