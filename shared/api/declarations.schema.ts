import * as z from 'zod/mini';

/** Where a declaration came from; proof of consent names it. */
const channel = z.enum(['poster', 'link', 'kiosk']);

const uuid = z.string().check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/));

export const declareInput = z.object({
  /** UUIDv7 made by the phone: the same id with the same body gets the same answer. */
  id: uuid,
  /** The short code of the poster. */
  place: z.string().check(z.maxLength(12)),
  questionnaire: z.object({ id: z.string().check(z.maxLength(60)), version: z.int().check(z.positive()) }),
  /** Checked by `checkAnswers` against that exact version. */
  answers: z.record(z.string().check(z.maxLength(40)), z.unknown()),
  consent: z.object({
    version: z.string().check(z.maxLength(40)),
    language: z.enum(['vi', 'en']),
    /** Codes of the purposes that were ticked. */
    purposes: z.array(z.string().check(z.maxLength(40))).check(z.maxLength(20)),
    /** ms since 1970 by the phone's clock. */
    at: z.int(),
  }),
  channel,
  /** The person filled it in for somebody else (khai hộ). */
  onBehalf: z.optional(z.boolean()),
});
export type DeclareInput = z.infer<typeof declareInput>;

export interface DeclareAnswer {
  id: string;
  outcome: 'cleared' | 'attention';
  pass: PassView;
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
}

export const placeParams = z.object({ code: z.string().check(z.maxLength(12)) });

/** All that a phone needs to fill in the form. */
export interface PlaceView {
  code: string;
  /** base64url of 16 bytes: what a signed fragment names. */
  place: string;
  state: 'open' | 'withdrawn';
  school: { id: string; name: string; shortName: string; line: string; contact: string };
  gate: string | null;
  questionnaire: import('../questionnaire/types.ts').Questionnaire;
  keys: import('../gate/policy.ts').KeyList;
  serverTime: number;
}
