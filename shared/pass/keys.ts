/** Signing keys of the server as verifiers see them. Passes and posters are signed with the same keys. */
import { fromBase64url, toBase64url, utf8 } from '../bytes.ts';
import { type Subtle, type SubtleKey, sha256 } from '../crypto.ts';
import type { Signature } from '../gate/decide.ts';
import type { VerificationKey } from '../gate/policy.ts';

export const KID_BYTES = 4;
export const SIGNATURE_BYTES = 64;
const TAG_BYTES = 8;
const MAX_CACHED = 64;

/** ES256 as raw r||s (64 bytes), never DER. The server's key store gives one. */
export interface PassSigner {
  /** 4 bytes, see `kidOf`. */
  kidBytes: Uint8Array;
  sign(bytes: Uint8Array<ArrayBuffer>): Uint8Array | Promise<Uint8Array>;
}

/** base64url of the first 4 bytes of SHA-256 of the uncompressed public point (65 bytes). */
export async function kidOf(publicKey: Uint8Array<ArrayBuffer>, subtle: Pick<Subtle, 'digest'>): Promise<string> {
  return toBase64url((await sha256(publicKey, subtle)).subarray(0, KID_BYTES));
}

/** A server asks for it with every batch and every declaration, and a hash by WebCrypto waits for another thread. */
const tags = new WeakMap<object, Map<string, string>>();
const MOST_TAGS = 10_000;

/** base64url of the first 8 bytes of SHA-256 of the school's id: names a school in a pass without telling it. */
export async function schoolTag(schoolId: string, subtle: Pick<Subtle, 'digest'>): Promise<string> {
  const known = tags.get(subtle) ?? new Map<string, string>();
  tags.set(subtle, known);
  const tag = known.get(schoolId) ?? toBase64url((await sha256(utf8(schoolId), subtle)).subarray(0, TAG_BYTES));
  if (known.size >= MOST_TAGS) known.clear();
  known.set(schoolId, tag);
  return tag;
}

/** Importing a key costs more than verifying with it, and a kiosk verifies with the same few keys all day. */
const imported = new WeakMap<object, Map<string, Promise<SubtleKey | undefined>>>();

function importPublic(publicKey: string, subtle: Subtle): Promise<SubtleKey | undefined> {
  const cache = imported.get(subtle) ?? new Map<string, Promise<SubtleKey | undefined>>();
  imported.set(subtle, cache);
  const known = cache.get(publicKey);
  if (known) return known;
  if (cache.size >= MAX_CACHED) cache.clear();
  const point = fromBase64url(publicKey);
  // A key that is no point of the curve verifies nothing: what names it is signed by a key that nobody knows.
  const key =
    point?.length === 65
      ? subtle.importKey('raw', point, { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify']).catch(() => undefined)
      : Promise.resolve(undefined);
  cache.set(publicKey, key);
  return key;
}

export interface Signed {
  /** base64url of 4 bytes. */
  kid: string;
  /** The bytes that the signature covers. */
  signed: Uint8Array<ArrayBuffer>;
  signature: Uint8Array<ArrayBuffer>;
}

/**
 * Whether one of the keys that bear the kid made the signature. Four bytes can name two keys, so each is tried.
 * Times are not judged here: `decide` does that.
 */
export async function verifySigned(item: Signed, keys: readonly VerificationKey[], subtle: Subtle): Promise<Signature> {
  let result: Signature = 'unknown-key';
  for (const candidate of keys) {
    if (candidate.kid !== item.kid) continue;
    const key = await importPublic(candidate.publicKey, subtle);
    if (!key) continue;
    result = 'bad';
    if (item.signature.length !== SIGNATURE_BYTES) continue;
    if (await subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, item.signature, item.signed)) {
      return candidate.revokedAt === undefined ? 'valid' : 'revoked-key';
    }
  }
  return result;
}
