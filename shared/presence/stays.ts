/**
 * Who was inside when: derived from the log, never stored, the same in any order of arrival (promise R7). A stay begins
 * at a green scan, or at the decision that let an amber or red one in.
 */
import type { Direction, Found } from '../gate/event.ts';
import type { EventId, KioskId, SubjectId } from '../ids.ts';

interface ItemBase {
  id: EventId;
  kiosk: KioskId;
  n: number;
  /** Corrected time, ms. */
  at: number;
}
export type PresenceItem =
  | (ItemBase & { kind: 'scan'; gate: string; subject: SubjectId; dir: Direction; colour: 'green' | 'amber' | 'red' })
  | (ItemBase & { kind: 'decision'; of: EventId; admit: boolean })
  | (ItemBase & { kind: 'correction'; of: EventId; fix: { dir: Direction } | { void: true } })
  | (ItemBase & { kind: 'round'; of: EventId; found: Found });

type Scan = Extract<PresenceItem, { kind: 'scan' }>;

export interface Movement {
  scan: EventId;
  subject: SubjectId;
  gate: string;
  /** Of the item that it begins with: the scan, or the decision that admitted it. */
  kiosk: KioskId;
  n: number;
  at: number;
  dir: Direction;
}

export interface Stay {
  subject: SubjectId;
  /** null: an exit whose entry was never seen. */
  in: Movement | null;
  out: Movement | null;
  /** Closed by the end of the day, not by an exit. */
  estimatedEnd: number | null;
}

/** Both ends included, ms. */
interface Period {
  from: number;
  to: number;
}

type Decision = Extract<PresenceItem, { kind: 'decision' }> & { time: number };

/** A scan that happened, with the last word of a person on it. */
interface Settled {
  scan: Scan & { time: number };
  decision: Decision | undefined;
  dir: Direction;
}

/** Scans in order, but for those that a correction says never were. */
function settled(items: readonly PresenceItem[]): Settled[] {
  const ordered = inOrder(items);
  const decisions = new Map<EventId, Decision>();
  const fixes = new Map<EventId, { dir: Direction } | { void: true }>();
  for (const item of ordered) {
    if (item.kind === 'decision') decisions.set(item.of, item);
    if (item.kind === 'correction') fixes.set(item.of, item.fix);
  }
  return ordered.flatMap((scan) => {
    const fix = fixes.get(scan.id);
    if (scan.kind !== 'scan' || (fix && 'void' in fix)) return [];
    return [{ scan, decision: decisions.get(scan.id), dir: fix ? fix.dir : scan.dir }];
  });
}

const isWithin = (item: { at: number }, period: Period | undefined): boolean =>
  period === undefined || (item.at >= period.from && item.at <= period.to);

/**
 * Movements in the order in which they happened: on one kiosk its numbers decide, whatever its clock did; between
 * kiosks the corrected times do. `within`: only those that began then, by the corrected time of the scan or the decision.
 */
export function movementsOf(items: readonly PresenceItem[], within?: Period): Movement[] {
  const movements = settled(items).flatMap(({ scan, decision, dir }) => {
    const start = startOf(scan, decision);
    if (!start || !isWithin(start, within)) return [];
    return [{ scan: scan.id, subject: scan.subject, kiosk: start.kiosk, gate: scan.gate, n: start.n, at: start.time, dir }];
  });
  return movements.sort(byTime);
}

/** Scans of a period behind which nobody passed: undecided, or turned away. */
export function heldBackOf(items: readonly PresenceItem[], within?: Period): { colour: 'amber' | 'red'; decided: boolean }[] {
  return settled(items).flatMap(({ scan, decision }) =>
    scan.colour === 'green' || decision?.admit || !isWithin(scan, within) ? [] : [{ colour: scan.colour, decided: decision !== undefined }],
  );
}

/** Where the movement begins: at the scan, at the decision that admitted it, or nowhere. */
function startOf(scan: Settled['scan'], decision: Decision | undefined) {
  if (scan.colour === 'green') return scan;
  return decision?.admit ? decision : undefined;
}

const byTime = (a: { at: number; kiosk: string; n: number }, b: { at: number; kiosk: string; n: number }): number =>
  a.at - b.at || (a.kiosk < b.kiosk ? -1 : a.kiosk > b.kiosk ? 1 : 0) || a.n - b.n;

type Timed = PresenceItem & { time: number };

/** Adds the time that never runs backwards on one kiosk. One item arrives once: a repeated id is taken once. */
function inOrder(items: readonly PresenceItem[]): Timed[] {
  const byKiosk = new Map<KioskId, PresenceItem[]>();
  const seen = new Set<EventId>();
  for (const item of items) {
    if (seen.has(item.id)) continue;
    seen.add(item.id);
    const list = byKiosk.get(item.kiosk);
    if (list) list.push(item);
    else byKiosk.set(item.kiosk, [item]);
  }
  const all: Timed[] = [];
  for (const list of byKiosk.values()) {
    list.sort((a, b) => a.n - b.n || (a.id < b.id ? -1 : 1));
    let time = Number.NEGATIVE_INFINITY;
    for (const item of list) {
      time = Math.max(time, item.at);
      all.push({ ...item, time });
    }
  }
  return all.sort((a, b) => a.time - b.time || (a.kiosk < b.kiosk ? -1 : a.kiosk > b.kiosk ? 1 : 0) || a.n - b.n);
}

/**
 * Stays of the movements of one period. A second entry while inside goes on with the same stay; an exit without an entry
 * is kept. With `closeAt` (the end of a past day) what is still open is closed there as estimated.
 */
export function staysOf(items: readonly PresenceItem[], closeAt?: number, within?: Period): Stay[] {
  const open = new Map<SubjectId, Stay>();
  const stays: Stay[] = [];
  for (const movement of movementsOf(items, within)) {
    const current = open.get(movement.subject);
    if (movement.dir === 'in') {
      if (current) continue;
      const stay: Stay = { subject: movement.subject, in: movement, out: null, estimatedEnd: null };
      open.set(movement.subject, stay);
      stays.push(stay);
    } else if (current) {
      current.out = movement;
      open.delete(movement.subject);
    } else {
      stays.push({ subject: movement.subject, in: null, out: movement, estimatedEnd: null });
    }
  }
  if (closeAt !== undefined) for (const stay of open.values()) stay.estimatedEnd = closeAt;
  return stays;
}

/** Stays that nothing has closed: who is inside. */
export const openStays = (stays: readonly Stay[]): Stay[] =>
  stays.filter((stay) => stay.in !== null && stay.out === null && stay.estimatedEnd === null);
