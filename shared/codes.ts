/** Codes that people read and type. Formats and worked examples: docs/formats.md, "Ids and codes". */
import { concat, fromBase64url, toBase64url, utf8 } from './bytes.ts';
import { type Subtle, sha256 } from './crypto.ts';
import type { Random, SubjectId } from './ids.ts';

/** No vowels, so that no code is a word; none of 0 O 1 I L, and of 2 Z, 5 S, 8 B the digit alone. */
const PLACE_ALPHABET = '23456789CFGHJKMNPQRTVX';
const PLACE_LENGTH = 6;
/** Above the 22 characters and prime, so that every single error and every swap changes the sum (22 itself would miss some). */
const PLACE_PRIME = 23;

/** Spaces and dashes out, full-width digits and letters (an input method's) to plain ones. */
const typed = (text: string): string =>
  text.length > 60
    ? ''
    : text
        .normalize('NFKC')
        .replace(/[\s\u2010-\u2015.-]/g, '')
        .toUpperCase();

/** Uniform over `size` values: bytes above the last whole multiple are drawn again. */
function pick(size: number, random: Random): number {
  const limit = 256 - (256 % size);
  for (;;) {
    const byte = random(1)[0] ?? 0;
    if (byte < limit) return byte % size;
  }
}

/** Sum of the values, each times its place counted from the right end of a whole code (the check character counts once). */
function placeSum(code: string): number {
  let sum = 0;
  for (let i = 0; i < code.length; i++) sum += (PLACE_LENGTH - i) * PLACE_ALPHABET.indexOf(code.charAt(i));
  return sum % PLACE_PRIME;
}

/** 5 random characters and a check character; about 4.9 million codes: it names a place, it protects nothing. */
export function makePlaceCode(random: Random): string {
  for (;;) {
    let body = '';
    for (let i = 1; i < PLACE_LENGTH; i++) body += PLACE_ALPHABET.charAt(pick(PLACE_ALPHABET.length, random));
    const check = (PLACE_PRIME - placeSum(body)) % PLACE_PRIME;
    // One body in 23 needs a check value that no character has.
    if (check < PLACE_ALPHABET.length) return body + PLACE_ALPHABET.charAt(check);
  }
}

/** Upper case without spaces and dashes; undefined when it cannot be one of ours. */
export function parsePlaceCode(text: string): string | undefined {
  const code = typed(text);
  if (code.length !== PLACE_LENGTH || [...code].some((char) => !PLACE_ALPHABET.includes(char))) return undefined;
  return placeSum(code) === 0 ? code : undefined;
}

/** Damm's quasigroup of order 10 (H. M. Damm, 2004): catches every single error and every swap of neighbours. */
const DAMM = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
];
const damm = (digits: string): number => [...digits].reduce((row, digit) => Number(DAMM[row]?.charAt(Number(digit))), 0);

/** 10 digits of a pass, for a kiosk whose camera cannot read: finds the pass, proves nothing. `subject` is base64url. */
export async function typedCodeOf(subject: SubjectId, subtle: Pick<Subtle, 'digest'>): Promise<string> {
  const bytes = fromBase64url(subject);
  if (bytes?.length !== 16) throw new RangeError('not a subject');
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = await sha256(bytes, subtle);
  // 48 bits, so that no code is likelier than another.
  const number = ((a << 16) | (b << 8) | c) * 2 ** 24 + ((d << 16) | (e << 8) | f);
  const body = String(number % 1_000_000_000).padStart(9, '0');
  return body + damm(body);
}

/** The 10 digits, or undefined when a digit must be wrong. */
export function parseTypedCode(text: string): string | undefined {
  const code = typed(text);
  return /^\d{10}$/.test(code) && damm(code) === 0 ? code : undefined;
}

/** The 10 digits of a pairing code (made by the server; lives 10 minutes and 5 tries). */
export function parsePairingCode(text: string): string | undefined {
  const code = typed(text);
  return /^\d{10}$/.test(code) ? code : undefined;
}

/** `4821 770 395`: how typed and pairing codes of 10 digits are shown. */
export const formatTenDigits = (code: string): string => `${code.slice(0, 4)} ${code.slice(4, 7)} ${code.slice(7)}`;

/** What stands for the holder of a 1405 code in the log: the same at one school every time, another at every other school. */
export async function subjectOfCard(school: string, qid: string, subtle: Pick<Subtle, 'digest'>): Promise<SubjectId> {
  const hash = await sha256(concat(utf8(`quacong/card-1405/1\n${school}\n`), utf8(qid)), subtle);
  return toBase64url(hash.subarray(0, 16));
}

/**
 * What stands for a pass whose signature does not hold: never the subject that it claims, so that a forged code touches
 * nobody's stay and shows nobody's name.
 */
export async function subjectOfUnsigned(
  pass: { signed: Uint8Array; signature: Uint8Array },
  subtle: Pick<Subtle, 'digest'>,
): Promise<SubjectId> {
  const hash = await sha256(concat(utf8('quacong/unsigned-pass/1\n'), pass.signed, pass.signature), subtle);
  return toBase64url(hash.subarray(0, 16));
}
