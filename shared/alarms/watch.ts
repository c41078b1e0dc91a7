/**
 * What a school's office should be told without asking (rows N9 and N10 of the systems compared): posters that nobody
 * scans, kiosks that fall silent, people who came and never left, bursts that look like photographed codes, devices that
 * will soon lose something. Pure: facts in, alarms out; nobody's name is in them.
 */
import { DAY, HOUR, type Instant, MINUTE } from '../clock.ts';
import { type SchoolHours, schoolTime } from './hours.ts';

export const WATCH_KINDS = [
  'kiosk-silent',
  'kiosk-idle',
  'poster-silent',
  'no-exits',
  'burst-kiosk',
  'burst-poster',
  'burst-pass',
  'kiosk-clock',
  'kiosk-storage',
  'backlog',
] as const;
export type WatchKind = (typeof WATCH_KINDS)[number];

export interface WatchAlarm {
  kind: WatchKind;
  /** Id of the kiosk, poster or pass; '' for the school. */
  object: string;
  /** What the alarm counts: scans in the burst, items waiting, people inside, ms of clock error, percent of storage. */
  count: number;
  /** Since when it is so, ms. */
  since: Instant;
}

export interface WatchedKiosk {
  id: string;
  pairedAt: Instant;
  lastSeenAt: Instant | null;
  lastScanAt: Instant | null;
  /** Scans on a usual school day. */
  usual: number;
  clockOffset: number | null;
  unsent: number;
  oldestUnsentAt: Instant | null;
  persisted: boolean | null;
  usedBytes: number | null;
  quotaBytes: number | null;
}

export interface WatchedPoster {
  id: string;
  today: number;
  /** Declarations on a usual school day. */
  usual: number;
}

export interface Burst {
  kind: 'burst-kiosk' | 'burst-poster' | 'burst-pass';
  object: string;
  count: number;
  since: Instant;
}

export interface WatchFacts {
  now: Instant;
  hours: SchoolHours;
  kiosks: readonly WatchedKiosk[];
  posters: readonly WatchedPoster[];
  /** Of today. */
  entries: number;
  exits: number;
  inside: number;
  bursts: readonly Burst[];
}

/** A kiosk in use speaks every minute. */
const KIOSK_SILENT = 30 * MINUTE;
const IDLE_HOURS = 3 * HOUR;
/** Below this a quiet morning says nothing. */
const USUAL_ENOUGH = 5;
const CLOCK_WRONG = 2 * MINUTE;
const STORAGE_FULL = 0.8;
const BACKLOG_IN_TOUCH = HOUR;
const BACKLOG_AWAY = DAY;
/** People need some time to leave after the last bell. */
const LEAVING = 30 * MINUTE;
const MANY_INSIDE = 5;

/** What stands at `facts.now`; whether it stood before is the caller’s to know. */
export function watch(facts: WatchFacts): WatchAlarm[] {
  return [
    ...facts.kiosks.flatMap((kiosk) => [...silence(kiosk, facts), ...health(kiosk, facts.now)]),
    ...posterSilence(facts),
    ...noExits(facts),
    ...facts.bursts,
  ];
}

function silence(kiosk: WatchedKiosk, { now, hours }: WatchFacts): WatchAlarm[] {
  const time = schoolTime(hours, now);
  if (time.at !== 'during') return [];
  const heard = Math.max(kiosk.lastSeenAt ?? kiosk.pairedAt, time.opened);
  if (now - heard > KIOSK_SILENT) return [{ kind: 'kiosk-silent', object: kiosk.id, count: 0, since: kiosk.lastSeenAt ?? kiosk.pairedAt }];
  const scanned = Math.max(kiosk.lastScanAt ?? kiosk.pairedAt, time.opened);
  if (kiosk.unsent > 0 || kiosk.usual < USUAL_ENOUGH || now - scanned <= IDLE_HOURS) return [];
  return [{ kind: 'kiosk-idle', object: kiosk.id, count: kiosk.usual, since: scanned }];
}

function health(kiosk: WatchedKiosk, now: Instant): WatchAlarm[] {
  const alarms: WatchAlarm[] = [];
  const seen = kiosk.lastSeenAt;
  if (seen === null) return alarms;
  const of = (kind: WatchKind, count: number, since: Instant) => alarms.push({ kind, object: kiosk.id, count, since });
  if (kiosk.clockOffset !== null && Math.abs(kiosk.clockOffset) > CLOCK_WRONG) of('kiosk-clock', kiosk.clockOffset, seen);
  const full = kiosk.usedBytes !== null && kiosk.quotaBytes ? kiosk.usedBytes / kiosk.quotaBytes : 0;
  if (kiosk.persisted === false || full > STORAGE_FULL) of('kiosk-storage', Math.round(full * 100), seen);
  const inTouch = now - seen < BACKLOG_IN_TOUCH;
  const oldest = kiosk.oldestUnsentAt ?? seen;
  if (kiosk.unsent > 0 && now - oldest > (inTouch ? BACKLOG_IN_TOUCH : BACKLOG_AWAY)) of('backlog', kiosk.unsent, oldest);
  return alarms;
}

function posterSilence({ now, hours, posters }: WatchFacts): WatchAlarm[] {
  const time = schoolTime(hours, now);
  if (time.at !== 'during' || now - time.opened <= IDLE_HOURS) return [];
  return posters
    .filter((poster) => poster.today === 0 && poster.usual >= USUAL_ENOUGH)
    .map((poster) => ({ kind: 'poster-silent', object: poster.id, count: poster.usual, since: time.opened }));
}

function noExits({ now, hours, entries, exits, inside }: WatchFacts): WatchAlarm[] {
  const time = schoolTime(hours, now);
  if (time.at !== 'after' || now - time.closed <= LEAVING) return [];
  const nobodyLeft = exits === 0 && entries >= MANY_INSIDE;
  const mostStayed = inside >= MANY_INSIDE && inside * 2 > entries;
  return nobodyLeft || mostStayed ? [{ kind: 'no-exits', object: '', count: inside, since: time.closed }] : [];
}

/** More than a guard can look at, or more than one paper can serve. */
const MOST = {
  'burst-kiosk': { count: 30, within: MINUTE },
  'burst-poster': { count: 60, within: 5 * MINUTE },
  'burst-pass': { count: 4, within: 30 * MINUTE },
} as const satisfies Record<Burst['kind'], { count: number; within: number }>;

/** The widest window that any burst looks at. */
export const BURST_WINDOW = 30 * MINUTE;

/** The densest moment of each object that has more marks within its window than one gate can make. */
export function burstsOf(kind: Burst['kind'], marks: readonly { object: string; at: Instant }[]): Burst[] {
  const { count, within } = MOST[kind];
  const byObject = new Map<string, Instant[]>();
  for (const { object, at } of marks) {
    const list = byObject.get(object);
    if (list) list.push(at);
    else byObject.set(object, [at]);
  }
  return [...byObject].flatMap(([object, times]) => {
    times.sort((a, b) => a - b);
    let best: Burst | undefined;
    for (let from = 0, to = 0; to < times.length; to++) {
      while ((times[to] ?? 0) - (times[from] ?? 0) > within) from++;
      const size = to - from + 1;
      if (size >= count && size > (best?.count ?? 0)) best = { kind, object, count: size, since: times[from] ?? 0 };
    }
    return best ? [best] : [];
  });
}
