/** The chain of a kiosk's items: making one, and reading one back. Hashes are made by the caller (WebCrypto is async). */
import { utf8 } from '../bytes.ts';
import { type Day, dayOf, endOfDay, type Instant } from '../clock.ts';
import { type EventId, isUuidV7, timeOfUuid } from '../ids.ts';
import {
  type CorrectionEvent,
  DECISION_REASONS,
  EVENT_VERSION,
  type EventDraft,
  FOUND,
  type GateEvent,
  MAX_EVENT_BYTES,
  MAX_WITH,
  REASONS,
} from './event.ts';

export interface EventPlace {
  id: string;
  school: string;
  kiosk: string;
  /** The number of the item before, 0 for none. */
  lastN: number;
  /** base64url SHA-256 of the bytes of the item before, '' for none. */
  lastHash: string;
  at: number;
  mono: number;
  off?: number;
}

/** The exact text of the next item of the chain. */
export function eventText(draft: EventDraft, place: EventPlace): string {
  return JSON.stringify({
    v: EVENT_VERSION,
    id: place.id,
    school: place.school,
    kiosk: place.kiosk,
    n: place.lastN + 1,
    prev: place.lastHash,
    at: Math.round(place.at),
    mono: Math.round(place.mono),
    ...(place.off === undefined ? {} : { off: Math.round(place.off) }),
    ...draft,
  });
}

/** What any version of a kiosk must say of an item, also of a kind that this server does not know yet. */
export interface EventHead {
  v: number;
  kind: string;
  id: string;
  school: string;
  kiosk: string;
  gate: string;
  n: number;
  prev: string;
  at: number;
  off?: number;
  op?: string;
  sealed?: string;
}

export type ReadEvent =
  | { ok: true; head: EventHead; event: GateEvent | undefined }
  | { ok: false; reason: 'not-json' | 'too-long' | 'bad-head' | 'bad-body'; id?: string; n?: number; kiosk?: string };

const HASH = /^[A-Za-z0-9_-]{43}$/;
const RANDOM_ID = /^[A-Za-z0-9_-]{22}$/;
const CODES = ['pass', 'person-1405', 'card', 'none'];
const METHODS = ['camera', 'wedge', 'typed', 'quick', 'declared', 'photo'];
const NOTES = ['shift-start', 'shift-end', 'clock-set', 'storage-refused', 'poster-shown'];

/** Neither engine stores such text (server/db/storable.ts), and UTF-8 has no half characters. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/**
 * `id`, `n` and `kiosk` of a refused item as far as they can be read. `event` is undefined for a kind of a newer kiosk: it is stored as it is and shown as unknown, never dropped.
 */
export function readEvent(text: string): ReadEvent {
  if (text.length > MAX_EVENT_BYTES || utf8(text).length > MAX_EVENT_BYTES) return { ok: false, reason: 'too-long' };
  if (UNSTORABLE.test(text)) return { ok: false, reason: 'not-json' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'not-json' };
  }
  if (!isRecord(value)) return { ok: false, reason: 'not-json' };
  if (!isHead(value)) return { ok: false, reason: 'bad-head', ...readableOf(value) };
  if (value.v !== EVENT_VERSION || !KINDS.has(value.kind)) return { ok: true, head: value, event: undefined };
  return isBody(value) ? { ok: true, head: value, event: value } : { ok: false, reason: 'bad-body', ...readableOf(value) };
}

const readableOf = ({ id, n, kiosk }: Fields) => ({
  id: isEventId(id) ? String(id) : undefined,
  n: isInt(n) && n > 0 ? n : undefined,
  kiosk: isShort(kiosk) ? kiosk : undefined,
});

type Fields = Record<string, unknown>;
const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const isInt = (value: unknown): value is number => Number.isSafeInteger(value);
const isShort = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= 60 && !UNSTORABLE.test(value);
const optional = (value: unknown, check: (value: unknown) => boolean): boolean => value === undefined || check(value);
const isHash = (value: unknown): boolean => typeof value === 'string' && HASH.test(value);
const isOneOf = (value: unknown, list: readonly string[]): boolean => typeof value === 'string' && list.includes(value);
const isEventId = (value: unknown): boolean => typeof value === 'string' && isUuidV7(value);
const isSubject = (value: unknown): boolean => typeof value === 'string' && RANDOM_ID.test(value);
const isWith = (value: unknown): boolean => isInt(value) && value >= 1 && value <= MAX_WITH;
const isDirection = (value: unknown): boolean => value === 'in' || value === 'out';

function isHead(value: Fields): value is Fields & EventHead {
  return (
    isInt(value.v) &&
    isShort(value.kind) &&
    isEventId(value.id) &&
    isShort(value.school) &&
    isShort(value.kiosk) &&
    isShort(value.gate) &&
    isInt(value.n) &&
    value.n > 0 &&
    (value.prev === '' || isHash(value.prev)) &&
    isInt(value.at) &&
    optional(value.off, isInt) &&
    optional(value.op, isShort) &&
    optional(value.sealed, isHash)
  );
}

const BODIES: Record<GateEvent['kind'], (value: Fields) => boolean> = {
  scan: (value) =>
    isOneOf(value.method, METHODS) &&
    isOneOf(value.code, CODES) &&
    isSubject(value.subject) &&
    isDirection(value.dir) &&
    isOneOf(value.colour, ['green', 'amber', 'red']) &&
    Array.isArray(value.why) &&
    value.why.every((reason) => isOneOf(reason, REASONS)) &&
    optional(value.with, isWith),
  decision: (value) => isEventId(value.of) && typeof value.admit === 'boolean' && isOneOf(value.reason, DECISION_REASONS),
  correction: (value) => isEventId(value.of) && isFix(value.fix),
  round: (value) => isEventId(value.of) && isOneOf(value.found, FOUND),
  declaration: (value) => isSubject(value.subject) && isShort(value.questionnaire) && isInt(value.version) && isHash(value.sealed),
  note: (value) => isOneOf(value.note, NOTES),
};
const KINDS: ReadonlySet<string> = new Set(Object.keys(BODIES));

const isFix = (value: unknown): value is CorrectionEvent['fix'] => isRecord(value) && (value.void === true || isDirection(value.dir));
const isBody = (value: Fields & EventHead): value is Fields & EventHead & GateEvent => BODIES[value.kind as GateEvent['kind']](value);

/** Days have four digits of a year: a clock beyond them stands at their end, so that no list stumbles over one row. */
const LAST_INSTANT: Instant = endOfDay('9999-12-31');

/** Server time of an item as well as the kiosk knew it: raw clock plus the last measured offset. */
export const correctedAt = (head: Pick<EventHead, 'at' | 'off'>): Instant => Math.min(Math.max(head.at + (head.off ?? 0), 0), LAST_INSTANT);

/** The day by which an item is stored: that of its id, so that one id has one day for ever. */
export const dayOfEvent = (id: EventId): Day => dayOf(Math.min(timeOfUuid(id), LAST_INSTANT));
