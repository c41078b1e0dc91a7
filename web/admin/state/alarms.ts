/** The alarms as the office reads them: alike ones together, the gravest first. */
import type { WatchKind } from '../../../shared/alarms/watch.ts';
import type { Alarms, EventFlag } from '../../../shared/api/log.schema.ts';
import type { SchoolPage } from '../router.ts';

/** What the office itself has taken in is nothing to look at. */
type AlarmFlag = Exclude<EventFlag, 'added'>;

export type Alarm =
  | { kind: 'clock' }
  | { kind: 'gaps'; kiosk: string; ranges: { from: number; to: number }[] }
  | { kind: 'conflicts' | 'quarantined' | AlarmFlag; count: number; kiosks: string[] };

const FLAGS: readonly AlarmFlag[] = ['clone', 'chain', 'skew', 'clock-unknown', 'unknown-kind'];

export function alarmsOf(alarms: Alarms): Alarm[] {
  const list: Alarm[] = alarms.serverClockSuspect ? [{ kind: 'clock' }] : [];
  const gapsByKiosk = new Map<string, Extract<Alarm, { kind: 'gaps' }>>();
  for (const { kiosk, kioskName, from, to } of alarms.gaps) {
    const known = gapsByKiosk.get(kiosk);
    if (known) known.ranges.push({ from, to });
    else gapsByKiosk.set(kiosk, { kind: 'gaps', kiosk: kioskName, ranges: [{ from, to }] });
  }
  list.push(...gapsByKiosk.values());
  for (const kind of ['conflicts', 'quarantined'] as const) {
    if (alarms[kind].length > 0) list.push({ kind, count: alarms[kind].length, kiosks: unique(alarms[kind]) });
  }
  for (const flag of FLAGS) {
    const flagged = alarms.flagged.filter(({ flags }) => flags.includes(flag));
    if (flagged.length > 0) list.push({ kind: flag, count: flagged.length, kiosks: unique(flagged) });
  }
  return list;
}

/** Where each is mended, the likeliest page first. */
const MENDED_AT: Record<Alarm['kind'], readonly SchoolPage[]> = {
  clock: [],
  gaps: ['kiosks'],
  conflicts: ['held'],
  quarantined: ['held'],
  clone: ['kiosks', 'log'],
  chain: ['log'],
  skew: ['kiosks'],
  'clock-unknown': ['kiosks'],
  'unknown-kind': [],
};
/** What school hours decide can also be the hours' fault. */
const WATCH_MENDED_AT: Record<WatchKind, readonly SchoolPage[]> = {
  'kiosk-silent': ['kiosks', 'settings'],
  'kiosk-idle': ['log', 'settings'],
  'poster-silent': ['posters', 'settings'],
  'no-exits': ['log', 'settings'],
  'burst-kiosk': ['log'],
  'burst-poster': ['log', 'posters'],
  'burst-pass': ['log'],
  'kiosk-clock': ['kiosks'],
  'kiosk-storage': ['kiosks'],
  backlog: ['kiosks'],
};

export const pagesOfAlarm = ({ kind }: Pick<Alarm, 'kind'>): readonly SchoolPage[] => MENDED_AT[kind];
export const pagesOfWatch = (kind: WatchKind): readonly SchoolPage[] => WATCH_MENDED_AT[kind];

const unique = (items: readonly { kiosk: string }[]): string[] => [...new Set(items.map(({ kiosk }) => kiosk))];
