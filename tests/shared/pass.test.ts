import { COSEKey, Sign1 } from '@auth0/cose';
import fc from 'fast-check';
import QRCode from 'qrcode';
import { describe, expect, test } from 'vitest';
import { fromDigits, toBase64url, toDigits, toHex } from '../../shared/bytes.ts';
import type { VerificationKey } from '../../shared/gate/policy.ts';
import { kidOf, schoolTag } from '../../shared/pass/keys.ts';
import { encodePass, MAX_PASS_BYTES, MAX_PASS_NAME_BYTES, type PassClaims, readPass, verifyPass } from '../../shared/pass/pass.ts';
import { qrLevel } from '../../shared/pass/qr.ts';
import { cutUtf8, shownName } from '../../shared/pass/shown-name.ts';
import { subtle, testKey, twin, vectors } from './vector-keys.ts';

interface Vectors {
  list: VerificationKey[];
  valid: { name: string; claims: PassClaims; hex: string; digits: string; level: string }[];
  refused: { name: string; digits: string; result: string }[];
  unreadable: { name: string; text: string }[];
}
const cases = vectors<Vectors>('pass.json');
const signer = testKey('signer');

const read = (digits: string) => {
  const pass = readPass(digits);
  if (!pass) throw new Error('not readable');
  return pass;
};
const good = () => {
  const first = cases.valid[0];
  if (!first) throw new Error('no vector');
  return first;
};

const claimsOf = fc.record({
  subject: fc.uint8Array({ minLength: 16, maxLength: 16 }).map(toBase64url),
  name: fc.constantFrom('N.T.B. Hồng ·678', 'Đ. Ý ·001', "K' Đen ·999", 'X ·000', 'N. H\u2019Hen ·123'),
  issuedAt: fc.integer({ min: 0, max: 4_102_444_800 }).map((s) => s * 1000),
  expiresAt: fc.integer({ min: 0, max: 4_102_444_800 }).map((s) => s * 1000),
  schoolTag: fc.uint8Array({ minLength: 8, maxLength: 8 }).map(toBase64url),
  outcome: fc.constantFrom('cleared' as const, 'attention' as const),
  companions: fc.constantFrom(undefined, 1, 2, 3, 4, 5, 6, 7, 8),
});

describe('vectors', () => {
  test.each(cases.valid)('valid: $name', async ({ claims, hex, digits, level }) => {
    const pass = read(digits);
    expect(toHex(fromDigits(digits, MAX_PASS_BYTES) ?? new Uint8Array(0))).toBe(hex);
    expect(pass.claims).toEqual(claims);
    expect(await verifyPass(pass, cases.list, subtle)).toBe('valid');
    expect(qrLevel(digits)).toBe(level);
  });
  test.each(cases.refused)('refused: $name', async ({ digits, result }) => {
    expect(await verifyPass(read(digits), cases.list, subtle)).toBe(result);
  });
  test.each(cases.unreadable)('unreadable: $name', ({ text }) => {
    const start = performance.now();
    expect(readPass(text)).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(5);
  });
});

test('what is encoded reads back and verifies', async () => {
  await fc.assert(
    fc.asyncProperty(claimsOf, async (claims) => {
      const { bytes, digits } = await encodePass(claims, signer.signer);
      expect(bytes.length).toBeLessThanOrEqual(MAX_PASS_BYTES);
      const pass = read(digits);
      expect(pass.claims).toEqual(claims);
      expect(await verifyPass(pass, cases.list, subtle)).toBe('valid');
    }),
    { numRuns: 100 },
  );
});

test('a mutated pass is never accepted: every bit, every cut, and random edits', async () => {
  const bytes = fromDigits(good().digits, MAX_PASS_BYTES) ?? new Uint8Array(0);
  let accepted = 0;
  let tried = 0;
  const attempt = async (digits: string) => {
    tried++;
    const pass = readPass(digits);
    if (pass && (await verifyPass(pass, cases.list, subtle)) === 'valid') accepted++;
  };
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = bytes.slice();
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    if (changed[0]) await attempt(toDigits(changed));
  }
  for (let length = 1; length < bytes.length; length++) await attempt(toDigits(bytes.slice(0, length)));
  for (let at = 0; at < good().digits.length; at++) {
    for (let digit = 0; digit < 10; digit++) {
      if (good().digits[at] === String(digit)) continue;
      await attempt(good().digits.slice(0, at) + digit + good().digits.slice(at + 1));
    }
  }
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(bytes.length - 1), fc.nat(255), async (at, to, value) => {
      const changed = bytes.slice();
      changed[at] = value;
      changed.copyWithin(to, at, at + 4);
      if (changed[0] && Buffer.compare(changed, bytes) !== 0) await attempt(toDigits(changed));
    }),
    { numRuns: 1000 },
  );
  expect(tried).toBeGreaterThan(5000);
  expect(accepted).toBe(0);
}, 30_000);

test('the high-S twin is the same pass', async () => {
  const pass = read(good().digits);
  const other = { ...pass, signature: twin(pass.signature) };
  expect(other.signature).not.toEqual(pass.signature);
  expect(await verifyPass(other, cases.list, subtle)).toBe('valid');
  expect(twin(twin(pass.signature))).toEqual(pass.signature);
});

test('a COSE library that is not ours verifies the bytes', async () => {
  const pass = fromDigits(good().digits, MAX_PASS_BYTES) ?? new Uint8Array(0);
  const { d: _secret, ...publicJwk } = signer.jwk;
  const key = await COSEKey.fromJWK(publicJwk).toKeyLike();
  const message = Sign1.decode(pass);
  await expect(message.verify(key)).resolves.toBeUndefined();
  const broken = pass.slice();
  broken[40] = (broken[40] ?? 0) ^ 1;
  await expect(Sign1.decode(broken).verify(key)).rejects.toThrow();
});

test('two keys with one key id: each is tried; a key that is no point is passed over', async () => {
  const pass = read(good().digits);
  const twinKey = { ...testKey('other').verification, kid: pass.kid };
  const broken = { ...signer.verification, publicKey: toBase64url(new Uint8Array(65)) };
  expect(await verifyPass(pass, [broken, twinKey, signer.verification], subtle)).toBe('valid');
  expect(await verifyPass(pass, [twinKey], subtle)).toBe('bad');
  expect(await verifyPass(pass, [broken], subtle)).toBe('unknown-key');
  expect(await verifyPass(pass, [], subtle)).toBe('unknown-key');
});

test('a key is imported once', async () => {
  let imports = 0;
  const counting = new Proxy(subtle, {
    get: (target, name) => {
      if (name === 'importKey') imports++;
      const method: unknown = Reflect.get(target, name);
      return typeof method === 'function' ? method.bind(target) : method;
    },
  });
  for (let i = 0; i < 5; i++) expect(await verifyPass(read(good().digits), cases.list, counting)).toBe('valid');
  expect(imports).toBe(1);
});

test('key id and school tag are beginnings of SHA-256', async () => {
  const codes = vectors<{ kid: { publicKey: string; kid: string }; schoolTag: { school: string; tag: string }[] }>('codes.json');
  expect(await kidOf(signer.point, subtle)).toBe(codes.kid.kid);
  for (const { school, tag } of codes.schoolTag) expect(await schoolTag(school, subtle)).toBe(tag);
});

test.each([
  ['subject of 15 bytes', { subject: toBase64url(new Uint8Array(15)) }],
  ['tag of 9 bytes', { schoolTag: toBase64url(new Uint8Array(9)) }],
  ['time before 1970', { issuedAt: -1 }],
  ['time that is no number', { expiresAt: Number.NaN }],
  ['group of ten', { companions: 9 }],
  ['group less than one', { companions: -1 }],
  ['half a companion', { companions: 1.5 }],
])('no pass for a %s', async (_name, change) => {
  await expect(encodePass({ ...good().claims, ...change }, signer.signer)).rejects.toThrow(RangeError);
});

test('a pass for one person has one form, however it is asked for', async () => {
  const first = read((await encodePass({ ...good().claims, companions: 0 }, signer.signer)).digits);
  expect(first.claims).toEqual(good().claims);
  expect(first.signed).toEqual(read(good().digits).signed);
});

test('a signer that gives DER is refused at the making', async () => {
  await expect(encodePass(good().claims, { ...signer.signer, sign: () => new Uint8Array(70) })).rejects.toThrow(RangeError);
});

describe('size of the code', () => {
  const modules = (digits: string) => QRCode.create(digits, { errorCorrectionLevel: qrLevel(digits) }).modules.size;

  test.each(['N.T.B. Hồng ·678', 'N.T.P.Q.L.Đ.H. Nghiêng ·678', 'Đ.Ô.Ư.Ầ.Ấ.Ậ.Ẵ.Ẩ. Nghiễngggggggg ·678', 'ễ'.repeat(80), 'n'.repeat(80)])(
    '%s',
    async (name) => {
      // The largest of all: a long name, eight companions, and the time forms of the far future.
      for (const more of [{}, { companions: 8 }, { companions: 8, expiresAt: 253_402_300_799_000, issuedAt: 253_402_300_799_000 }]) {
        const { bytes, digits } = await encodePass({ ...good().claims, ...more, name }, signer.signer);
        expect(bytes.length).toBeLessThanOrEqual(MAX_PASS_BYTES);
        if (!('expiresAt' in more)) expect(modules(digits)).toBeLessThanOrEqual(49);
      }
    },
  );

  test('M as long as it fits 49 modules, not one digit longer', () => {
    const size = (length: number, level: 'M' | 'L') => QRCode.create('9'.repeat(length), { errorCorrectionLevel: level }).modules.size;
    expect(qrLevel('9'.repeat(365))).toBe('M');
    expect(size(365, 'M')).toBe(49);
    expect(qrLevel('9'.repeat(366))).toBe('L');
    expect(size(366, 'M')).toBe(53);
  });
});

test('names are shown without anything invisible, and cut between characters', () => {
  expect(shownName('A\u202en\u200b\u0000g\u2066\ufeff\u2028 ')).toBe('Ang');
  expect(shownName('K’Đen ·001')).toBe('K’Đen ·001');
  expect(cutUtf8('Hồng', 3)).toBe('H');
  expect(cutUtf8('Ho\u0302\u0300ng', 4)).toBe('H');
  expect(cutUtf8('A B', 2)).toBe('A');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(80), (name, room) => {
      const cut = cutUtf8(name, room);
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(room);
      expect(name.startsWith(cut)).toBe(true);
    }),
  );
  expect(MAX_PASS_NAME_BYTES).toBeLessThan(MAX_PASS_BYTES);
});

test('junk is refused fast and never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[1-9][0-9]{0,600}$/)), (text) => {
      expect(readPass(text)).toBeUndefined();
    }),
    {
      numRuns: 2000,
    },
  );
  // Right prefix, hostile rest.
  const prefix = Buffer.from('d28443a10126a10444aabbccdd', 'hex');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 187 }), (rest) => {
      const start = performance.now();
      expect(readPass(toDigits(Uint8Array.from([...prefix, ...rest])))).toBeUndefined();
      expect(performance.now() - start).toBeLessThan(50);
    }),
    { numRuns: 2000 },
  );
});
