import { pauseAfter } from './queue.ts';
import type { Sendable } from './shelf.ts';

export interface Timer {
  start(): void;
  /** Sets the pause anew, by the tries so far. */
  plan(): void;
  stop(): void;
}

/** Tries again by itself: when the network returns, when the page is looked at, and in growing pauses between. */
export function createTimer(waiting: () => readonly Sendable[], tryNow: () => Promise<void>): Timer {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const pending = (): Sendable[] => waiting().filter((item) => !item.refused);
  const again = (): void => void (pending().length > 0 && tryNow());
  const seen = (): void => void (document.visibilityState === 'visible' && again());
  const stop = (): void => clearTimeout(timer);
  const plan = (): void => {
    stop();
    if (pending().length > 0) timer = setTimeout(again, pauseAfter(Math.min(...pending().map((item) => item.tries))));
  };
  return {
    plan,
    start() {
      window.addEventListener('online', again);
      document.addEventListener('visibilitychange', seen);
      again();
    },
    stop() {
      window.removeEventListener('online', again);
      document.removeEventListener('visibilitychange', seen);
      stop();
    },
  };
}
