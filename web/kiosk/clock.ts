/**
 * The kiosk's corrected clock: server time as last measured, carried on by the monotonic clock. Until somebody who knows
 * has said what time it is (the server, or a person), it never stands behind the last event or the build. Ids never run
 * backwards at all. A raw clock that jumps back within a session changes nothing; one that runs ahead of the monotonic
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
  /** For the next id: never behind the one before, also after a clock that stood too far ahead was put right. */
  idTime(): Instant;
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
  /** An event was written at this corrected time, with an id of that time. */
  wrote(at: Instant, idTime: Instant): void;
  record(): ClockRecord | undefined;
}

/** A round trip longer than this says too little about the server's clock. */
const MAX_ROUND_TRIP = 10_000;
/** Asleep so long without contact: the time is shown and confirmed by a tap. */
const DOUBT_AFTER_SLEEP = 20 * HOUR;
/** A clock may be this much behind the last event without having stopped. */
const TOLERANCE = 5 * 60_000;

/** `builtAt`: no time before it is believed. `lastId`: time of the last id, 0 for none. */
export function createClock(ticks: Ticks, builtAt: Instant, kept: ClockRecord | undefined, lastId: Instant = 0): KioskClock {
  let offset = kept?.offset;
  let source: ClockRecord['source'] = kept?.source ?? 'hand';
  let last = Math.max(kept?.last ?? 0, builtAt);
  let lastIdTime = lastId;
  let told = false;
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
    told = true;
    last = Math.max(corrected, builtAt);
  }

  const now = (): Instant => Math.round(told ? Math.max(running(), builtAt) : Math.max(running(), last));

  return {
    now,
    idTime: () => Math.max(now(), lastIdTime),
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
    wrote(at, idTime) {
      last = Math.max(last, at);
      lastIdTime = Math.max(lastIdTime, idTime);
    },
    record: () => (offset === undefined ? undefined : { offset: Math.round(offset), source, last: Math.round(last) }),
  };
}
