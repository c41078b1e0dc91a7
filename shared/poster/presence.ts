/**
 * The code that changes on a kiosk's screen: whoever scans it stood before that screen within the last moments, or was
 * sent a photo of it within them. Signed by the kiosk's own device key. Format: docs/formats.md, "Screen code".
 */
import { concat, fromDigits, fromHex, toDigits, toHex, utf8 } from '../bytes.ts';
import type { Instant } from '../clock.ts';
import type { Subtle } from '../crypto.ts';
import { isUuidV7, type KioskId } from '../ids.ts';
import { SIGNATURE_BYTES, verifySigned } from '../pass/keys.ts';

/** In the place where a poster's fragment has its version, so that one is never taken for the other. */
const VERSION = 2;
const KIOSK_BYTES = 16;
const SLOT_BYTES = 4;
const BODY_BYTES = 1 + KIOSK_BYTES + SLOT_BYTES;
const PRESENCE_BYTES = BODY_BYTES + SIGNATURE_BYTES;
/** ms that one code stands on the screen. */
export const PRESENCE_SLOT = 30_000;
/** ms by which a visit may be away from the beginning of the slot of its code. */
const PRESENCE_TOLERANCE = 90_000;

export interface Presence {
  kiosk: KioskId;
  /** Unix seconds / 30 by the kiosk's corrected clock. */
  slot: number;
  /** The bytes before the signature. */
  body: Uint8Array<ArrayBuffer>;
  signature: Uint8Array<ArrayBuffer>;
}

/** What the code stands for: the page that it opens, as the signature covers it. */
interface PresencePlace {
  /** As `location.origin` has it. */
  origin: string;
  /** Short code of the poster's place, upper case. */
  code: string;
}

export const slotOf = (now: Instant): number => Math.floor(now / PRESENCE_SLOT);
/** ms since 1970. */
export const slotStart = (slot: number): Instant => slot * PRESENCE_SLOT;

/**
 * The digits of a link `posterLink(origin, code, digits)` for one slot. `sign`: ES256 by the kiosk's key, raw r||s.
 * @throws RangeError for a kiosk that is no UUIDv7, a slot outside 32 bits, a signer that gives no 64 bytes
 */
export async function encodePresence(
  { kiosk, slot }: Pick<Presence, 'kiosk' | 'slot'>,
  place: PresencePlace,
  sign: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array | Promise<Uint8Array>,
): Promise<string> {
  if (!isUuidV7(kiosk) || !Number.isInteger(slot) || slot < 0 || slot > 0xffff_ffff) throw new RangeError('not a kiosk and its time');
  const body = concat(Uint8Array.of(VERSION), fromHex(kiosk.replaceAll('-', '')) ?? new Uint8Array(0), uint32(slot));
  const signature = await sign(signedBytes(body, place));
  if (signature.length !== SIGNATURE_BYTES) throw new RangeError('not an ES256 signer');
  return toDigits(concat(body, signature));
}

/** Unverified; undefined for digits that no kiosk shows. */
export function readPresence(digits: string): Presence | undefined {
  const bytes = fromDigits(digits, PRESENCE_BYTES);
  if (bytes?.length !== PRESENCE_BYTES || bytes[0] !== VERSION) return undefined;
  const kiosk = uuidOf(bytes.subarray(1, 1 + KIOSK_BYTES));
  if (!isUuidV7(kiosk)) return undefined;
  const slot = new DataView(bytes.buffer, bytes.byteOffset + 1 + KIOSK_BYTES).getUint32(0);
  return { kiosk, slot, body: bytes.slice(0, BODY_BYTES), signature: bytes.slice(BODY_BYTES) };
}

/** `far`: shown at another time than the visit's. `bad`: not this kiosk's, or for another place. */
type PresenceResult = 'valid' | 'far' | 'bad';

/**
 * Whether the kiosk of this key showed it for the place about the time `at` (ms, by the server's clock). That the kiosk is
 * paired, not withdrawn and of the place's school is for the caller to know. `publicKey`: P-256 point, base64url.
 */
export async function verifyPresence(
  presence: Presence,
  { publicKey, at, ...place }: PresencePlace & { publicKey: string; at: Instant },
  subtle: Subtle,
): Promise<PresenceResult> {
  const key = { kid: presence.kiosk, publicKey, notBefore: 0 };
  const signed = { kid: presence.kiosk, signed: signedBytes(presence.body, place), signature: presence.signature };
  if ((await verifySigned(signed, [key], subtle)) !== 'valid') return 'bad';
  return Math.abs(at - slotStart(presence.slot)) <= PRESENCE_TOLERANCE ? 'valid' : 'far';
}

const signedBytes = (body: Uint8Array, { origin, code }: PresencePlace): Uint8Array<ArrayBuffer> =>
  concat(utf8(`quacong/presence/1\n${origin}\n${code}\n`), body);

const uint32 = (value: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(SLOT_BYTES);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
};

const uuidOf = (bytes: Uint8Array): string => toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
