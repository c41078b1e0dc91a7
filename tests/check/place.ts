/** What the server puts into the visitor's page, as the budgets count it: the default questionnaire and three keys. */
import { createHash } from 'node:crypto';
import { visitor } from '../../server/questionnaires/content/visitor.ts';
import type { PlaceView } from '../../shared/api/declarations.schema.ts';
import { toBase64url } from '../../shared/bytes.ts';

/** Keys do not compress; neither do these. */
export function bytesWithoutPattern(seed: number, length: number): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, i) => createHash('sha256').update(`${seed} ${i}`).digest());
  return new Uint8Array(Buffer.concat(blocks).subarray(0, length));
}

export function samplePlace(): PlaceView {
  const noise = (seed: number, length: number) => toBase64url(bytesWithoutPattern(seed, length));
  return {
    code: 'K7M2QX',
    place: noise(1, 16),
    state: 'open',
    school: {
      id: noise(2, 16),
      name: 'Trường Tiểu học Nguyễn Du',
      shortName: 'TH Nguyễn Du',
      line: 'Phường Bến Nghé, Thành phố Hồ Chí Minh',
      contact: '028 3822 0000',
    },
    gate: 'Cổng chính',
    questionnaire: visitor,
    keys: {
      at: 1800000000000,
      keys: [3, 4, 5].map((seed) => ({ kid: noise(seed, 4), publicKey: noise(seed, 65), notBefore: 1800000000000 })),
    },
    serverTime: 1800000000000,
  };
}
