import fc from 'fast-check';
import QRCode from 'qrcode';
import { describe, expect, test } from 'vitest';
import { fromDigits, toDigits, toHex } from '../../shared/bytes.ts';
import { readCode } from '../../shared/cards/read-code.ts';
import { readFragment } from '../../shared/poster/fragment.ts';
import { posterLink, readPosterLink } from '../../shared/poster/link.ts';
import { encodePresence, PRESENCE_SLOT, readPresence, slotOf, slotStart, verifyPresence } from '../../shared/poster/presence.ts';
import { subtle, testKey, twin, vectors } from './vector-keys.ts';

interface Vectors {
  origin: string;
  code: string;
  kiosk: string;
  slot: number;
  publicKey: string;
  hex: string;
  digits: string;
  link: string;
  checked: { name: string; digits: string; at: number; origin: string; code: string; result: string }[];
  unreadable: { name: string; digits: string }[];
}
const cases = vectors<Vectors>('presence.json');
const { origin, code, kiosk, slot, publicKey } = cases;
const sign = testKey('kiosk').signer.sign;

const read = (digits: string) => {
  const presence = readPresence(digits);
  if (!presence) throw new Error('not readable');
  return presence;
};

describe('vectors', () => {
  test('the code of a slot', () => {
    const presence = read(cases.digits);
    expect(presence).toMatchObject({ kiosk, slot });
    expect(toHex(fromDigits(cases.digits, 85) ?? new Uint8Array(0))).toBe(cases.hex);
    expect(posterLink(origin, code, cases.digits)).toBe(cases.link);
    expect(readPosterLink(cases.link)).toEqual({ origin, code, presence });
    expect(readCode(cases.link)).toMatchObject({ kind: 'poster', presence: { kiosk } });
  });
  test.each(cases.checked)('$name', async ({ digits, at, result, ...place }) => {
    const where = { origin: place.origin, code: place.code };
    expect(await verifyPresence(read(digits), { ...where, publicKey, at }, subtle)).toBe(result);
  });
  test.each(cases.unreadable)('unreadable: $name', ({ digits }) => expect(readPresence(digits)).toBeUndefined());
});

test('what is encoded reads back and verifies with its own key alone', async () => {
  const other = testKey('other').publicKey;
  const uuids = fc.uuid({ version: 7 });
  await fc.assert(
    fc.asyncProperty(uuids, fc.nat(0xffff_ffff), async (id, at) => {
      const presence = read(await encodePresence({ kiosk: id, slot: at }, { origin, code }, sign));
      expect(presence).toMatchObject({ kiosk: id, slot: at });
      const asked = { origin, code, at: slotStart(at) };
      expect(await verifyPresence(presence, { ...asked, publicKey }, subtle)).toBe('valid');
      expect(await verifyPresence(presence, { ...asked, publicKey: other }, subtle)).toBe('bad');
    }),
    { numRuns: 50 },
  );
});

test('one bit changed: unreadable or bad, never valid', async () => {
  const bytes = fromDigits(cases.digits, 85) ?? new Uint8Array(0);
  const seen: string[] = [];
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = bytes.slice();
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    const presence = changed[0] ? readPresence(toDigits(changed)) : undefined;
    seen.push(presence ? await verifyPresence(presence, { origin, code, publicKey, at: slotStart(slot) }, subtle) : 'unreadable');
  }
  expect(seen).toHaveLength(680);
  expect(new Set(seen)).toEqual(new Set(['unreadable', 'bad']));
});

test('the other signature of the same bytes is as good, and a key that is no point verifies nothing', async () => {
  const presence = read(cases.digits);
  const asked = { origin, code, at: slotStart(slot) };
  expect(await verifyPresence({ ...presence, signature: twin(presence.signature) }, { ...asked, publicKey }, subtle)).toBe('valid');
  expect(await verifyPresence(presence, { ...asked, publicKey: 'AAAA' }, subtle)).toBe('bad');
});

test('a poster is no screen and a screen no poster', () => {
  expect(readFragment(cases.digits)).toBeUndefined();
  expect(readPresence(vectors<{ valid: { digits: string }[] }>('poster.json').valid[0]?.digits ?? '')).toBeUndefined();
});

test('a slot is 30 s', () => {
  expect(PRESENCE_SLOT).toBe(30_000);
  expect(slotOf(slotStart(7))).toBe(7);
  expect(slotOf(slotStart(8) - 1)).toBe(7);
});

test('at most 49 modules at level M for an origin of 40 characters', () => {
  const link = posterLink(`https://${'a'.repeat(29)}.vn`, code, '9'.repeat(205));
  expect(QRCode.create(link, { errorCorrectionLevel: 'M' }).modules.size).toBeLessThanOrEqual(49);
});

test.each([
  ['a kiosk that is no UUIDv7', { kiosk: 'kiosk-1', slot }],
  ['a slot that is no number', { kiosk, slot: Number.NaN }],
  ['a slot before 1970', { kiosk, slot: -1 }],
  ['a slot of more than 32 bits', { kiosk, slot: 2 ** 32 }],
])('no code for %s', async (_name, given) => {
  await expect(encodePresence(given, { origin, code }, sign)).rejects.toThrow(RangeError);
});

test('a signer that gives DER is refused at the making', async () => {
  await expect(encodePresence({ kiosk, slot }, { origin, code }, () => new Uint8Array(70))).rejects.toThrow(RangeError);
});
