/** Writes what happened at the gate. Each function resolves with what is on the disk; nothing is shown before. */
import { toBase64url } from '../../../shared/bytes.ts';
import { type CodeReading, decide, type Verdict } from '../../../shared/gate/decide.ts';
import type { CodeKind, DecisionReason, Direction, EventDraft, Found, Method, NoteEvent } from '../../../shared/gate/event.ts';
import type { GatePolicy, KeyList, Revocations } from '../../../shared/gate/policy.ts';
import type { Random } from '../../../shared/ids.ts';
import { outcomeOf } from '../../../shared/questionnaire/outcome.ts';
import type { Answers, Questionnaire } from '../../../shared/questionnaire/types.ts';
import type { GatePayload } from '../../../shared/seal/payload.ts';
import { maskName } from '../../../shared/text/mask.ts';
import type { KioskClock } from '../clock.ts';
import type { DayItem } from '../db/schema.ts';
import type { Journal, Writing, Written } from '../log/journal.ts';
import type { Sealer } from '../log/sealer.ts';
import { personOf } from './person-of.ts';

export interface GateFacts {
  policy: GatePolicy;
  keys: KeyList;
  revocations: Pick<Revocations, 'revoked' | 'erased'>;
}

export interface WriterParts {
  journal: Journal;
  sealer: Sealer;
  clock: KioskClock;
  random: Random;
  facts: () => GateFacts;
  operator: () => string | undefined;
  /** An item is on the disk. */
  wrote: (written: Written, day: DayItem | undefined) => void;
}

export interface WrittenScan extends Verdict {
  id: string;
  at: number;
  subject: string;
  dir: Direction;
  name: string;
  host: string;
  /** How many more people it counts; absent: one person. */
  with?: number;
}

export interface ScanInput {
  reading: CodeReading;
  code: CodeKind;
  method: Method;
  subject: string;
  dir: Direction;
  name: string;
  host: string;
  with?: number;
  identity?: { name: string; phone: string; host: string };
}

export interface Declared {
  questionnaire: Questionnaire;
  /** Checked. */
  answers: Answers;
  consent: NonNullable<GatePayload['consent']>;
}

export interface GateWriter {
  scan(input: ScanInput): Promise<WrittenScan>;
  /** Someone without any code: the scan, and at once the decision that lets in. */
  quick(person: { name: string; phone: string; host: string }): Promise<WrittenScan>;
  /** A declaration filled in at the gate, and the scan that follows from it. */
  declare(declared: Declared): Promise<WrittenScan>;
  decide(of: string, admit: boolean, reason: DecisionReason): Promise<void>;
  correct(of: string, fix: { dir: Direction } | { void: true }): Promise<void>;
  /** End of the day: what was found about the visit that began with the scan `of`. */
  round(of: string, found: Found): Promise<void>;
  note(note: NoteEvent['note']): Promise<void>;
}

export function createGateWriter(parts: WriterParts): GateWriter {
  const shared = () => {
    const op = parts.operator();
    return { gate: parts.facts().policy.gate.id, ...(op === undefined ? {} : { op }) };
  };

  async function write(draft: EventDraft, rest: Omit<Writing, 'draft'> = {}): Promise<Written> {
    let line: DayItem | undefined;
    const { day } = rest;
    const written = await parts.journal.write({
      ...rest,
      draft,
      ...(day ? { day: (place) => (line = day(place)) } : {}),
    });
    parts.wrote(written, line);
    return written;
  }

  const sealed = (payload: GatePayload) => ({ seal: (event: string) => parts.sealer.seal(event, payload) });

  async function scan(input: ScanInput): Promise<WrittenScan> {
    const { reading, code, method, subject, dir, name, host, identity } = input;
    const group = input.with === undefined ? {} : { with: input.with };
    const now = parts.clock.now();
    const verdict = decide({ reading, dir, ...parts.facts(), now, clockSure: parts.clock.sure() });
    const draft: EventDraft = { kind: 'scan', ...shared(), method, code, subject, dir, ...verdict, ...group };
    const { gate } = draft;
    const { colour } = verdict;
    const written = await write(draft, {
      ...(identity ? sealed(identity) : {}),
      day: (place) => ({ kind: 'scan', ...place, gate, subject, dir, colour, name, host, ...group }),
    });
    return { ...verdict, id: written.id, at: written.at, subject, dir, name, host, ...group };
  }

  async function admit(of: string, admitted: boolean, reason: DecisionReason): Promise<void> {
    const draft: EventDraft = { kind: 'decision', ...shared(), of, admit: admitted, reason };
    await write(draft, { day: (place) => ({ kind: 'decision', ...place, of, admit: admitted }) });
  }

  const newSubject = (): string => toBase64url(parts.random(16));

  return {
    scan,
    async quick(person) {
      const identity = { ...person };
      const name = maskName(person.name, person.phone);
      const input = { reading: { kind: 'none' }, code: 'none', method: 'quick', dir: 'in', name, host: person.host } as const;
      const written = await scan({ ...input, subject: newSubject(), identity });
      await admit(written.id, true, 'no-phone');
      return written;
    },
    async declare({ questionnaire, answers, consent }) {
      const person = personOf(questionnaire, answers);
      const subject = newSubject();
      const { id, version } = questionnaire;
      await write(
        { kind: 'declaration', ...shared(), subject, questionnaire: id, version },
        sealed({ ...person, answers, consent: { ...consent, purposes: [...consent.purposes] } }),
      );
      const now = parts.clock.now();
      const claims = { subject, schoolTag: parts.facts().policy.schoolTag, issuedAt: now, expiresAt: now + 60_000 };
      const { outcome } = outcomeOf(questionnaire, answers);
      const reading: CodeReading = { kind: 'pass', signature: 'valid', claims: { ...claims, outcome } };
      const name = maskName(person.name, person.phone);
      return scan({ reading, code: 'none', method: 'declared', subject, dir: 'in', name, host: person.host });
    },
    decide: admit,
    async correct(of, fix) {
      await write({ kind: 'correction', ...shared(), of, fix }, { day: (place) => ({ kind: 'correction', ...place, of, fix }) });
    },
    async round(of, found) {
      await write({ kind: 'round', ...shared(), of, found }, { day: (place) => ({ kind: 'round', ...place, of, found }) });
    },
    async note(note) {
      await write({ kind: 'note', ...shared(), note });
    },
  };
}
