import * as z from 'zod/mini';
import type { CodeKind, Colour, DecisionReason, Direction, Found, GateEvent, Method, Reason } from '../gate/event.ts';
import { note } from './corrections.schema.ts';

export const heldQuery = z.strictObject({
  state: z.optional(z.enum(['open', 'resolved'])),
  cursor: z.optional(z.string().check(z.maxLength(200))),
});
export type HeldQuery = z.infer<typeof heldQuery>;

/**
 * `keep`: of two versions the stored one stands. `add`: the other is taken as a row of its own. `retry`: what was missing may
 * be here now. `set-aside`: nothing can be made of it. Nothing is deleted by any of them.
 */
export const RESOLUTIONS = ['keep', 'add', 'retry', 'set-aside'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];
export const RESOLVE_REASONS = ['same-happening', 'two-happenings', 'cause-mended', 'unusable', 'test', 'other'] as const;
export type ResolveReason = (typeof RESOLVE_REASONS)[number];

export const resolveInput = z.strictObject({ how: z.enum(RESOLUTIONS), reason: z.enum(RESOLVE_REASONS), note });
export type ResolveInput = z.infer<typeof resolveInput>;

/** What can be read of an item; the words stand in the office's strings. */
export interface ReadableItem {
  kind: GateEvent['kind'] | 'unknown';
  /** Corrected time, ms. */
  at: number;
  n: number;
  gate: string;
  operator: string | null;
  dir?: Direction;
  colour?: Colour;
  why?: Reason[];
  method?: Method;
  code?: CodeKind;
  admit?: boolean;
  reason?: DecisionReason;
  found?: Found;
  void?: boolean;
  /** The start of the subject's id: tells two people apart without naming them. */
  subject?: string;
  /** null with `sealed`: there is a name, and nothing opens it. */
  name: string | null;
  phone: string | null;
  host: string | null;
  sealed: boolean;
}

export interface HeldItem {
  id: string;
  kind: 'conflict' | 'quarantine';
  /** Why it was held: a closed list of the server's, `HELD_REASONS`. */
  reason: string;
  kiosk: { id: string; name: string };
  receivedAt: number;
  n: number | null;
  held: ReadableItem | null;
  /** Of a conflict: what stands in the log under the same id. */
  stored: ReadableItem | null;
  /** What came, where nothing of it can be read; at most 500 characters. */
  raw: string | null;
  may: Resolution[];
  resolved: { at: number; by: string; how: Resolution; reason: ResolveReason; note: string; made: string | null } | null;
}
export interface HeldPage {
  items: HeldItem[];
  cursor: string | null;
}

/** `still-held`: it was tried again and the same is missing as before; nothing has changed. */
export interface ResolveAnswer {
  outcome: 'resolved' | 'still-held';
  /** Why it could not be stored. */
  reason: string | null;
}
