import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toBase64url } from '../../shared/bytes.ts';
import {
  formatTenDigits,
  makePlaceCode,
  parsePairingCode,
  parsePlaceCode,
  parseTypedCode,
  subjectOfCard,
  typedCodeOf,
} from '../../shared/codes.ts';
import { fixedRandom, subtle, vectors } from './vector-keys.ts';

interface Vectors {
  place: { valid: { code: string; typed: string }[]; invalid: string[] };
  typed: { valid: { subject: string; code: string; shown: string }[]; invalid: string[] };
  pairing: { code: string; shown: string; typed: string };
  card: { school: string; qid: string; subject: string };
}
const cases = vectors<Vectors>('codes.json');
const ALPHABET = '23456789CFGHJKMNPQRTVX';

const swapped = (code: string, at: number): string => code.slice(0, at) + code.charAt(at + 1) + code.charAt(at) + code.slice(at + 2);
const replaced = (code: string, at: number, char: string): string => code.slice(0, at) + char + code.slice(at + 1);

test('vectors', async () => {
  for (const { code, typed } of cases.place.valid) {
    expect(parsePlaceCode(code)).toBe(code);
    expect(parsePlaceCode(typed)).toBe(code);
  }
  for (const text of cases.place.invalid) expect(parsePlaceCode(text)).toBeUndefined();
  for (const { subject, code, shown } of cases.typed.valid) {
    expect(await typedCodeOf(subject, subtle)).toBe(code);
    expect(parseTypedCode(shown)).toBe(code);
    expect(formatTenDigits(code)).toBe(shown);
  }
  for (const text of cases.typed.invalid) expect(parseTypedCode(text)).toBeUndefined();
  expect(formatTenDigits(cases.pairing.code)).toBe(cases.pairing.shown);
  expect(parsePairingCode(cases.pairing.typed)).toBe(cases.pairing.code);
  expect(await subjectOfCard(cases.card.school, cases.card.qid, subtle)).toBe(cases.card.subject);
});

test('place codes: what is made is read, however it is typed', () => {
  const random = fixedRandom('place codes');
  for (let i = 0; i < 300; i++) {
    const code = makePlaceCode(random);
    expect(code).toMatch(new RegExp(`^[${ALPHABET}]{6}$`));
    for (const typed of [code, code.toLowerCase(), ` ${code.slice(0, 3)} ${code.slice(3)}\n`, code.split('').join('-')])
      expect(parsePlaceCode(typed)).toBe(code);
  }
});

test('the check character catches every single error and every swap of neighbours', () => {
  const random = fixedRandom('place errors');
  let wrong = 0;
  for (let i = 0; i < 40; i++) {
    const code = makePlaceCode(random);
    for (let at = 0; at < 6; at++) {
      for (const char of ALPHABET) {
        if (char === code.charAt(at)) continue;
        wrong++;
        expect(parsePlaceCode(replaced(code, at, char))).toBeUndefined();
      }
      if (at < 5 && code.charAt(at) !== code.charAt(at + 1)) {
        wrong++;
        expect(parsePlaceCode(swapped(code, at))).toBeUndefined();
      }
    }
  }
  expect(wrong).toBeGreaterThan(5000);
});

test('characters of a place code are equally likely', () => {
  const count = new Map<string, number>();
  const random = fixedRandom('spread');
  for (let i = 0; i < 4400; i++) for (const char of makePlaceCode(random).slice(0, 5)) count.set(char, (count.get(char) ?? 0) + 1);
  expect(count.size).toBe(22);
  for (const times of count.values()) expect(Math.abs(times - 1000)).toBeLessThan(200);
});

test('typed codes: 10 digits; Damm catches every single error and every swap of neighbours', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 16, maxLength: 16 }), async (subject) => {
      const code = await typedCodeOf(toBase64url(subject), subtle);
      expect(code).toMatch(/^\d{10}$/);
      expect(parseTypedCode(formatTenDigits(code))).toBe(code);
      for (let at = 0; at < 10; at++) {
        for (const digit of '0123456789') if (digit !== code.charAt(at)) expect(parseTypedCode(replaced(code, at, digit))).toBeUndefined();
        if (at < 9 && code.charAt(at) !== code.charAt(at + 1)) expect(parseTypedCode(swapped(code, at))).toBeUndefined();
      }
    }),
    { numRuns: 40 },
  );
  await expect(typedCodeOf('short', subtle)).rejects.toThrow(RangeError);
});

test('typed digits as an input method leaves them', () => {
  expect(parseTypedCode('７５８８ ４８９ ９９８')).toBe('7588489998');
  expect(parsePairingCode('4821–770–395')).toBe('4821770395');
  expect(parsePairingCode('482177039')).toBeUndefined();
  expect(parsePlaceCode('2'.repeat(1_000_000))).toBeUndefined();
});

test('a card has one subject at one school and another at the next', async () => {
  const here = await subjectOfCard('a', '1', subtle);
  expect(here).toMatch(/^[A-Za-z0-9_-]{22}$/);
  expect(await subjectOfCard('a', '1', subtle)).toBe(here);
  expect(await subjectOfCard('b', '1', subtle)).not.toBe(here);
});
