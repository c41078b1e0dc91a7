/**
 * The pass: a CWT (RFC 8392) in COSE_Sign1 (RFC 9052), ES256, as decimal digits. Format: docs/formats.md, "Pass".
 * There is one layout and no choice in it: what is not byte for byte what `encodePass` would write is no pass.
 */
import { decode, encode, rfc8949EncodeOptions } from 'cborg';
import { concat, fromBase64url, fromDigits, sameBytes, toBase64url, toDigits } from '../bytes.ts';
import type { Subtle } from '../crypto.ts';
import type { Signature } from '../gate/decide.ts';
import { MAX_WITH } from '../gate/event.ts';
import type { VerificationKey } from '../gate/policy.ts';
import type { SubjectId } from '../ids.ts';
import { KID_BYTES, type PassSigner, SIGNATURE_BYTES, type Signed, verifySigned } from './keys.ts';
import { cutUtf8, shownName } from './shown-name.ts';

export const MAX_PASS_BYTES = 200;
/** A longer masked name is cut at a character: the code must stay within 49 modules. */
export const MAX_PASS_NAME_BYTES = 60;
/** The number of companions takes the byte. */
export const MAX_GROUP_NAME_BYTES = 59;

export interface PassClaims {
  /** base64url of 16 bytes: the pass is known by it, whatever its signature. */
  subject: SubjectId;
  /** Masked name, the only name in it. */
  name: string;
  /** ms since 1970; the pass keeps whole seconds. */
  issuedAt: number;
  expiresAt: number;
  /** base64url of 8 bytes, see `schoolTag`. */
  schoolTag: string;
  outcome: 'cleared' | 'attention';
  /** How many more people it is for, 1 to 8; absent (or 0 when made): one person. */
  companions?: number;
}

export interface ReadPass extends Signed {
  claims: PassClaims;
}

/** CWT claim keys (RFC 8392, 4) and ours from the private-use range. */
const SUB = 2;
const EXP = 4;
const IAT = 6;
const CTI = 7;
const GATE = -65537;
const KID = 4;

/** Tag 18, array of 4, protected header {1: -7} as bytes, unprotected header {4: 4 bytes ...}. Compared, never interpreted. */
const PREFIX = Uint8Array.of(0xd2, 0x84, 0x43, 0xa1, 0x01, 0x26, 0xa1, 0x04, 0x44);
const PROTECTED = PREFIX.slice(3, 6);
const LAST_SECOND = 253_402_300_799;

const STRICT = {
  strict: true,
  useMaps: true,
  rejectDuplicateMapKeys: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowBigInt: false,
};
const cbor = (value: unknown): Uint8Array<ArrayBuffer> => encode(value, rfc8949EncodeOptions);

/**
 * @throws RangeError for claims that no pass can hold: a subject not of 16 bytes, a tag not of 8, a time before 1970 or
 * after 9999, companions outside 0 to 8, a signer that gives no 64 bytes
 */
export async function encodePass(claims: PassClaims, signer: PassSigner): Promise<{ bytes: Uint8Array<ArrayBuffer>; digits: string }> {
  const subject = fromBase64url(claims.subject);
  const tag = fromBase64url(claims.schoolTag);
  const issued = Math.floor(claims.issuedAt / 1000);
  const expires = Math.floor(claims.expiresAt / 1000);
  const companions = claims.companions ?? 0;
  const countable = companions === 0 || isCompanions(companions);
  if (subject?.length !== 16 || tag?.length !== 8 || !isSecond(issued) || !isSecond(expires) || !countable)
    throw new RangeError('not the claims of a pass');
  const payload = payloadBytes({
    name: cutUtf8(claims.name.normalize('NFC'), companions > 0 ? MAX_GROUP_NAME_BYTES : MAX_PASS_NAME_BYTES),
    issued,
    expires,
    subject,
    tag,
    outcome: claims.outcome === 'attention' ? 1 : 0,
    companions,
  });
  const signature = await signer.sign(signedBytes(payload));
  if (signature.length !== SIGNATURE_BYTES || signer.kidBytes.length !== KID_BYTES) throw new RangeError('not an ES256 signer');
  const bytes = message(signer.kidBytes, payload, signature);
  return { bytes, digits: toDigits(bytes) };
}

/** The pass that the digits hold, its signature unchecked; undefined for anything that `encodePass` does not make. */
export function readPass(text: string): ReadPass | undefined {
  const bytes = fromDigits(text, MAX_PASS_BYTES);
  if (!bytes || bytes.length < PREFIX.length || !sameBytes(bytes.subarray(0, PREFIX.length), PREFIX)) return undefined;
  // After the tag there is one array of 4, and cborg refuses what follows it.
  const parts = decodeStrict(bytes.slice(1));
  if (!Array.isArray(parts) || parts.length !== 4) return undefined;
  const [, header, payload, signature]: unknown[] = parts;
  const kid = header instanceof Map ? header.get(KID) : undefined;
  if (!isBytes(kid, KID_BYTES) || !isBytes(payload) || !isBytes(signature, SIGNATURE_BYTES)) return undefined;
  const content = readPayload(payload);
  // Writing it again is the test of deterministic encoding: one pass has one form.
  if (!content || !sameBytes(message(kid, payloadBytes(content), signature), bytes)) return undefined;
  return {
    claims: {
      subject: toBase64url(content.subject),
      name: shownName(content.name),
      issuedAt: content.issued * 1000,
      expiresAt: content.expires * 1000,
      schoolTag: toBase64url(content.tag),
      outcome: content.outcome === 1 ? 'attention' : 'cleared',
      ...(content.companions > 0 ? { companions: content.companions } : {}),
    },
    kid: toBase64url(kid),
    signed: signedBytes(payload),
    signature,
  };
}

/** Whether the server made it. Times, school and withdrawal of the pass are for `decide`. */
export const verifyPass = (pass: Signed, keys: readonly VerificationKey[], subtle: Subtle): Promise<Signature> =>
  verifySigned(pass, keys, subtle);

interface Content {
  name: string;
  issued: number;
  expires: number;
  subject: Uint8Array<ArrayBuffer>;
  tag: Uint8Array<ArrayBuffer>;
  outcome: 0 | 1;
  /** 0 is not written: one pass has one form. */
  companions: number;
}

const payloadBytes = (content: Content): Uint8Array<ArrayBuffer> =>
  cbor(
    new Map<number, unknown>([
      [SUB, content.name],
      [EXP, content.expires],
      [IAT, content.issued],
      [CTI, content.subject],
      [GATE, [content.tag, content.outcome, ...(content.companions > 0 ? [content.companions] : [])]],
    ]),
  );

function readPayload(bytes: Uint8Array<ArrayBuffer>): Content | undefined {
  const map = decodeStrict(bytes);
  if (!(map instanceof Map) || map.size !== 5) return undefined;
  const name: unknown = map.get(SUB);
  const expires: unknown = map.get(EXP);
  const issued: unknown = map.get(IAT);
  const subject: unknown = map.get(CTI);
  const gate: unknown = map.get(GATE);
  if (typeof name !== 'string' || !isSecond(expires) || !isSecond(issued) || !isBytes(subject, 16)) return undefined;
  if (!Array.isArray(gate) || gate.length < 2 || gate.length > 3) return undefined;
  const [tag, outcome, companions]: unknown[] = gate;
  if (!isBytes(tag, 8) || (outcome !== 0 && outcome !== 1)) return undefined;
  if (gate.length === 2) return { name, expires, issued, subject, tag, outcome, companions: 0 };
  return isCompanions(companions) ? { name, expires, issued, subject, tag, outcome, companions } : undefined;
}

const message = (kid: Uint8Array, payload: Uint8Array, signature: Uint8Array): Uint8Array<ArrayBuffer> =>
  concat(PREFIX.subarray(0, 1), cbor([PROTECTED, new Map([[KID, kid]]), payload, signature]));

/** Sig_structure of RFC 9052, 4.4, with no external data. */
const signedBytes = (payload: Uint8Array): Uint8Array<ArrayBuffer> => cbor(['Signature1', PROTECTED, new Uint8Array(0), payload]);

function decodeStrict(bytes: Uint8Array): unknown {
  try {
    return decode(bytes, STRICT);
  } catch {
    return undefined;
  }
}

const isSecond = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LAST_SECOND;
const isCompanions = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MAX_WITH;
const isBytes = (value: unknown, length?: number): value is Uint8Array<ArrayBuffer> =>
  value instanceof Uint8Array && (length === undefined || value.length === length);
