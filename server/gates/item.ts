/** One item of a batch as it came: what can be read of it, or why it is held. Nothing here asks the database. */
import { hash } from 'node:crypto';
import { fromBase64url, toBase64url } from '../../shared/bytes.ts';
import type { Day } from '../../shared/clock.ts';
import type { GateEvent } from '../../shared/gate/event.ts';
import { dayOfEvent, type EventHead, readEvent } from '../../shared/gate/log.ts';
import type { EventId, KioskId } from '../../shared/ids.ts';
import { MAX_SEALED_BYTES } from '../../shared/seal/session.ts';
import { isSessionId } from './sessions.ts';
import type { Held } from './store.ts';

export interface Payload {
  session: string;
  bytes: Uint8Array;
}

export interface Item {
  head: EventHead;
  /** By which it is stored. */
  day: Day;
  /** undefined: of a kind that this server does not know. */
  event: GateEvent | undefined;
  text: string;
  hash: string;
  payload: Payload | undefined;
}

type Sorted = { ok: true; item: Item } | { ok: false; held: Held };

export const sha256 = (data: string | Uint8Array): string => hash('sha256', data, 'base64url');

const hold = (kind: Held['kind'], bytes: string, reason: string, of: { id?: EventId; n?: number }): Held => ({
  kind,
  hash: sha256(`${kind}\n${bytes}`),
  n: of.n ?? null,
  event: of.id ?? null,
  reason,
  bytes,
});

/** Same id, other bytes: both are kept, as sent when there was more than the event. */
export const holdConflict = (item: Item): Held => ({
  ...hold('conflict', item.payload ? JSON.stringify(sentForm(item)) : item.text, 'same-id-other-bytes', item.head),
  ...(item.payload ? { session: item.payload.session } : {}),
});

/** Held as it could be sent again; the same item makes the same hash, so that storing it later finds this row. */
export const holdSessionless = (item: Item, payload: Payload): Held =>
  hold('quarantine', JSON.stringify(sentForm({ ...item, payload })), 'session-missing', item.head);

/** Written after the kiosk was withdrawn, and brought in by a file: a person decides. */
export const holdLate = (item: Item): Held => hold('quarantine', JSON.stringify(sentForm(item)), 'after-revocation', item.head);

/** What stays of a held item of somebody who was erased: the event, without what was sealed beside it. Known by the same hash. */
export function withoutPayload({ session: _, ...held }: Held, text: string): Held {
  return { ...held, bytes: JSON.stringify({ event: text }) };
}

const sentForm = ({ text, payload }: Item) => ({
  event: text,
  ...(payload ? { payload: { session: payload.session, sealed: toBase64url(payload.bytes) } } : {}),
});

export function sortItem(raw: unknown, kiosk: KioskId, tag: string): Sorted {
  const refuse = (reason: string, of: { id?: EventId; n?: number; kiosk?: string } = {}): Sorted => {
    // Another kiosk's number says nothing about what is missing in this one's log.
    const n = of.kiosk === kiosk ? of.n : undefined;
    return { ok: false, held: hold('quarantine', JSON.stringify(raw ?? null), reason, { id: of.id, n }) };
  };
  if (typeof raw !== 'object' || raw === null || !('event' in raw) || typeof raw.event !== 'string') return refuse('not-an-item');
  const read = readEvent(raw.event);
  if (!read.ok) return refuse(read.reason, read);
  const { head, event } = read;
  if (head.school !== tag) return refuse('other-school', head);
  if (head.kiosk !== kiosk) return refuse('other-kiosk', head);
  const payload = 'payload' in raw ? payloadOf(raw.payload) : undefined;
  if ((head.sealed === undefined) !== (payload === undefined)) return refuse('payload-missing', head);
  if (payload && sha256(payload.bytes) !== head.sealed) return refuse('payload-changed', head);
  return { ok: true, item: { head, day: dayOfEvent(head.id), event, text: raw.event, hash: sha256(raw.event), payload } };
}

/** undefined: not what travels beside an event. */
export function payloadOf(value: unknown): Payload | undefined {
  if (typeof value !== 'object' || value === null || !('session' in value) || !('sealed' in value)) return undefined;
  const { session, sealed } = value;
  if (!isSessionId(session) || typeof sealed !== 'string' || sealed.length > 2 * MAX_SEALED_BYTES) return undefined;
  const bytes = fromBase64url(sealed);
  return bytes && bytes.length <= MAX_SEALED_BYTES ? { session, bytes } : undefined;
}
