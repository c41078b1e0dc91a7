/** A camera that nobody needs is switched off after so long without code, tap, key or motion, in ms. */
export const REST_AFTER = 5 * 60_000;

export interface Rest {
  /** Somebody is there. */
  active(): void;
  /** `waits`: a verdict or question is on the screen, which counts as somebody being there. */
  due(waits: boolean): boolean;
}

/** `now`: monotonic ms. */
export function createRest(now: () => number): Rest {
  let activeAt = now();
  return {
    active() {
      activeAt = now();
    },
    due(waits) {
      if (waits) activeAt = now();
      return now() - activeAt >= REST_AFTER;
    },
  };
}
