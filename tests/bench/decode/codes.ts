/** What the product's codes hold: passes and poster links, signed by nobody. */
import { createHash } from 'node:crypto';
import { create } from 'qrcode';
import { modulesOf } from '../../../server/posters/qr.ts';
import { toBase64url } from '../../../shared/bytes.ts';
import { makePlaceCode } from '../../../shared/codes.ts';
import type { Random } from '../../../shared/ids.ts';
import type { PassSigner } from '../../../shared/pass/keys.ts';
import { encodePass } from '../../../shared/pass/pass.ts';
import { qrLevel } from '../../../shared/pass/qr.ts';
import { encodeFragment } from '../../../shared/poster/fragment.ts';
import { posterLink } from '../../../shared/poster/link.ts';

export interface Code {
  text: string;
  /** Rows of dark (true) and light modules, without the quiet zone. */
  modules: boolean[][];
}

const ORIGIN = 'https://quacong.truong.example';
const NAMES = ['N.T.B. Hồng ·678', 'T. Nam ·012', 'Đ.Q. Phượng ·905', 'L.T.M. Anh ·333'];
const DAY = Date.parse('2026-11-20T00:00:00Z');

/** Bytes without chance: the hash of a name and a count. */
function randomOf(name: string): Random {
  let count = 0;
  return (length) => {
    const parts: Buffer[] = [];
    for (let have = 0; have < length; have += 32) parts.push(createHash('sha256').update(`${name} ${count++}`).digest());
    return new Uint8Array(Buffer.concat(parts).subarray(0, length));
  };
}

const signerOf = (random: Random): PassSigner => ({ kidBytes: bytes(random, 4), sign: async () => bytes(random, 64) });
const bytes = (random: Random, length: number): Uint8Array<ArrayBuffer> => new Uint8Array(random(length));

/** One after the other: two passes, a poster with its signed part, a poster's short link. */
export async function codeOf(number: number): Promise<Code> {
  const random = randomOf(`code ${number}`);
  const signer = signerOf(random);
  if (number % 4 < 2) {
    const claims = { subject: toBase64url(random(16)), schoolTag: toBase64url(random(8)), outcome: 'cleared' as const };
    const times = { issuedAt: DAY + number * 60_000, expiresAt: DAY + 17 * 3_600_000 };
    const { digits } = await encodePass({ ...claims, ...times, name: NAMES[number % NAMES.length] ?? '' }, signer);
    const { modules } = create([{ data: digits, mode: 'numeric' }], { errorCorrectionLevel: qrLevel(digits) });
    const rows = Array.from({ length: modules.size }, (_, y) => Array.from({ length: modules.size }, (__, x) => modules.get(y, x) === 1));
    return { text: digits, modules: rows };
  }
  const place = makePlaceCode(random);
  if (number % 4 === 3) return { text: `${ORIGIN}/p/${place}`, modules: modulesOf(`${ORIGIN}/p/${place}`) };
  const fragment = await encodeFragment(
    { place: toBase64url(random(16)), gate: 1 + (number % 9), shortName: 'THCS Hoa Sen' },
    ORIGIN,
    signer,
  );
  const link = posterLink(ORIGIN, place, fragment);
  return { text: link, modules: modulesOf(link) };
}
