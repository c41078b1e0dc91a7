import type { KeptPass } from './shelf.ts';

/** A phone whose clock is further off than this is not asked when the day ends. */
const OFF_MS = 10 * 60_000;

/** When the pass ends by this phone's own clock, which may run days before or behind the server's. */
export function endOf({ pass, madeAt }: Pick<KeptPass, 'pass' | 'madeAt'>): number {
  const off = madeAt - pass.issuedAt;
  return pass.expiresAt + (Math.abs(off) > OFF_MS ? off : 0);
}
