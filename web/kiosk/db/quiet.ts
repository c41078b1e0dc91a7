/**
 * Work for the server gives way to whoever stands at the gate: it is cut into slices, and none begins while a scan is on
 * its way from the code to the screen. One page has one gate, so this is state of the module.
 */

/** The frame with the verdict comes first, ms. */
const FRAME = 30;
/** A disk that hangs must not keep the log from the server as well, ms. */
const LONGEST_WAIT = 2_000;

let under = 0;
let waiting: (() => void)[] = [];

/** Runs what somebody at the gate waits for. */
export async function atTheGate<T>(work: () => Promise<T>): Promise<T> {
  under++;
  try {
    return await work();
  } finally {
    setTimeout(leave, FRAME);
  }
}

function leave(): void {
  if (--under > 0) return;
  const all = waiting;
  waiting = [];
  for (const go of all) go();
}

/** Resolves when nobody waits at the gate, at the latest after two seconds. */
export function quiet(): Promise<void> {
  if (under === 0) return Promise.resolve();
  return new Promise((resolve) => {
    waiting.push(resolve);
    setTimeout(resolve, LONGEST_WAIT);
  });
}

/** So many items go into one transaction in the background: a few ms of a slow tablet. */
const SLICE = 50;

/** Each slice in its turn, between scans. */
export async function inSlices<T>(all: readonly T[], work: (slice: readonly T[]) => Promise<void>): Promise<void> {
  for (let from = 0; from < all.length; from += SLICE) {
    await quiet();
    await work(all.slice(from, from + SLICE));
  }
}
