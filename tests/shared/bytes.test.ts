import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concat, fromBase64url, fromDigits, fromHex, fromUtf8, sameBytes, toBase64url, toDigits, toHex, utf8 } from '../../shared/bytes.ts';

const bytes = fc.uint8Array({ maxLength: 200 });

test('every text form gives the bytes back', () => {
  fc.assert(
    fc.property(bytes, (value) => {
      expect(toBase64url(value)).toBe(Buffer.from(value).toString('base64url'));
      expect(fromBase64url(toBase64url(value))).toEqual(value);
      expect(fromHex(toHex(value))).toEqual(value);
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), (value) => {
      const numbered = concat(Uint8Array.of((value[0] ?? 0) || 1), value.subarray(1));
      expect(fromDigits(toDigits(numbered), 200)).toEqual(numbered);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      expect(fromUtf8(utf8(value))).toBe(value);
    }),
  );
});

test('one value has one text: what a decoder takes, the encoder writes', () => {
  fc.assert(
    fc.property(fc.oneof(fc.base64String(), fc.string(), fc.stringMatching(/^[A-Za-z0-9_-]{0,30}$/)), (text) => {
      const value = fromBase64url(text);
      if (value) expect(toBase64url(value)).toBe(text);
    }),
  );
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9]{1,60}$/), (text) => {
      const value = fromDigits(text, 20);
      if (value) expect(toDigits(value)).toBe(text);
    }),
  );
});

test.each(['A', 'AB=', 'AB==', 'A B', 'AB\n', 'A+', 'A/', 'AB', '😀AA', 'é'])('no base64url of ours: %j', (text) => {
  expect(fromBase64url(text)).toBeUndefined();
});

test.each(['', '0', '01', '-1', '1e3', '1.0', ' 1', '1\n', '１', '0x1', '1_0'])('no digits of ours: %j', (text) => {
  expect(fromDigits(text, 20)).toBeUndefined();
});

test('digits are capped before they are read', () => {
  expect(fromDigits('256', 1)).toBeUndefined();
  expect(fromDigits('255', 1)).toEqual(Uint8Array.of(255));
  const start = performance.now();
  expect(fromDigits('9'.repeat(5_000_000), 200)).toBeUndefined();
  expect(performance.now() - start).toBeLessThan(5);
});

test('a first byte of zero would lose its place', () => {
  expect(() => toDigits(Uint8Array.of(0, 1))).toThrow(RangeError);
  expect(() => toDigits(new Uint8Array(0))).toThrow(RangeError);
});

test('ill-formed UTF-8 is no text', () => {
  for (const value of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe1, 0xba]]) expect(fromUtf8(Uint8Array.from(value))).toBeUndefined();
});

test('bytes are the same when length and every byte are', () => {
  expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
  expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
  expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 0))).toBe(false);
});
