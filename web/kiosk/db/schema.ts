/** What a kiosk keeps in IndexedDB. Personal data stands here only masked or sealed; the answers of others never. */
import type { DBSchema, IDBPDatabase } from 'idb';
import type { FeedItem, ItemStatus, WrappedSession } from '../../../shared/api/exchange.schema.ts';
import type { GatePolicy, KeyList } from '../../../shared/gate/policy.ts';
import type { PresenceItem } from '../../../shared/presence/stays.ts';
import type { Questionnaire } from '../../../shared/questionnaire/types.ts';

export const DB_NAME = 'quacong-kiosk';
export const DB_VERSION = 2;

export interface Identity {
  kiosk: string;
  name: string;
  school: { id: string; name: string };
  gate: { id: string; name: string };
  /** The private half is not extractable: only this browser profile can sign. */
  signingKey: CryptoKey;
  audience: string;
  pairedAt: number;
}

/** Server time minus the raw clock, and the last corrected time known: a clock behind it is impossible. */
export interface ClockRecord {
  offset: number;
  source: 'server' | 'hand';
  last: number;
}

export interface Contact {
  /** Corrected time of the last answer that was one. */
  at: number;
  epoch: string;
  feed: number;
  safeThrough: number;
  receivedThrough: number;
  certificateEndsAt: number | null;
  serverClockSuspect: boolean;
  /** Where kept items were offered again last: a gap that no kiosk can fill is not offered for ever. */
  offeredAgain?: string;
}

export interface Shift {
  operator: { id: string; name: string } | null;
  startedAt: number;
}

/** A file that was written for the office; its key opens the answer to it, and nothing else. */
export interface WrittenFile {
  /** Id of the file's session. */
  id: string;
  name: string;
  /** Not extractable. */
  key: CryptoKey;
  /** Corrected time. */
  madeAt: number;
  items: number;
  bytes: number;
  /** Every item up to this number that was not sent stands in it. */
  throughN: number;
  /** Batch id and numbers of each request, in their order. */
  requests: { batch: string; items: number[] }[];
}

export interface RollCall {
  startedAt: number;
  /** Subjects of the people who were seen. */
  seen: string[];
}

/** Single values by name. */
export interface Kept {
  identity: Identity;
  /** The key pair of a pairing under way: a lost answer is asked for again with the same key. */
  pairing: { privateKey: CryptoKey; publicKey: string };
  policy: GatePolicy;
  keys: KeyList;
  sealingKeys: { week: string; publicKey: string }[];
  questionnaire: Questionnaire;
  clock: ClockRecord;
  contact: Contact;
  shift: Shift;
  /** The latest few. */
  files: WrittenFile[];
  rollCall: RollCall;
  /** The day whose list is held; another day's is wiped. */
  day: string;
}

/** One item of the chain. It leaves this store only when a verified backup covers it, or acknowledged when space runs out. */
export interface LogItem {
  n: number;
  id: string;
  /** The exact text: never changed once written. */
  event: string;
  payload?: { session: string; sealed: string };
  /** Corrected time, ms. */
  at: number;
  /** What the item itself says: one that says `unsent` is stored all the same when `Sent` covers it (acknowledged.ts). */
  status: 'unsent' | ItemStatus;
  reason?: string;
  /** Its own number, while it is offered again although `Sent` covers it. */
  again?: number;
  /** The server refused it when it was sent alone: not before this time again. */
  heldUntil?: number;
  /** Of an item that says its status itself. */
  acknowledgedAt?: number;
}

/**
 * How far the log has been acknowledged: one small write for a whole batch. Above `through` every item waits; up to it
 * only those that say so themselves (`again`, `heldUntil`).
 */
export interface Sent {
  through: number;
  /** Which items were acknowledged at which time at the latest, ascending; one for each day. */
  marks: { through: number; at: number }[];
}

export interface ChainHead {
  n: number;
  /** base64url SHA-256 of the last item's bytes, '' for none. */
  hash: string;
  /** Time of the last id, ms. */
  at: number;
}

/** Numbers kept as numbers: counting an index on a render took 1.5 s at 100,000 rows. */
export interface Counter {
  unsent: number;
  oldestUnsentAt?: number;
}

/** What today's list is made of: own items and those of other kiosks, with masked names only. */
export type DayItem = PresenceItem & { name?: string; host?: string };
export type PassRow = Omit<Extract<FeedItem, { kind: 'pass' }>, 'kind'>;
export type SessionRow = WrappedSession;

export interface KioskSchema extends DBSchema {
  kept: { key: string; value: Kept[keyof Kept] };
  head: { key: 'chain' | 'counter' | 'sent'; value: ChainHead | Counter | Sent };
  log: {
    key: number;
    value: LogItem;
    indexes: { again: number; held: number; session: string; acknowledged: number };
  };
  session: { key: string; value: SessionRow };
  day: { key: string; value: DayItem };
  pass: { key: string; value: PassRow; indexes: { typedCode: string } };
  revoked: { key: string; value: { subject: string; erased: boolean } };
}

export type KioskDb = IDBPDatabase<KioskSchema>;
