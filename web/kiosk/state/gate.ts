/** What happens at the gate, from a code to a verdict and a decision. One thing at a time; nothing shows before it is on the disk. */
import { type Signal, signal } from '@preact/signals';
import type { Subtle } from '../../../shared/crypto.ts';
import { directionFor, FLIP_WINDOW } from '../../../shared/gate/decide.ts';
import type { DecisionReason, Direction, Method } from '../../../shared/gate/event.ts';
import type { KioskClock } from '../clock.ts';
import { passByTypedCode } from '../db/feed.ts';
import { atTheGate } from '../db/quiet.ts';
import type { Contact, Identity, KioskDb } from '../db/schema.ts';
import type { DayBook } from '../gate/day-book.ts';
import { type Presented, present, type Shown } from '../gate/present.ts';
import { createSameScan } from '../gate/same-scan.ts';
import type { Declared, GateFacts, GateWriter, WrittenScan } from '../gate/writer.ts';
import { isQuota } from '../log/journal.ts';
import { NoSealingKey } from '../log/sealer.ts';

export type GateView =
  | { at: 'ready' }
  /** The direction is not clear: VÀO or RA. */
  | { at: 'direction'; who: Presented; method: Method }
  | { at: 'verdict'; scan: WrittenScan }
  /** The guard has said which; now why. */
  | { at: 'reason'; scan: WrittenScan; admit: boolean }
  | { at: 'decided'; scan: WrittenScan; admit: boolean }
  | { at: 'shown'; what: Shown }
  /** Nothing was written: the guard goes on with paper. */
  | { at: 'unwritten'; why: 'full' | 'unsealed' | 'broken' };

export type GateSound = 'green' | 'amber' | 'red' | 'notice';

export interface GateParts {
  db: KioskDb;
  identity: Identity;
  clock: KioskClock;
  subtle: Subtle;
  writer: GateWriter;
  book: DayBook;
  facts: () => GateFacts;
  contact: () => Contact | undefined;
  sound: (sound: GateSound) => void;
  after: (ms: number, run: () => void) => void;
  /** Told beside the screen. */
  failed?: (error: unknown) => void;
}

export interface Gate {
  view: Signal<GateView>;
  /** The scan that one tap can still turn round. */
  last: Signal<WrittenScan | undefined>;
  scan(text: string, method: Method): Promise<void>;
  choose(dir: Direction): Promise<void>;
  /** Opens the list of reasons. */
  judge(admit: boolean): void;
  decide(reason: DecisionReason): Promise<void>;
  dismiss(): void;
  flip(): Promise<void>;
  undo(): Promise<void>;
  quick(person: { name: string; phone: string; host: string }): Promise<boolean>;
  declare(declared: Declared): Promise<boolean>;
  /** By the list: somebody without a code leaves. */
  leave(subject: string): Promise<boolean>;
}

const GREEN_CLEARS = 1_500;
const SHOWN_CLEARS = 4_000;

export function createGate(parts: GateParts): Gate {
  const view = signal<GateView>({ at: 'ready' });
  const last = signal<WrittenScan | undefined>(undefined);
  const sameScan = createSameScan();
  let busy = false;

  function show(next: GateView, clearsAfter?: number): void {
    view.value = next;
    if (clearsAfter === undefined) return;
    parts.after(clearsAfter, () => {
      if (view.value === next) view.value = { at: 'ready' };
    });
  }

  /** Runs one thing at a time; a failed write is said in red, with no tick. */
  async function alone<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (busy) return undefined;
    busy = true;
    try {
      return await atTheGate(work);
    } catch (error) {
      parts.failed?.(error);
      parts.sound('red');
      sameScan.forget();
      show({ at: 'unwritten', why: isQuota(error) ? 'full' : error instanceof NoSealingKey ? 'unsealed' : 'broken' });
      return undefined;
    } finally {
      busy = false;
    }
  }

  function showScan(scan: WrittenScan): void {
    parts.sound(scan.colour);
    last.value = scan;
    parts.after(FLIP_WINDOW, () => {
      if (last.value === scan) last.value = undefined;
    });
    show({ at: 'verdict', scan }, scan.colour === 'green' ? GREEN_CLEARS : undefined);
  }

  function showDecided(scan: WrittenScan, admit: boolean): void {
    show({ at: 'decided', scan, admit }, GREEN_CLEARS);
  }

  async function write(who: Presented, method: Method, dir: Direction): Promise<void> {
    const { reading, code, subject, name, host, identity } = who;
    showScan(await parts.writer.scan({ reading, code, method, subject, dir, name, host, ...(identity ? { identity } : {}) }));
  }

  const directionOf = (subject: string) => {
    const { gate, kiosks } = parts.facts().policy;
    return directionFor({
      gate: gate.direction,
      kiosks,
      othersAt: parts.contact()?.at,
      now: parts.clock.now(),
      insideSince: parts.book.insideSince(subject),
    });
  };

  async function look(text: string, method: Method): Promise<void> {
    const { policy, keys } = parts.facts();
    const found = await present(text, {
      school: parts.identity.school.id,
      origin: parts.identity.audience,
      policy,
      keys,
      subtle: parts.subtle,
      now: parts.clock.now(),
      passByCode: (code) => passByTypedCode(parts.db, code, parts.clock.now()),
      passBySubject: (subject) => parts.db.get('pass', subject),
      seenToday: parts.book.person,
    });
    if (found.kind === 'shown') {
      parts.sound('notice');
      show({ at: 'shown', what: found.what }, SHOWN_CLEARS);
      return;
    }
    const dir = directionOf(found.subject);
    if (dir === 'ask') {
      parts.sound('notice');
      show({ at: 'direction', who: found, method });
    } else {
      await write(found, method, dir);
    }
  }

  /** Amber, red and an open question wait for a tap; everything else gives way to the next code. */
  const waits = (): boolean => {
    const now = view.value;
    switch (now.at) {
      case 'direction':
      case 'reason':
      case 'unwritten':
        return true;
      case 'verdict':
        return now.scan.colour !== 'green';
      case 'ready':
      case 'decided':
      case 'shown':
        return false;
    }
  };

  return {
    view,
    last,
    async scan(text, method) {
      const repeat = sameScan.isRepeat(text, parts.clock.mono());
      if ((repeat && method !== 'typed') || waits()) return;
      await alone(() => look(text, method));
    },
    async choose(dir) {
      const now = view.value;
      if (now.at === 'direction') await alone(() => write(now.who, now.method, dir));
    },
    judge(admit) {
      const now = view.value;
      if (now.at === 'verdict') show({ at: 'reason', scan: now.scan, admit });
    },
    async decide(reason) {
      const now = view.value;
      if (now.at !== 'reason') return;
      await alone(async () => {
        await parts.writer.decide(now.scan.id, now.admit, reason);
        showDecided(now.scan, now.admit);
      });
    },
    dismiss() {
      const now = view.value;
      show(now.at === 'reason' ? { at: 'verdict', scan: now.scan } : { at: 'ready' });
    },
    async flip() {
      const scan = last.value;
      if (!scan) return;
      const dir: Direction = scan.dir === 'in' ? 'out' : 'in';
      await alone(async () => {
        await parts.writer.correct(scan.id, { dir });
        const turned = { ...scan, dir };
        last.value = turned;
        parts.after(FLIP_WINDOW, () => {
          if (last.value === turned) last.value = undefined;
        });
      });
    },
    async undo() {
      const scan = last.value;
      if (!scan) return;
      await alone(async () => {
        await parts.writer.correct(scan.id, { void: true });
        last.value = undefined;
        sameScan.forget();
        show({ at: 'ready' });
      });
    },
    async quick(person) {
      const done = await alone(async () => {
        const scan = await parts.writer.quick(person);
        parts.sound('green');
        last.value = undefined;
        showDecided(scan, true);
        return true;
      });
      return done ?? false;
    },
    async declare(declared) {
      const done = await alone(async () => {
        showScan(await parts.writer.declare(declared));
        return true;
      });
      return done ?? false;
    },
    async leave(subject) {
      const done = await alone(async () => {
        const person = parts.book.person(subject);
        const who = { subject, name: person?.name ?? '', host: person?.host ?? '' };
        showScan(await parts.writer.scan({ reading: { kind: 'none' }, code: 'none', method: 'quick', dir: 'out', ...who }));
        return true;
      });
      return done ?? false;
    },
  };
}
