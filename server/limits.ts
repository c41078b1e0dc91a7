import type { RateLimiterMemory } from 'rate-limiter-flexible';
import { Problem } from '../shared/problem.ts';

/** @throws Problem `too-many-requests` with the seconds to wait */
export async function limited(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (refused instanceof Error) throw refused;
    const { msBeforeNext } = refused as { msBeforeNext: number };
    throw new Problem('too-many-requests', { retryAfter: Math.max(1, msBeforeNext / 1000) });
  }
}
