/**
 * The kiosk's corrected clock: server time as last measured, carried on by the monotonic clock, never behind the last
 * event or the build. A raw clock that jumps back within a session changes nothing; one that runs ahead of the monotonic
 * clock is a tablet that slept, and is followed.
 */
import { HOUR, type Instant } from '../../shared/clock.ts';
import type { ClockRecord } from './db/schema.ts';

export interface Ticks {
  /** Date.now() */
  raw(): number;
  /** performance.now() */
  mono(): number;
}

export interface KioskClock {
  now(): Instant;
  mono(): number;
  raw(): Instant;
  /** Server minus raw, ms; undefined while it was never measured nor set. */
  offset(): number | undefined;
  /** False: the time is impossible or doubtful and somebody has to say what time it is. */
  sure(): boolean;
  /** From an exchange: the server's time, and the monotonic times of asking and hearing. */
  measure(serverTime: Instant, askedMono: number, heardMono: number): void;
  /** Somebody read the time off another clock. */
  setByHand(now: Instant): void;
  /** Somebody looked at the time shown and says that it is right. */
  confirm(): void;
  /** An event was written at this corrected time. */
  wrote(at: Instant): void;
  record(): ClockRecord | undefined;
}

/** A round trip longer than this says too little about the server's clock. */
const MAX_ROUND_TRIP = 10_000;
/** Asleep so long without contact: the time is shown and confirmed by a tap. */
const DOUBT_AFTER_SLEEP = 20 * HOUR;
/** A clock may be this much behind the last event without having stopped. */
const TOLERANCE = 5 * 60_000;

export function createClock(ticks: Ticks, builtAt: Instant, kept: ClockRecord | undefined): KioskClock {
  let offset = kept?.offset;
  let source: ClockRecord['source'] = kept?.source ?? 'hand';
  let last = Math.max(kept?.last ?? 0, builtAt);
  let anchor = { raw: ticks.raw(), mono: ticks.mono(), corrected: ticks.raw() + (offset ?? 0) };
  let sure = anchor.corrected >= last - TOLERANCE;

  function running(): Instant {
    const monoElapsed = ticks.mono() - anchor.mono;
    const rawElapsed = ticks.raw() - anchor.raw;
    if (rawElapsed - monoElapsed > DOUBT_AFTER_SLEEP) sure = false;
    return anchor.corrected + Math.max(monoElapsed, rawElapsed);
  }

  function set(corrected: Instant, by: ClockRecord['source']): void {
    anchor = { raw: ticks.raw(), mono: ticks.mono(), corrected };
    offset = corrected - anchor.raw;
    source = by;
    sure = true;
  }

  return {
    now: () => Math.round(Math.max(running(), last)),
    mono: ticks.mono,
    raw: ticks.raw,
    offset: () => (offset === undefined ? undefined : Math.round(running() - ticks.raw())),
    sure: () => {
      running();
      return sure;
    },
    measure(serverTime, askedMono, heardMono) {
      if (heardMono - askedMono > MAX_ROUND_TRIP) return;
      set(serverTime + (heardMono - askedMono) / 2 + (ticks.mono() - heardMono), 'server');
    },
    setByHand: (now) => set(now, 'hand'),
    confirm: () => set(running(), source),
    wrote(at) {
      last = Math.max(last, at);
    },
    record: () => (offset === undefined ? undefined : { offset: Math.round(offset), source, last }),
  };
}
