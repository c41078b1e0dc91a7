import * as z from 'zod/mini';

export const SCHOOL_KINDS = ['preschool', 'primary', 'lower-secondary', 'upper-secondary', 'multi-level', 'continuing', 'other'] as const;

const line = (max: number) => z.string().check(z.maxLength(max));

/** Text rules beyond the lengths (controls, bidi, NFC) are held by `cleanLine` of shared/text. */
export const schoolInput = z.object({
  name: line(400),
  shortName: line(60),
  kind: z.enum(SCHOOL_KINDS),
  province: line(2),
  commune: line(5),
  street: z.optional(line(200)),
  phone: line(40),
  /** The school's own line on the poster, and whom to ask. */
  line: z.optional(line(200)),
  contact: z.optional(line(200)),
  /** Id of a published questionnaire: 'visitor' (default), 'everyone', or one that was added. */
  questionnaire: z.optional(line(60)),
  /** Idle kiosks show a code that changes and proves who scanned it to have stood there (shared/poster/presence.ts). */
  screenCode: z.optional(z.boolean()),
});
export type SchoolInput = z.infer<typeof schoolInput>;

export interface SchoolView extends Required<SchoolInput> {
  id: string;
  /** For `If-Match: "<version>"`. */
  version: number;
  gates: GateView[];
  actions: import('../units/can.ts').Action[];
}

export const gateInput = z.object({ name: line(80), direction: z.enum(['both', 'in', 'out']) });
export type GateInput = z.infer<typeof gateInput>;
export interface GateView extends GateInput {
  id: string;
  number: number;
  active: boolean;
  version: number;
}

export const operatorInput = z.object({ name: line(80), pin: z.string().check(z.regex(/^[0-9]{4,8}$/)) });
export type OperatorInput = z.infer<typeof operatorInput>;

export interface AreaView {
  code: string;
  name: string;
}

export interface PosterView {
  /** Short code; the path of the pictures is /api/schools/:school/posters/:code.<svg|png|pdf>. */
  code: string;
  link: string;
  gate: { id: string; name: string } | null;
  madeAt: number;
  withdrawnAt: number | null;
  /** Stamped BẢN THỬ: there is no https address that phones can open. */
  trial: boolean;
}

export interface KioskView {
  id: string;
  name: string;
  gate: { id: string; name: string };
  pairedAt: number;
  revokedAt: number | null;
  lastSeenAt: number | null;
  unsent: number | null;
  oldestUnsentAt: number | null;
  receivedThrough: number;
  /** Numbers that never arrived, as ranges. */
  gaps: { from: number; to: number }[];
  clockOffset: number | null;
  persisted: boolean | null;
  battery: number | null;
  version: string | null;
}

export const pairingInput = z.object({ name: line(80), gate: z.string().check(z.maxLength(60)) });
export type PairingInput = z.infer<typeof pairingInput>;
export interface PairingView {
  code: string;
  expiresAt: number;
  /** Null when tablets cannot pair at the recorded address; then `missing` says why. */
  link: string | null;
  missing: 'no-https-address' | null;
}
export interface PairingState {
  /** Typed wrongly too often: it opens nothing any more. */
  burnt: boolean;
}
