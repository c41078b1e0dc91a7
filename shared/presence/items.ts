/** What presence is made of: a kiosk's items, and what the office said of them later. */
import type { Instant } from '../clock.ts';
import type { Colour, Direction, Found } from '../gate/event.ts';
import type { EventId, KioskId, SubjectId } from '../ids.ts';

/** In place of a kiosk's id on what the office says. Its word stands over a kiosk's, whenever either was said. */
export const OFFICE: KioskId = 'office';

/** `left` ends the visit that began with the scan; `estimated`: nobody knows the time for sure. Only the office says it. */
export type Fix = { dir: Direction } | { void: true } | { left: Instant; estimated: boolean };

interface ItemBase {
  id: EventId;
  kiosk: KioskId;
  /** Of the office: grows with every correction of the school. */
  n: number;
  /** Corrected time, ms. */
  at: Instant;
}
export type PresenceItem =
  /** `with`: how many more people (shared/gate/event.ts). */
  | (ItemBase & { kind: 'scan'; gate: string; subject: SubjectId; dir: Direction; colour: Colour; with?: number })
  | (ItemBase & { kind: 'decision'; of: EventId; admit: boolean })
  | (ItemBase & { kind: 'correction'; of: EventId; fix: Fix })
  | (ItemBase & { kind: 'round'; of: EventId; found: Found });
