/** Scans with the last word of a person on each, and those of them behind which somebody passed. */
import type { Instant } from '../clock.ts';
import type { Direction } from '../gate/event.ts';
import type { EventId, KioskId, SubjectId } from '../ids.ts';
import { OFFICE, type PresenceItem } from './items.ts';
import { byTime, inOrder, type Timed } from './order.ts';

type Scan = Timed<Extract<PresenceItem, { kind: 'scan' }>>;
type Decision = Timed<Extract<PresenceItem, { kind: 'decision' }>>;
type Correction = Timed<Extract<PresenceItem, { kind: 'correction' }>>;
export type Round = Timed<Extract<PresenceItem, { kind: 'round' }>>;

/** Both ends included, ms. */
export interface Period {
  from: Instant;
  to: Instant;
}

export interface Movement {
  scan: EventId;
  subject: SubjectId;
  gate: string;
  /** Of the item that it begins with: the scan, or the decision that admitted it. */
  kiosk: KioskId;
  n: number;
  /** Where it stands among the others: what the kiosk said, or what its neighbours say of a clock that contradicts itself. */
  at: Instant;
  /** The corrected time as the kiosk said it: decides the day that it belongs to. */
  said: Instant;
  dir: Direction;
  /** How many more people went; absent: one person. */
  with?: number;
}

/** A scan that happened. */
interface Settled {
  scan: Scan;
  decision: Decision | undefined;
  dir: Direction;
}

export interface Settlement {
  scans: Settled[];
  rounds: Round[];
  /** The office's last word on when a visit ended, by the scan that it was said of. */
  left: Map<EventId, { at: Instant; estimated: boolean }>;
}

/** Scans in order, but for those that a correction says never were. */
export function settled(items: readonly PresenceItem[]): Settlement {
  const ordered = inOrder(items);
  const decisions = new Map<EventId, Decision>();
  const fixes = new Map<EventId, Correction>();
  const left: Settlement['left'] = new Map();
  const rounds: Round[] = [];
  for (const item of ordered) {
    if (item.kind === 'decision') decisions.set(item.of, item);
    else if (item.kind === 'round') rounds.push(item);
    else if (item.kind === 'correction') {
      if ('left' in item.fix) left.set(item.of, { at: item.fix.left, estimated: item.fix.estimated });
      else if (item.kiosk === OFFICE || fixes.get(item.of)?.kiosk !== OFFICE) fixes.set(item.of, item);
    }
  }
  const scans = ordered.flatMap((scan): Settled[] => {
    if (scan.kind !== 'scan') return [];
    const fix = fixes.get(scan.id)?.fix;
    if (fix && 'void' in fix) return [];
    return [{ scan, decision: decisions.get(scan.id), dir: fix && 'dir' in fix ? fix.dir : scan.dir }];
  });
  return { scans, rounds, left };
}

/** Both ends included; everything is within no period. */
export const isWithin = (at: Instant, period: Period | undefined): boolean =>
  period === undefined || (at >= period.from && at <= period.to);

/** Where the movement begins: at the scan, at the decision that admitted it, or nowhere. */
function startOf({ scan, decision }: Settled): Scan | Decision | undefined {
  if (scan.colour === 'green') return scan;
  return decision?.admit ? decision : undefined;
}

/** Movements of scans that are settled already, in the order in which they happened. */
export function movementsIn({ scans }: Pick<Settlement, 'scans'>): Movement[] {
  const movements = scans.flatMap((settled) => {
    const { scan, dir } = settled;
    const start = startOf(settled);
    if (!start) return [];
    const { kiosk, n, at: said, time } = start;
    const group = scan.with === undefined ? {} : { with: scan.with };
    return [{ scan: scan.id, subject: scan.subject, kiosk, gate: scan.gate, n, at: time, time, said, dir, ...group }];
  });
  return movements.sort(byTime).map(({ time: _time, ...movement }) => movement);
}

/**
 * Movements in the order in which they happened. `within`: only those that began then, by the corrected time of the scan or
 * of the decision.
 */
export const movementsOf = (items: readonly PresenceItem[], within?: Period): Movement[] =>
  movementsIn(settled(items)).filter((movement) => isWithin(movement.said, within));

/** Scans of a period behind which nobody passed: undecided, or turned away. */
export function heldBackOf(items: readonly PresenceItem[], within?: Period): { colour: 'amber' | 'red'; decided: boolean }[] {
  return settled(items).scans.flatMap(({ scan, decision }) =>
    scan.colour === 'green' || decision?.admit || !isWithin(scan.at, within)
      ? []
      : [{ colour: scan.colour, decided: decision !== undefined }],
  );
}
