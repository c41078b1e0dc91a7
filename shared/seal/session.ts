/**
 * Sealing on the kiosk: names and answers leave it as bytes that it cannot open again after a restart. One random AES
 * key per start (in memory only, not extractable), wrapped once for the school's key of the week; opening that wrap
 * costs the server 0.3 ms a session, not an item. Format: docs/formats.md, "Sealed payload".
 */
import type { WrappedSession } from '../api/exchange.schema.ts';
import { concat, fromBase64url, toBase64url, utf8 } from '../bytes.ts';
import { hashText, type Subtle, type SubtleKey } from '../crypto.ts';
import type { Random } from '../ids.ts';
import type { DataClass } from '../questionnaire/types.ts';

export const SEAL_VERSION = 1;
export const IV_BYTES = 12;
/** version, iv, tag. */
export const SEAL_OVERHEAD = 1 + IV_BYTES + 16;
/** The server quarantines longer ones. */
export const MAX_SEALED_BYTES = 16_384;
export const SEAL_SALT = 'quacong/seal/1';

export interface SealPorts {
  subtle: Subtle;
  random: Random;
}

export interface SealSession {
  school: string;
  /** What the exchange sends beside the items, once. Its `id` is base64url of 16 random bytes. */
  wrapped: WrappedSession;
  key: SubtleKey;
}

/** Where a payload stands: all of it is additional data, so that it opens nowhere else. */
export interface PayloadPlace {
  school: string;
  event: string;
  class: DataClass;
  session: string;
}

export const wrapInfo = (school: string, week: string, session: string): string => `${school}|${week}|${session}`;
export const payloadContext = (place: PayloadPlace): string => `${place.school}|gate_event|${place.event}|${place.class}|${place.session}`;

const bytesOf = (random: Random, length: number): Uint8Array<ArrayBuffer> => new Uint8Array(random(length));
const ECDH = { name: 'ECDH', namedCurve: 'P-256' } as const;

/**
 * A new session for the school's sealing key of a week (the exchange brings 8 weeks ahead). `usages`: a session of payloads
 * only seals; one of a kiosk file also opens the answer.
 * @throws when `publicKey` (base64url of 65 bytes) is no point of P-256
 */
export async function startSession(
  week: { school: string; week: string; publicKey: string },
  { subtle, random }: SealPorts,
  usages: ('encrypt' | 'decrypt')[] = ['encrypt'],
): Promise<SealSession> {
  const point = fromBase64url(week.publicKey);
  if (point?.length !== 65) throw new RangeError('not a sealing key');
  const theirs = await subtle.importKey('raw', point, ECDH, true, []);
  const ours = await subtle.generateKey(ECDH, false, ['deriveBits']);
  const id = toBase64url(bytesOf(random, 16));
  const wrapper = await wrappingKey(ours.privateKey, theirs, wrapInfo(week.school, week.week, id), subtle);
  const secret = bytesOf(random, 32);
  const iv = bytesOf(random, IV_BYTES);
  const wrapped = concat(iv, new Uint8Array(await subtle.encrypt({ name: 'AES-GCM', iv }, wrapper, secret)));
  const key = await subtle.importKey('raw', secret, 'AES-GCM', false, usages);
  secret.fill(0);
  const ephemeral = toBase64url(new Uint8Array(await subtle.exportKey('raw', ours.publicKey)));
  return { school: week.school, wrapped: { id, week: week.week, ephemeral, wrapped: toBase64url(wrapped) }, key };
}

export interface SealedPayload {
  /** base64url of the payload bytes: `payload.sealed` of an outbox item. */
  sealed: string;
  /** base64url SHA-256 of the payload bytes: `sealed` of the event. */
  hash: string;
}

/** @throws RangeError for a payload that the server would not take */
export async function sealPayload(
  session: SealSession,
  place: { event: string; class: DataClass },
  plain: Uint8Array<ArrayBuffer>,
  { subtle, random }: SealPorts,
): Promise<SealedPayload> {
  if (plain.length + SEAL_OVERHEAD > MAX_SEALED_BYTES) throw new RangeError('the payload is too long');
  const iv = bytesOf(random, IV_BYTES);
  const additionalData = utf8(payloadContext({ school: session.school, session: session.wrapped.id, ...place }));
  const text = new Uint8Array(await subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, session.key, plain));
  const bytes = concat(Uint8Array.of(SEAL_VERSION), iv, text);
  return { sealed: toBase64url(bytes), hash: await hashText(bytes, subtle) };
}

/**
 * The server's side: the AES key (32 bytes) of a session, or undefined when this private key, school and week do not
 * open it. `privateKey`: ECDH P-256 with the usage deriveBits.
 */
export async function unwrapSession(
  school: string,
  session: WrappedSession,
  privateKey: SubtleKey,
  subtle: Subtle,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const point = fromBase64url(session.ephemeral);
  const wrapped = fromBase64url(session.wrapped);
  if (point?.length !== 65 || wrapped?.length !== IV_BYTES + 32 + 16) return undefined;
  try {
    const theirs = await subtle.importKey('raw', point, ECDH, true, []);
    const wrapper = await wrappingKey(privateKey, theirs, wrapInfo(school, session.week, session.id), subtle);
    const secret = await subtle.decrypt({ name: 'AES-GCM', iv: wrapped.slice(0, IV_BYTES) }, wrapper, wrapped.slice(IV_BYTES));
    return new Uint8Array(secret);
  } catch {
    // WebCrypto says "no point" and "tag differs" by throwing; both mean that this key does not open it.
    return undefined;
  }
}

/** The plain payload, or undefined when the bytes were not sealed at this place with this key. */
export async function openPayload(
  secret: Uint8Array<ArrayBuffer>,
  place: PayloadPlace,
  bytes: Uint8Array<ArrayBuffer>,
  subtle: Subtle,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (bytes.length < SEAL_OVERHEAD || bytes.length > MAX_SEALED_BYTES || bytes[0] !== SEAL_VERSION) return undefined;
  const key = await subtle.importKey('raw', secret, 'AES-GCM', false, ['decrypt']);
  const opening = { name: 'AES-GCM', iv: bytes.slice(1, 1 + IV_BYTES), additionalData: utf8(payloadContext(place)) } as const;
  return subtle.decrypt(opening, key, bytes.slice(1 + IV_BYTES)).then(
    (plain) => new Uint8Array(plain),
    () => undefined,
  );
}

async function wrappingKey(ours: SubtleKey, theirs: SubtleKey, info: string, subtle: Subtle): Promise<SubtleKey> {
  const shared = new Uint8Array(await subtle.deriveBits({ name: 'ECDH', public: theirs }, ours, 256));
  const material = await subtle.importKey('raw', shared, 'HKDF', false, ['deriveBits']);
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: utf8(SEAL_SALT), info: utf8(info) } as const;
  const bits = new Uint8Array(await subtle.deriveBits(hkdf, material, 256));
  return subtle.importKey('raw', bits, 'AES-GCM', false, ['encrypt', 'decrypt']);
}
