import type { Hint } from './protocol.ts';

/** So long must most frames say the same before the screen says it. */
const BEFORE = 900;
/** So long it then stays, so that it can be read. */
const STAYS = 1_800;
/** A frame now and then that says nothing or something else does not count. */
const BREAK = 350;

export interface CalmHint {
  /** What the screen says after this frame. `read`: a code was read. `now`: monotonic ms. */
  next(frame: { hint: Hint | undefined; read: boolean }, now: number): Hint | undefined;
}

/** Frames change their mind thirty times a second; people read a word in a second. */
export function createCalmHint(): CalmHint {
  let candidate: { hint: Hint; since: number; last: number } | undefined;
  let shown: { hint: Hint; at: number } | undefined;
  return {
    next({ hint, read }, now) {
      if (read) {
        candidate = undefined;
        shown = undefined;
        return undefined;
      }
      if (candidate && now - candidate.last > BREAK) candidate = undefined;
      if (hint && candidate?.hint === hint) candidate.last = now;
      else if (hint && !candidate) candidate = { hint, since: now, last: now };
      const due = candidate && now - candidate.since >= BEFORE ? candidate.hint : undefined;
      if (due && (!shown || shown.hint === due || now - shown.at >= STAYS)) shown = { hint: due, at: now };
      else if (shown && now - shown.at >= STAYS) shown = undefined;
      return shown?.hint;
    },
  };
}
