/** What the office must know about a kiosk, worst first. The words stand in strings/kiosk-words.ts. */
import type { KioskView } from '../../../shared/api/schools.schema.ts';
import { HOUR, type Instant, MINUTE } from '../../../shared/clock.ts';

export type KioskNote =
  | { kind: 'revoked'; at: Instant }
  | { kind: 'never-seen' }
  | { kind: 'silent'; since: Instant }
  | { kind: 'gaps'; gaps: readonly { from: number; to: number }[] }
  /** `late`: the oldest has waited for more than an hour. */
  | { kind: 'unsent'; count: number; since: Instant | null; late: boolean }
  /** Positive: the kiosk's clock is ahead. */
  | { kind: 'clock'; offset: number }
  | { kind: 'storage' }
  | { kind: 'battery'; percent: number }
  | { kind: 'fine'; seen: Instant };

/** A kiosk in use writes every minute; after this it may be off, or without network. */
export const SILENT_AFTER = 15 * MINUTE;
const CLOCK_WRONG = 2 * MINUTE;
const BATTERY_LOW = 0.2;

export function kioskNotes(kiosk: KioskView, now: Instant): KioskNote[] {
  if (kiosk.revokedAt !== null) return [{ kind: 'revoked', at: kiosk.revokedAt }];
  const notes: KioskNote[] = [];
  if (kiosk.gaps.length > 0) notes.push({ kind: 'gaps', gaps: kiosk.gaps });
  if (kiosk.lastSeenAt === null) notes.push({ kind: 'never-seen' });
  else if (now - kiosk.lastSeenAt > SILENT_AFTER) notes.push({ kind: 'silent', since: kiosk.lastSeenAt });
  if (kiosk.unsent !== null && kiosk.unsent > 0) {
    const since = kiosk.oldestUnsentAt;
    notes.push({ kind: 'unsent', count: kiosk.unsent, since, late: since !== null && now - since > HOUR });
  }
  if (kiosk.clockOffset !== null && Math.abs(kiosk.clockOffset) > CLOCK_WRONG) notes.push({ kind: 'clock', offset: kiosk.clockOffset });
  if (kiosk.persisted === false) notes.push({ kind: 'storage' });
  if (kiosk.battery !== null && kiosk.battery < BATTERY_LOW) notes.push({ kind: 'battery', percent: Math.round(kiosk.battery * 100) });
  return notes.length > 0 || kiosk.lastSeenAt === null ? notes : [{ kind: 'fine', seen: kiosk.lastSeenAt }];
}

export type Level = 'fine' | 'look' | 'act';

export function levelOf(note: KioskNote): Level {
  switch (note.kind) {
    case 'gaps':
    case 'clock':
      return 'act';
    case 'unsent':
      return note.late ? 'act' : 'look';
    case 'silent':
    case 'never-seen':
    case 'storage':
    case 'battery':
      return 'look';
    case 'revoked':
    case 'fine':
      return 'fine';
  }
}

/** A file made now may lack something of this kiosk. */
export const isBehind = (kiosk: KioskView, now: Instant): boolean =>
  kiosk.gaps.length > 0 ||
  (kiosk.unsent ?? 0) > 0 ||
  (kiosk.revokedAt === null && (kiosk.lastSeenAt === null || now - kiosk.lastSeenAt > SILENT_AFTER));
