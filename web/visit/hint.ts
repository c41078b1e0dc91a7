/**
 * Whether this phone keeps a pass or an unsent declaration for a school: known before the database is open, so that
 * the form does not flash up in front of it.
 */
import { forget, keep, recall } from '../lib/keep.ts';

const KEY = 'quacong.open';

export const keepHint = (until: number): boolean => keep(KEY, String(until));
export const dropHint = (): void => forget(KEY);
export const hasHint = (now: number): boolean => Number(recall(KEY)) > now;
