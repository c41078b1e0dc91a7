/**
 * Who was inside when: derived from the log, never stored, the same in any order of arrival (promise R7). A stay begins
 * at a green scan, or at the decision that let an amber or red one in. It ends with a scan, with what a guard or the office
 * says, or with its day: over a midnight only a round carries it (docs/decisions/0005).
 */
import { addDays, dayOf, endOfDay, HOUR, type Instant } from '../clock.ts';
import { headsOf } from '../gate/event.ts';
import type { EventId, SubjectId } from '../ids.ts';
import type { PresenceItem } from './items.ts';
import { isWithin, type Movement, movementsIn, type Period, type Round, settled } from './movements.ts';

export { type Fix, OFFICE, type PresenceItem } from './items.ts';
export { heldBackOf, type Movement, movementsOf, type Period } from './movements.ts';

/** `scan`: seen leaving. `round`: the guard said so at the end of the day; `office`: the office did. `estimated`: nobody knows. */
export type End = 'scan' | 'round' | 'office' | 'estimated';

export interface Stay {
  subject: SubjectId;
  /** How many more people it is of: those who came in, or were first seen going out; absent: one person. */
  with?: number;
  /** null: an exit whose entry was never seen. */
  in: Movement | null;
  out: Movement | null;
  /** How it ended; null: still inside. */
  end: End | null;
  endedAt: Instant | null;
  /** A round found the person staying: the visit goes on until this time without another word. */
  heldUntil: Instant | null;
}

/** What does not fit: shown to the office and the guard, never mended quietly. */
export type Finding =
  /** One pass came in at two gates, and out at neither: two people, or an exit that nobody scanned. */
  | { kind: 'double'; subject: SubjectId; at: Instant; scan: EventId; other: EventId }
  /** The same at one gate. */
  | { kind: 'entry-inside'; subject: SubjectId; at: Instant; scan: EventId; other: EventId }
  | { kind: 'exit-without-entry'; subject: SubjectId; at: Instant; scan: EventId; other: EventId | null };

/** A person cannot be carried on by rounds longer than this: who looks at a day reads back no further. */
export const MOST_NIGHTS = 31;

/** So long after the end that was guessed or said a scanned exit still belongs to the visit: until noon after a night. */
const LATE = 12 * HOUR;

/** A visit as it is being followed; a second entry goes on with it. */
interface Following extends Stay {
  in: Movement;
  lastScan: Movement;
}

type Step = { at: Instant; rank: number } & (
  | { kind: 'moved'; movement: Movement }
  | { kind: 'found'; round: Round }
  | { kind: 'left'; of: EventId; estimated: boolean }
);

export interface Folded {
  stays: Stay[];
  findings: Finding[];
}

/**
 * All stays that the items tell of, and what does not fit. With `until` (now, or the end of a past day) a visit that
 * nobody confirmed is closed, as estimated, at the end of its day. `within`: stays that touch the period, and what did not
 * fit in it.
 */
export function fold(items: readonly PresenceItem[], until?: Instant, within?: Period): Folded {
  const stays: Stay[] = [];
  const findings: Finding[] = [];
  const latest = new Map<SubjectId, Following>();
  const lastOut = new Map<SubjectId, EventId>();
  const byScan = new Map<EventId, Following>();

  function enter(movement: Movement): void {
    const { subject, scan } = movement;
    const current = latest.get(subject);
    if (current && current.end === null) {
      const kind = current.lastScan.kiosk === movement.kiosk ? 'entry-inside' : 'double';
      findings.push({ kind, subject, at: movement.at, scan, other: current.lastScan.scan });
      current.lastScan = movement;
      byScan.set(scan, current);
      return;
    }
    const open = { subject, ...groupOf(movement), out: null, end: null, endedAt: null, heldUntil: null } as const;
    const stay: Following = { ...open, in: movement, lastScan: movement };
    latest.set(subject, stay);
    byScan.set(scan, stay);
    stays.push(stay);
  }

  function leave(movement: Movement): void {
    const { subject, scan, at } = movement;
    const current = latest.get(subject);
    const other = lastOut.get(subject) ?? null;
    lastOut.set(subject, scan);
    // Being seen at the gate is stronger than what was said or guessed of the same visit.
    if (current && (current.end === null || (current.end !== 'scan' && at - (current.endedAt ?? at) <= LATE))) {
      close(current, 'scan', at);
      current.out = movement;
      return;
    }
    stays.push({ subject, ...groupOf(movement), in: null, out: movement, end: 'scan', endedAt: at, heldUntil: null });
    findings.push({ kind: 'exit-without-entry', subject, at, scan, other });
  }

  function find({ of, found, time }: Round): void {
    const stay = byScan.get(of);
    if (!stay || stay.end === 'scan' || stay.end === 'office' || latest.get(stay.subject) !== stay) return;
    const at = Math.max(time, stay.in.at);
    if (found === 'left') close(stay, 'round', at);
    else if (found === 'unknown') close(stay, 'estimated', at);
    else {
      stay.end = null;
      stay.endedAt = null;
      stay.heldUntil = Math.min(endOfDay(addDays(dayOf(at), 1)), endOfDay(addDays(dayOf(stay.in.at), MOST_NIGHTS)));
    }
  }

  /** Whoever was confirmed by nobody is taken to have left by the end of the day. */
  function closeOverdue(subject: SubjectId, now: Instant): void {
    const stay = latest.get(subject);
    if (!stay || stay.end !== null) return;
    const overdue = stay.heldUntil ?? endOfDay(dayOf(stay.in.at));
    if (overdue < now) close(stay, 'estimated', overdue);
  }

  for (const step of stepsOf(items)) {
    switch (step.kind) {
      case 'moved':
        closeOverdue(step.movement.subject, step.at);
        if (step.movement.dir === 'in') enter(step.movement);
        else leave(step.movement);
        break;
      case 'found':
        find(step.round);
        break;
      case 'left': {
        const stay = byScan.get(step.of);
        if (stay && stay.end !== 'scan') close(stay, step.estimated ? 'estimated' : 'office', Math.max(step.at, stay.in.at));
        break;
      }
    }
  }
  if (until !== undefined) for (const subject of latest.keys()) closeOverdue(subject, until + 1);
  return {
    stays: stays.filter((stay) => touches(stay, within)).map(plain),
    findings: findings.filter((finding) => isWithin(finding.at, within)),
  };
}

function close(stay: Following, end: End, at: Instant): void {
  stay.end = end;
  stay.endedAt = at;
}

const groupOf = (movement: Movement): { with?: number } => (movement.with === undefined ? {} : { with: movement.with });

const plain = ({ lastScan: _lastScan, ...stay }: Stay & { lastScan?: Movement }): Stay => stay;

/** Movements and what was said of visits, in one order. What is said of a scan is never before it. */
function stepsOf(items: readonly PresenceItem[]): Step[] {
  const settlement = settled(items);
  const steps: Step[] = [];
  const startOf = new Map<EventId, Instant>();
  for (const movement of movementsIn(settlement)) {
    startOf.set(movement.scan, movement.at);
    steps.push({ kind: 'moved', at: movement.at, rank: 0, movement });
  }
  const after = (of: EventId, at: Instant): Instant => Math.max(at, startOf.get(of) ?? at);
  for (const round of settlement.rounds) {
    // On the same kiosk its number already stands behind the scan's.
    if (startOf.has(round.of)) steps.push({ kind: 'found', at: after(round.of, round.time), rank: 1, round });
  }
  for (const [of, { at, estimated }] of settlement.left) {
    if (startOf.has(of)) steps.push({ kind: 'left', at: after(of, at), rank: 2, of, estimated });
  }
  // Sorting is stable: movements, and what was said, keep the order that they came in.
  return steps.sort((a, b) => a.at - b.at || a.rank - b.rank || (a.kind === 'left' && b.kind === 'left' ? (a.of < b.of ? -1 : 1) : 0));
}

/** Stays that touch a period (all without one). What is open and unconfirmed at the end of its day is estimated, see `fold`. */
export const staysOf = (items: readonly PresenceItem[], until?: Instant, within?: Period): Stay[] => fold(items, until, within).stays;

/** What does not fit in a period, in the order in which it happened. */
export const findingsOf = (items: readonly PresenceItem[], within?: Period): Finding[] => fold(items, undefined, within).findings;

function touches(stay: Stay, period: Period | undefined): boolean {
  if (!period || isWithin(stay.in?.said ?? period.from - 1, period) || isWithin(stay.out?.said ?? period.from - 1, period)) return true;
  const from = stay.in?.at ?? stay.endedAt ?? period.from;
  return from <= period.to && (stay.endedAt ?? period.to) >= period.from;
}

/** People, not visits: a group that came by one scan counts as many as it is. */
export const headsIn = (list: readonly { with?: number | undefined }[]): number => list.reduce((sum, one) => sum + headsOf(one), 0);

/** Stays that nothing has closed: who is inside. */
export const openStays = (stays: readonly Stay[]): Stay[] => stays.filter((stay) => stay.in !== null && stay.end === null);
