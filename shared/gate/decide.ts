/**
 * The rule at the gate: the same on the kiosk (without network) and on the server (which puts its own verdict beside).
 * Answers about health give at most amber; red comes only from the code itself or a named person's order (decisions 13).
 */
import { DAY, HOUR, MINUTE } from '../clock.ts';
import type { SubjectId } from '../ids.ts';
import type { CodeKind, Colour, Direction, Reason } from './event.ts';
import type { GatePolicy, KeyList, Revocations } from './policy.ts';

export type Signature = 'valid' | 'bad' | 'unknown-key' | 'revoked-key';

/** What a code says once read and verified; `none` is a person without a code. */
export type CodeReading =
  | {
      kind: 'pass';
      signature: Signature;
      claims: { subject: SubjectId; schoolTag: string; issuedAt: number; expiresAt: number; outcome: 'cleared' | 'attention' };
    }
  | { kind: 'person-1405' }
  /** The school's own card: finds the person, says nothing about today. */
  | { kind: 'card'; subject: SubjectId; schoolTag: string }
  | { kind: 'none' };

export interface DecideInput {
  reading: CodeReading;
  dir: Direction;
  policy: Pick<GatePolicy, 'schoolTag' | 'acceptedCodes'>;
  keys: Pick<KeyList, 'at'>;
  revocations: Pick<Revocations, 'revoked' | 'erased'>;
  /** Corrected time, ms. */
  now: number;
  /** False after a cold start whose clock nobody has confirmed: then time alone refuses nobody. */
  clockSure: boolean;
}

export interface Verdict {
  colour: Colour;
  /** The nearest thing that the visitor can mend comes first. */
  why: Reason[];
}

/** A key list older than this may lack the newest keys and withdrawals. */
const KEYS_STALE = DAY;
const KEYS_OLD = 8 * DAY;
const CLOCK_TOLERANCE = 10 * MINUTE;

const RED: ReadonlySet<Reason> = new Set<Reason>(['forged', 'unknown-issuer', 'key-revoked', 'other-school', 'revoked', 'expired']);

export function decide(input: DecideInput): Verdict {
  const why = reasons(input);
  return { colour: colourOf(why, input.dir), why };
}

/** What the same findings mean in one direction or the other. */
export function colourOf(why: readonly Reason[], dir: Direction): Colour {
  // Nobody is ever kept inside: an exit is logged with what was found and let through.
  if (dir === 'out') return 'green';
  if (why.some((reason) => RED.has(reason))) return 'red';
  return why.length === 0 || (why.length === 1 && why[0] === 'other-app') ? 'green' : 'amber';
}

function reasons(input: DecideInput): Reason[] {
  switch (input.reading.kind) {
    case 'none':
      return ['no-declaration'];
    case 'person-1405':
      // Letter 781: one of the apps is enough, and none is compulsory.
      return accepts(input, 'person-1405') ? ['other-app'] : ['no-declaration'];
    case 'card':
      return cardReasons(input, input.reading);
    case 'pass':
      return passReasons(input, input.reading);
  }
}

/** Whoever carries the card has declared nothing by it: the guard decides, who sees the person. */
function cardReasons({ policy, revocations }: DecideInput, { subject, schoolTag }: Extract<CodeReading, { kind: 'card' }>): Reason[] {
  if (schoolTag !== policy.schoolTag) return ['other-school'];
  if (revocations.erased.has(subject)) return ['record-erased'];
  if (revocations.revoked.has(subject)) return ['revoked'];
  return ['no-declaration'];
}

const accepts = (input: DecideInput, kind: CodeKind): boolean => input.policy.acceptedCodes.includes(kind);

function passReasons(input: DecideInput, { signature, claims }: Extract<CodeReading, { kind: 'pass' }>): Reason[] {
  const keyAge = input.now - input.keys.at;
  if (signature === 'bad') return ['forged'];
  if (signature === 'revoked-key') return ['key-revoked'];
  if (signature === 'unknown-key') return keyAge > KEYS_STALE || !input.clockSure ? ['signature-unchecked'] : ['unknown-issuer'];
  if (claims.schoolTag !== input.policy.schoolTag) return ['other-school'];
  if (input.revocations.erased.has(claims.subject)) return ['record-erased'];
  if (input.revocations.revoked.has(claims.subject)) return ['revoked'];

  const why: Reason[] = [];
  const late = input.now > claims.expiresAt;
  const early = claims.issuedAt > input.now + CLOCK_TOLERANCE;
  if ((late || early) && !input.clockSure) why.push('clock-unsure');
  else if (late) why.push('expired');
  else if (early) why.push('not-yet-valid');
  if (claims.outcome === 'attention') why.push('attention');
  if (keyAge > KEYS_OLD) why.push('keys-old');
  return why;
}

/** How long the code of a person who is held in front of the camera counts as the same scan. */
export const SAME_SCAN = 10_000;
/**
 * A second scan so soon after the entry is more likely a slip (or the same pass in a second hand) than an exit: rarely
 * asked, since who brings something to the gate and turns back at once is seldom, and a code that is held is one scan.
 */
const ASK_AGAIN = 2 * MINUTE;
/** Direction is automatic only while the other kiosks' events are at most this old (decisions 14). */
const OTHERS_FRESH = 10 * MINUTE;
/** One tap turns the direction of a scan for this long. */
export const FLIP_WINDOW = 30_000;
/** Shown in plain words on the kiosk from this age on. */
export const KEY_AGE_SHOWN = 6 * HOUR;

export interface DirectionInput {
  gate: 'both' | Direction;
  /** Kiosks of the school that are not revoked. */
  kiosks: number;
  /** When the other kiosks' events were last brought up to date, corrected ms; undefined: never. */
  othersAt: number | undefined;
  now: number;
  /** Since when the person is inside as far as this kiosk knows; undefined: not inside. */
  insideSince: number | undefined;
}

/** `ask`: two big buttons VÀO / RA. */
export function directionFor(input: DirectionInput): Direction | 'ask' {
  if (input.gate !== 'both') return input.gate;
  const known = input.kiosks <= 1 || (input.othersAt !== undefined && input.now - input.othersAt <= OTHERS_FRESH);
  if (!known) return 'ask';
  if (input.insideSince === undefined) return 'in';
  return input.now - input.insideSince < ASK_AGAIN ? 'ask' : 'out';
}
