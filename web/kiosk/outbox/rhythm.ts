/** When to exchange: every 15 s, soon after a scan, at once when the network is back, later and later while it fails. */
import type { Outcome } from './courier.ts';

export interface Timers {
  after(ms: number, run: () => void): () => void;
  /** 0 to 1. */
  chance(): number;
}

export interface RhythmParts {
  exchange: () => Promise<Outcome>;
  heard: (outcome: Outcome) => void;
  /** A fault of ours or of the store: shown, and tried again like a failure. */
  failed: (error: unknown) => void;
  timers: Timers;
}

export interface Rhythm {
  start(): void;
  stop(): void;
  /** Something is waiting: soon, unless the server is failing anyway. */
  nudge(): void;
  /** The network is back, or somebody asked: at once. */
  now(): void;
}

const EVERY = 15_000;
const SOON = 250;
const FIRST_RETRY = 5_000;
const LONGEST_RETRY = 5 * 60_000;

/** Doubling with jitter, so that the kiosks of a school do not come back all at once. */
export function retryDelay(failures: number, chance: number): number {
  const whole = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** Math.min(20, failures - 1));
  return whole / 2 + (whole / 2) * chance;
}

export function createRhythm({ exchange, heard, failed, timers }: RhythmParts): Rhythm {
  let running = false;
  let started = false;
  let failures = 0;
  let again = false;
  let urgent = false;
  let cancel: () => void = () => undefined;

  function schedule(ms: number): void {
    cancel();
    if (started) cancel = timers.after(ms, () => void run());
  }

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    again = false;
    urgent = false;
    cancel();
    const delay = await attempt();
    running = false;
    schedule(urgent ? Math.min(SOON, delay) : delay);
  }

  async function attempt(): Promise<number> {
    try {
      const outcome = await exchange();
      heard(outcome);
      return delayAfter(outcome);
    } catch (error) {
      failed(error);
      failures++;
      return retryDelay(failures, timers.chance());
    }
  }

  function delayAfter(outcome: Outcome): number {
    switch (outcome.kind) {
      case 'done':
        failures = 0;
        return outcome.more ? 0 : again ? SOON : EVERY;
      case 'narrowing':
        return 0;
      case 'busy':
        failures++;
        return Math.max((outcome.retryAfter ?? 0) * 1000, retryDelay(failures, timers.chance()));
      case 'offline':
      case 'not-an-answer':
      case 'unpaired':
        failures++;
        return retryDelay(failures, timers.chance());
    }
  }

  return {
    start() {
      if (started) return;
      started = true;
      void run();
    },
    stop() {
      started = false;
      cancel();
    },
    nudge() {
      if (running) again = true;
      else if (failures === 0) schedule(SOON);
    },
    now() {
      failures = 0;
      // Asked for while one is under way that may still fail: one more right after it.
      urgent = running;
      void run();
    },
  };
}
