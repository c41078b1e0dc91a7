import { SAME_SCAN } from '../../../shared/gate/decide.ts';

export interface SameScan {
  isRepeat(code: string, now: number): boolean;
  forget(): void;
}

/**
 * A code held in front of the camera is one scan: the 10 seconds run from when it was seen last, also while others are
 * scanned in between. `now`: monotonic ms.
 */
export function createSameScan(): SameScan {
  const seen = new Map<string, number>();
  return {
    isRepeat(code, now) {
      for (const [other, at] of seen) if (now - at >= SAME_SCAN) seen.delete(other);
      const repeat = seen.has(code);
      seen.set(code, now);
      return repeat;
    },
    forget: () => seen.clear(),
  };
}
