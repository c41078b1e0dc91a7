import fc from 'fast-check';
import QRCode from 'qrcode';
import { describe, expect, test } from 'vitest';
import { fromDigits, toBase64url, toDigits } from '../../shared/bytes.ts';
import type { VerificationKey } from '../../shared/gate/policy.ts';
import { encodeFragment, MAX_FRAGMENT_BYTES, readFragment, shortNameRoom, verifyFragment } from '../../shared/poster/fragment.ts';
import { posterLink, readPosterLink } from '../../shared/poster/link.ts';
import { subtle, testKey, vectors } from './vector-keys.ts';

interface Place {
  place: string;
  gate: number;
  shortName: string;
}
interface Vectors {
  origin: string;
  code: string;
  list: VerificationKey[];
  valid: { name: string; place: Place; hex: string; digits: string; link: string }[];
  refused: { name: string; digits: string; origin: string; result: string }[];
  unreadable: { name: string; text: string }[];
}
const cases = vectors<Vectors>('poster.json');
const signer = testKey('signer').signer;
const ORIGIN_40 = 'https://diemdanh.thcs-nguyendu.edu.vn:99';

const read = (digits: string) => {
  const fragment = readFragment(digits);
  if (!fragment) throw new Error('not readable');
  return fragment;
};

describe('vectors', () => {
  test.each(cases.valid)('valid: $name', async ({ place, hex, digits, link }) => {
    const fragment = read(digits);
    expect(fragment).toMatchObject(place);
    expect(Buffer.from(fromDigits(digits, MAX_FRAGMENT_BYTES) ?? []).toString('hex')).toBe(hex);
    expect(await verifyFragment(fragment, cases.origin, cases.list, subtle)).toBe('valid');
    expect(posterLink(cases.origin, cases.code, digits)).toBe(link);
    expect(readPosterLink(link)).toEqual({ origin: cases.origin, code: cases.code, fragment });
  });
  test.each(cases.refused)('refused: $name', async ({ digits, origin, result }) => {
    expect(await verifyFragment(read(digits), origin, cases.list, subtle)).toBe(result);
  });
  test.each(cases.unreadable)('unreadable: $name', ({ text }) => expect(readPosterLink(text)).toBeUndefined());
});

test('what is encoded reads back and verifies at its own origin alone', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
      fc.nat(255),
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      async (id, gate, shortName) => {
        const digits = await encodeFragment({ place: toBase64url(id), gate, shortName }, cases.origin, signer);
        expect(fromDigits(digits, MAX_FRAGMENT_BYTES)).toBeDefined();
        const fragment = read(digits);
        expect(fragment).toMatchObject({ place: toBase64url(id), gate });
        expect(Buffer.byteLength(fragment.shortName)).toBeLessThanOrEqual(24);
        expect(await verifyFragment(fragment, cases.origin, cases.list, subtle)).toBe('valid');
        expect(await verifyFragment(fragment, `${cases.origin}:8443`, cases.list, subtle)).toBe('bad');
      },
    ),
    { numRuns: 50 },
  );
});

test('a thousand forged posters: none accepted', async () => {
  const bytes = fromDigits(cases.valid[0]?.digits ?? '', MAX_FRAGMENT_BYTES) ?? new Uint8Array(0);
  let tried = 0;
  let accepted = 0;
  const attempt = async (changed: Uint8Array) => {
    tried++;
    const fragment = changed[0] ? readFragment(toDigits(changed)) : undefined;
    if (fragment && (await verifyFragment(fragment, cases.origin, cases.list, subtle)) === 'valid') accepted++;
  };
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = bytes.slice();
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    await attempt(changed);
  }
  for (let length = 1; length < bytes.length; length++) await attempt(bytes.slice(0, length));
  await attempt(Uint8Array.from([...bytes, 0]));
  for (let i = 0; i < 200; i++)
    await attempt(
      fromDigits(
        await encodeFragment({ place: toBase64url(bytes.slice(5, 21)), gate: i, shortName: 'X' }, cases.origin, testKey('other').signer),
        110,
      ) ?? bytes,
    );
  expect(tried).toBeGreaterThan(1000);
  expect(accepted).toBe(0);
}, 20_000);

describe('size of the code', () => {
  const longName = 'Trường THCS Nguyễn Thị Minh Khai';
  const modules = async (origin: string) => {
    const digits = await encodeFragment(
      { place: toBase64url(new Uint8Array(16).fill(255)), gate: 255, shortName: longName },
      origin,
      signer,
    );
    return QRCode.create(posterLink(origin, 'HTP27R', digits), { errorCorrectionLevel: 'M' }).modules.size;
  };
  test('an origin of 40 characters stays at 49 modules at level M', async () => {
    expect(ORIGIN_40).toHaveLength(40);
    expect(await modules(ORIGIN_40)).toBe(49);
    expect(shortNameRoom(ORIGIN_40)).toBe(14);
  });
  test('every origin up to 40 characters does; a short one has room for the whole 24 bytes', async () => {
    for (let length = 20; length <= 40; length++) expect(await modules(`https://${'a'.repeat(length - 11)}.vn`)).toBeLessThanOrEqual(49);
    expect(shortNameRoom('https://quacong.example.vn')).toBe(24);
  });
  test('a longer origin makes a larger code, never a shorter name', async () => {
    expect(shortNameRoom(`https://${'a'.repeat(60)}.vn`)).toBe(14);
    expect(await modules(`https://${'a'.repeat(60)}.vn`)).toBeGreaterThan(49);
  });
});

test('links as people and phones change them', () => {
  const { origin, code } = cases;
  const lower = `${origin.toUpperCase().replace('HTTPS', 'https')}/p/${code.toLowerCase()}`;
  expect(readPosterLink(lower)).toEqual({ origin, code });
  expect(readPosterLink(`${origin}/p/${code}?fbclid=abc`)).toEqual({ origin, code });
  expect(readPosterLink(`http://localhost:8787/p/${code}`)).toEqual({ origin: 'http://localhost:8787', code });
  for (const text of [
    '',
    `${origin}/p/`,
    `${origin}/p/${code}/`,
    `${origin}/p/${code}#`,
    `${origin}/p/${code}#abc`,
    `${origin}/q/${code}`,
    `//evil.example/p/${code}`,
  ]) {
    expect(readPosterLink(text)).toBeUndefined();
  }
});

test.each([
  { place: toBase64url(new Uint8Array(15)), gate: 0, shortName: 'A' },
  { place: toBase64url(new Uint8Array(16)), gate: 256, shortName: 'A' },
  { place: toBase64url(new Uint8Array(16)), gate: -1, shortName: 'A' },
  { place: toBase64url(new Uint8Array(16)), gate: 1.5, shortName: 'A' },
])('no poster for %j', async (place) => {
  await expect(encodeFragment(place, cases.origin, signer)).rejects.toThrow(RangeError);
});

test('hostile text is read in no time', () => {
  for (const text of [
    `https://${'a.'.repeat(340)}`,
    `https://a.vn/p/${'2'.repeat(680)}`,
    '1'.repeat(5_000_000),
    `https://${'a-'.repeat(126)}`,
  ]) {
    const start = performance.now();
    expect(readPosterLink(text)).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(20);
  }
});
