import { type Instant, MINUTE } from '../../shared/clock.ts';
import { Problem } from '../../shared/problem.ts';
import type { Caller } from '../context.ts';

/** Long enough to choose a period and try again, too short for a desk that somebody left. */
export const FRESH = 10 * MINUTE;

/**
 * Before names leave the server: an account that has a second factor must have given it within the last 10 minutes.
 * @throws Problem `second-factor-needed`; the secondFactor endpoint takes the code of a signed-in account too
 */
export function holdFresh(caller: Caller, now: Instant = Date.now()): void {
  if (caller.kind !== 'account') throw new Problem('not-signed-in');
  if (caller.secondFactorAt !== null && now - caller.secondFactorAt > FRESH) throw new Problem('second-factor-needed');
}
