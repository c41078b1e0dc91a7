/**
 * How many items the next batch takes. A batch that the server refuses as a whole is halved until the bad item stands
 * alone; the good ones before it go through on the way. Nothing is dropped.
 */
import { MAX_BATCH } from '../../../shared/api/exchange.schema.ts';

export interface Sizing {
  /** At most so many items in the next batch. */
  limit: number;
  /** The oldest so many waiting items hold one that the server refuses; 0: none known. */
  suspects: number;
}

export const FULL: Sizing = { limit: MAX_BATCH, suspects: 0 };

/** A batch of `sent` items went through. */
export function afterSuccess(sizing: Sizing, sent: number): Sizing {
  const suspects = Math.max(0, sizing.suspects - sent);
  return suspects === 0 ? FULL : { suspects, limit: Math.ceil(suspects / 2) };
}

/** A batch of `sent` items was refused. `alone`: it was one item, which is to be held back. */
export function afterRefusal(sent: number): { sizing: Sizing; alone: boolean } {
  return sent <= 1 ? { sizing: FULL, alone: sent === 1 } : { sizing: { suspects: sent, limit: Math.ceil(sent / 2) }, alone: false };
}
