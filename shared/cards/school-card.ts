/**
 * The school's own card of 5 x 5 cm for people who come often without a phone: a random id and the school that gave it
 * out, as digits. Format: docs/formats.md, "School card". It names nobody and proves nothing; the check only finds what
 * a scanner lost on its way.
 */
import { concat, fromBase64url, fromDigits, sameBytes, toBase64url, toDigits } from '../bytes.ts';
import type { SubjectId } from '../ids.ts';

export interface SchoolCard {
  subject: SubjectId;
  /** base64url of 8 bytes, see `schoolTag`. */
  schoolTag: string;
}

/** Neither a pass (D2) nor a poster's fragment (01) begins so. */
const VERSION = 0xc1;
const TAG_BYTES = 8;
const SUBJECT_BYTES = 16;
const BODY_BYTES = 1 + TAG_BYTES + SUBJECT_BYTES;
const CARD_BYTES = BODY_BYTES + 4;

/** 70 digits: a code of 29 modules. @throws RangeError for a tag not of 8 or a subject not of 16 bytes */
export function encodeSchoolCard({ subject, schoolTag }: SchoolCard): string {
  const tag = fromBase64url(schoolTag);
  const id = fromBase64url(subject);
  if (tag?.length !== TAG_BYTES || id?.length !== SUBJECT_BYTES) throw new RangeError('not the content of a card');
  const body = concat(Uint8Array.of(VERSION), tag, id);
  return toDigits(concat(body, checkOf(body)));
}

/** undefined for anything that `encodeSchoolCard` does not make. */
export function readSchoolCard(text: string): SchoolCard | undefined {
  const bytes = fromDigits(text, CARD_BYTES);
  if (bytes?.length !== CARD_BYTES || bytes[0] !== VERSION) return undefined;
  const body = bytes.subarray(0, BODY_BYTES);
  if (!sameBytes(checkOf(body), bytes.subarray(BODY_BYTES))) return undefined;
  return { schoolTag: toBase64url(body.subarray(1, 1 + TAG_BYTES)), subject: toBase64url(body.subarray(1 + TAG_BYTES)) };
}

/** CRC-32 (ISO/IEC 3309, as in PNG and zip), four bytes, the highest first. */
function checkOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  const sum = ~crc >>> 0;
  return Uint8Array.of(sum >>> 24, sum >>> 16, sum >>> 8, sum);
}
