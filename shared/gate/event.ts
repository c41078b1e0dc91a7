/**
 * The gate log is made of items that a kiosk writes: exact bytes (UTF-8 JSON), numbered, chained and never changed.
 * Format: docs/formats.md, "Event". At most 500 bytes each. Personal data never stands in them: it travels beside as a
 * sealed payload whose SHA-256 the item carries.
 */
import type { EventId, GateId, KioskId, OperatorId, SubjectId } from '../ids.ts';

export const EVENT_VERSION = 1;
export const MAX_EVENT_BYTES = 500;
/** People whom one scan counts beside the one who shows the code. */
export const MAX_WITH = 8;

export type Direction = 'in' | 'out';
export type Colour = 'green' | 'amber' | 'red';

/** How the code reached the kiosk. */
export type Method = 'camera' | 'wedge' | 'typed' | 'quick' | 'declared' | 'photo';

/** What the code was. `card`: the school's own card, which proves nothing; `none`: a person without a code. */
export type CodeKind = 'pass' | 'person-1405' | 'card' | 'none';

/** Closed: a new reason must break the build until the kiosk has a word for it. */
export const REASONS = [
  'attention',
  'expired',
  'not-yet-valid',
  'forged',
  'unknown-issuer',
  'signature-unchecked',
  'keys-old',
  'key-revoked',
  'other-school',
  'revoked',
  'record-erased',
  'clock-unsure',
  'no-declaration',
  'other-app',
] as const;
export type Reason = (typeof REASONS)[number];

/** Why a guard let a person in or turned one away. Closed; the words stand in the kiosk's strings. */
export const DECISION_REASONS = [
  'asked-and-fine',
  'known-person',
  'host-confirms',
  'measured-and-fine',
  'emergency',
  'no-phone',
  'order',
  'visitor-left',
  'host-refuses',
  'not-well',
  'other',
] as const;
export type DecisionReason = (typeof DECISION_REASONS)[number];

interface EventBase {
  v: typeof EVENT_VERSION;
  /** UUIDv7 made by the kiosk from its corrected clock. */
  id: EventId;
  /** `schoolTag` of the school (11 characters): an event has 500 bytes. */
  school: string;
  kiosk: KioskId;
  gate: GateId;
  /** 1, 2, 3 ... without gaps on one kiosk. */
  n: number;
  /** base64url SHA-256 of the bytes of item n-1; '' for the first. */
  prev: string;
  /** The kiosk's raw wall clock, ms. */
  at: number;
  /** performance.now() of the page, ms: tells a clock jump from passing time. */
  mono: number;
  /** Server time minus raw clock as last measured, ms; absent when never measured. */
  off?: number;
  /** Who holds the shift. */
  op?: OperatorId;
  /** base64url SHA-256 of the sealed payload beside it. */
  sealed?: string;
}

export interface ScanEvent extends EventBase {
  kind: 'scan';
  method: Method;
  code: CodeKind;
  subject: SubjectId;
  dir: Direction;
  colour: Colour;
  why: Reason[];
  /** How many more people came by this one scan, 1 to 8; absent: one person. */
  with?: number;
}

/** How many people a scan, a movement or a visit stands for. */
export const headsOf = (of: { with?: number | undefined }): number => 1 + (of.with ?? 0);

/** A person's decision on an amber or red scan. `of` is the scan. */
export interface DecisionEvent extends EventBase {
  kind: 'decision';
  of: EventId;
  admit: boolean;
  reason: DecisionReason;
}

/** Mends an earlier scan: turns its direction, or says that it did not happen. The scan stays as it is. */
export interface CorrectionEvent extends EventBase {
  kind: 'correction';
  of: EventId;
  fix: { dir: Direction } | { void: true };
}

/** A declaration taken at the kiosk; the answers are the sealed payload. */
export interface DeclarationEvent extends EventBase {
  kind: 'declaration';
  subject: SubjectId;
  questionnaire: string;
  version: number;
}

/** What the guard found at the end of the day about a visit that was still open. `unknown`: nobody could say. */
export const FOUND = ['left', 'stays', 'unknown'] as const;
export type Found = (typeof FOUND)[number];

/** End of the day, one item a visit that was open. `of` is the scan that it began with; the last word on a visit counts. */
export interface RoundEvent extends EventBase {
  kind: 'round';
  of: EventId;
  found: Found;
}

/** Something the kiosk has to tell: shift began, clock set by hand, storage was empty. */
export interface NoteEvent extends EventBase {
  kind: 'note';
  note: 'shift-start' | 'shift-end' | 'clock-set' | 'storage-refused' | 'poster-shown';
}

export type GateEvent = ScanEvent | DecisionEvent | CorrectionEvent | RoundEvent | DeclarationEvent | NoteEvent;
/** An item before the kiosk's log gives it its place in the chain. */
export type EventDraft = GateEvent extends infer E
  ? E extends GateEvent
    ? Omit<E, 'v' | 'id' | 'school' | 'kiosk' | 'n' | 'prev' | 'at' | 'mono' | 'off'>
    : never
  : never;
