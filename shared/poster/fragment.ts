/**
 * The signed part of a poster's link: tells an offline phone which school and gate it stands at, if it knows the
 * server's keys. Format: docs/formats.md, "Poster".
 */
import { concat, fromBase64url, fromDigits, fromUtf8, toBase64url, toDigits, utf8 } from '../bytes.ts';
import type { Subtle } from '../crypto.ts';
import type { Signature } from '../gate/decide.ts';
import type { VerificationKey } from '../gate/policy.ts';
import type { PlaceId } from '../ids.ts';
import { KID_BYTES, type PassSigner, SIGNATURE_BYTES, verifySigned } from '../pass/keys.ts';
import { cutUtf8, shownName } from '../pass/shown-name.ts';

const VERSION = 1;
const PLACE_BYTES = 16;
export const MAX_SHORT_NAME_BYTES = 24;
const FIXED_BYTES = 1 + KID_BYTES + PLACE_BYTES + 1 + SIGNATURE_BYTES;
export const MAX_FRAGMENT_BYTES = FIXED_BYTES + MAX_SHORT_NAME_BYTES;

export interface PosterPlace {
  /** base64url of 16 bytes. */
  place: PlaceId;
  /** 0: the whole school; 1 to 255. */
  gate: number;
  shortName: string;
}

export interface Fragment extends PosterPlace {
  kid: string;
  /** The bytes before the signature. */
  body: Uint8Array<ArrayBuffer>;
  signature: Uint8Array<ArrayBuffer>;
}

/** Data bits of 49 modules at level M (ISO/IEC 18004, table 7), without the heads of a byte and a numeric segment. */
const ROOM_BITS = 154 * 8 - (4 + 8) - (4 + 10);
const LEAST_NAME_BYTES = 14;

/**
 * Bytes for the short name: 24, less where a long origin would push the code over 49 modules, never under 14 (an origin
 * of over 40 characters makes a larger code instead).
 */
export function shortNameRoom(origin: string): number {
  const digits = Math.floor(((ROOM_BITS - utf8(`${origin}/p/234567#`).length * 8) * 3) / 10);
  const bytes = Math.floor(digits / Math.log10(256)) - FIXED_BYTES;
  return Math.max(LEAST_NAME_BYTES, Math.min(MAX_SHORT_NAME_BYTES, bytes));
}

/**
 * The digits for a link of exactly this origin (`location.origin` of the page that reads it). A name too long is cut.
 * @throws RangeError for a place that is not 16 bytes, a gate outside 0 to 255, a signer that gives no 64 bytes
 */
export async function encodeFragment(place: PosterPlace, origin: string, signer: PassSigner): Promise<string> {
  const id = fromBase64url(place.place);
  const gate = place.gate;
  if (id?.length !== PLACE_BYTES || !Number.isInteger(gate) || gate < 0 || gate > 255 || signer.kidBytes.length !== KID_BYTES) {
    throw new RangeError('not the place of a poster');
  }
  const name = utf8(cutUtf8(shownName(place.shortName.normalize('NFC')), shortNameRoom(origin)));
  const body = concat(Uint8Array.of(VERSION), signer.kidBytes, id, Uint8Array.of(gate), name);
  const signature = await signer.sign(signedBytes(body, origin));
  if (signature.length !== SIGNATURE_BYTES) throw new RangeError('not an ES256 signer');
  return toDigits(concat(body, signature));
}

/** Unverified; undefined for digits that no poster carries. */
export function readFragment(digits: string): Fragment | undefined {
  const bytes = fromDigits(digits, MAX_FRAGMENT_BYTES);
  if (!bytes || bytes.length < FIXED_BYTES || bytes[0] !== VERSION) return undefined;
  const body = bytes.slice(0, bytes.length - SIGNATURE_BYTES);
  const name = fromUtf8(body.subarray(1 + KID_BYTES + PLACE_BYTES + 1));
  if (name === undefined) return undefined;
  return {
    kid: toBase64url(body.subarray(1, 1 + KID_BYTES)),
    place: toBase64url(body.subarray(1 + KID_BYTES, 1 + KID_BYTES + PLACE_BYTES)),
    gate: body[1 + KID_BYTES + PLACE_BYTES] ?? 0,
    shortName: shownName(name),
    body,
    signature: bytes.slice(bytes.length - SIGNATURE_BYTES),
  };
}

/** `origin`: of the page that was opened, never one that the code names, so that a copied fragment fails elsewhere. */
export const verifyFragment = (fragment: Fragment, origin: string, keys: readonly VerificationKey[], subtle: Subtle): Promise<Signature> =>
  verifySigned({ kid: fragment.kid, signed: signedBytes(fragment.body, origin), signature: fragment.signature }, keys, subtle);

const signedBytes = (body: Uint8Array, origin: string): Uint8Array<ArrayBuffer> => concat(utf8(`quacong/poster/1\n${origin}\n`), body);
