import { SAME_SCAN } from '../../../shared/gate/decide.ts';

/**
 * A code held in front of the camera is one scan: the 10 seconds run from when it was seen last. `now`: monotonic ms.
 */
export function createSameScan(): { isRepeat(code: string, now: number): boolean; forget(): void } {
  let last: { code: string; seen: number } | undefined;
  return {
    isRepeat(code, now) {
      const repeat = last !== undefined && last.code === code && now - last.seen < SAME_SCAN;
      last = { code, seen: now };
      return repeat;
    },
    forget() {
      last = undefined;
    },
  };
}
