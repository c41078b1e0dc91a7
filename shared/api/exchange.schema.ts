import * as z from 'zod/mini';
import type { Colour, Direction, Found } from '../gate/event.ts';
import type { GatePolicy, KeyList } from '../gate/policy.ts';
import type { Fix } from '../presence/items.ts';
import type { Questionnaire } from '../questionnaire/types.ts';

/** Wire format of docs/formats.md, "Exchange". The body is signed by the kiosk's key (header `x-signature`). */
export const PROTOCOL = 1;
export const MAX_BATCH = 500;
export const MAX_EXCHANGE_BYTES = 2 * 1024 * 1024;

/** Items are checked one by one: a bad one is quarantined and never spoils its batch. */
export const exchangeInput = z.object({
  v: z.int(),
  /** The origin that the kiosk was opened at. */
  audience: z.string().check(z.maxLength(300)),
  kiosk: z.string().check(z.maxLength(60)),
  /** Random: the answer must repeat it, or it is not an answer. */
  batch: z.string().check(z.maxLength(60)),
  sentAt: z.int(),
  items: z.array(z.unknown()),
  /** AES session keys that the items' payloads are sealed with, each wrapped once for the school's key of a week. */
  sessions: z.optional(z.array(z.unknown()).check(z.maxLength(50))),
  /** What the kiosk has; the answer brings what is newer. */
  have: z.object({
    epoch: z.optional(z.string().check(z.maxLength(60))),
    feed: z.int(),
    policy: z.int(),
    keysAt: z.int(),
    questionnaire: z.optional(z.string().check(z.maxLength(80))),
  }),
  state: z.object({
    unsent: z.int(),
    oldestUnsentAt: z.optional(z.int()),
    lastN: z.int(),
    persisted: z.boolean(),
    usedBytes: z.optional(z.int()),
    quotaBytes: z.optional(z.int()),
    battery: z.optional(z.number()),
    version: z.string().check(z.maxLength(60)),
  }),
});
export type ExchangeInput = z.infer<typeof exchangeInput>;

/** One outbox item: the exact bytes of an event as text, and its sealed payload where it has one. */
export interface OutboxItem {
  event: string;
  payload?: { session: string; sealed: string };
}
/** base64url fields; see shared/seal. */
export interface WrappedSession {
  id: string;
  week: string;
  ephemeral: string;
  wrapped: string;
}

export type ItemStatus = 'stored' | 'duplicate' | 'conflict' | 'quarantined' | 'erased';

/** What other kiosks and the server tell, oldest first. Only masked names ever reach a kiosk. */
export type FeedItem =
  | {
      kind: 'scan';
      id: string;
      kiosk: string;
      n: number;
      gate: string;
      subject: string;
      dir: Direction;
      colour: Colour;
      at: number;
      name: string;
      host: string;
      /** How many more people; absent: one person. */
      with?: number;
    }
  | { kind: 'decision'; id: string; kiosk: string; n: number; of: string; admit: boolean; at: number }
  /** Of another kiosk, or of the office (`kiosk` is 'office' then). */
  | { kind: 'correction'; id: string; kiosk: string; n: number; of: string; fix: Fix; at: number }
  | { kind: 'round'; id: string; kiosk: string; n: number; of: string; found: Found; at: number }
  | {
      kind: 'pass';
      subject: string;
      typedCode: string;
      name: string;
      expiresAt: number;
      outcome: 'cleared' | 'attention';
      host: string;
      /** How many more people it is for; absent: one person. */
      companions?: number;
    }
  | { kind: 'revoked'; subject: string; erased: boolean };

export interface ExchangeAnswer {
  v: typeof PROTOCOL;
  batch: string;
  epoch: string;
  serverTime: number;
  /** In the order of `items`. */
  results: { status: ItemStatus; reason?: string }[];
  /** The kiosk's items up to this number stand in a verified backup. */
  safeThrough: number;
  /** The highest number that the server holds of this kiosk without a gap. */
  receivedThrough: number;
  certificateEndsAt: number | null;
  serverClockSuspect: boolean;
  policy?: GatePolicy;
  keys?: KeyList;
  sealingKeys?: { week: string; publicKey: string }[];
  questionnaire?: Questionnaire;
  feed: { cursor: number; items: FeedItem[]; more: boolean };
}

export const pairInput = z.object({
  /** 10 digits; spaces and dashes are taken out. */
  code: z.string().check(z.maxLength(20)),
  /** Uncompressed P-256 point, base64url. */
  publicKey: z.string().check(z.maxLength(100)),
});
export type PairInput = z.infer<typeof pairInput>;
export interface PairAnswer {
  kiosk: string;
  name: string;
  school: { id: string; name: string };
  gate: { id: string; name: string };
  serverTime: number;
}
