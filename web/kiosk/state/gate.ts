/** What happens at the gate, from a code to a verdict and a decision. One thing at a time; nothing shows before it is on the disk. */
import { type Signal, signal } from '@preact/signals';
import type { Subtle } from '../../../shared/crypto.ts';
import { colourOf, directionFor, FLIP_WINDOW } from '../../../shared/gate/decide.ts';
import type { DecisionReason, Direction, Method } from '../../../shared/gate/event.ts';
import { maskName } from '../../../shared/text/mask.ts';
import type { KioskClock } from '../clock.ts';
import { passByTypedCode } from '../db/feed.ts';
import { atTheGate } from '../db/quiet.ts';
import type { Contact, Identity, KioskDb } from '../db/schema.ts';
import type { DayBook } from '../gate/day-book.ts';
import { type Presented, present } from '../gate/present.ts';
import { createSameScan } from '../gate/same-scan.ts';
import type { Declared, GateFacts, GateWriter, ScanInput, WrittenScan } from '../gate/writer.ts';
import { isQuota } from '../log/journal.ts';
import { NoSealingKey } from '../log/sealer.ts';
import { type GateView, type Inside, type Past, waits } from './gate-view.ts';

export type GateSound = 'green' | 'amber' | 'red' | 'notice';

/** As typed and checked; phone and host may be empty. */
export interface TypedPerson {
  name: string;
  phone: string;
  host: string;
}

export interface GateParts {
  db: KioskDb;
  identity: Identity;
  clock: KioskClock;
  subtle: Subtle;
  writer: GateWriter;
  book: DayBook;
  /** Whom the pass of this subject is for. */
  hostOf: (subject: string) => string | undefined;
  facts: () => GateFacts;
  contact: () => Contact | undefined;
  sound: (sound: GateSound) => void;
  after: (ms: number, run: () => void) => void;
  /** Told beside the screen. */
  failed?: (error: unknown) => void;
}

export interface Gate {
  view: Signal<GateView>;
  /** The scan that one tap can still turn round or take back. */
  last: Signal<Past | undefined>;
  scan(text: string, method: Method): Promise<void>;
  choose(dir: Direction): Promise<void>;
  /** Who carries the card; undefined: let it be. */
  name(person: TypedPerson | undefined): Promise<void>;
  /** Opens the list of reasons. */
  judge(admit: boolean): void;
  decide(reason: DecisionReason): Promise<void>;
  /** A wrong tap: opens the last verdict again, and what is decided next counts. */
  reconsider(): void;
  dismiss(): void;
  flip(): Promise<void>;
  undo(): Promise<void>;
  quick(person: TypedPerson): Promise<boolean>;
  declare(declared: Declared): Promise<boolean>;
  /** By the list: somebody without a code leaves. */
  leave(subject: string): Promise<boolean>;
}

const GREEN_CLEARS = 1_500;
/** There is a sentence to read, or people to count. */
const NOTED_CLEARS = 4_000;
const SHOWN_CLEARS = 4_000;

export function createGate(parts: GateParts): Gate {
  const view = signal<GateView>({ at: 'ready' });
  const last = signal<Past | undefined>(undefined);
  const sameScan = createSameScan();
  let busy = false;
  /** Monotonic ms. */
  let heldUntil = 0;

  function show(next: GateView, clearsAfter?: number): void {
    view.value = next;
    if (clearsAfter === undefined) return;
    parts.after(clearsAfter, () => {
      if (view.value === next) view.value = { at: 'ready' };
    });
  }

  /** From now on for half a minute; while it stands before the guard it stays. */
  function hold(past: Past): void {
    last.value = past;
    heldUntil = parts.clock.mono() + FLIP_WINDOW;
    parts.after(FLIP_WINDOW, () => {
      const now = view.value;
      const open = (now.at === 'verdict' || now.at === 'reason') && now.past === past;
      if (last.value === past && !open) last.value = undefined;
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

  function showScan(scan: WrittenScan, more: Partial<Past> = {}): void {
    const past: Past = { card: false, ...more, scan };
    parts.sound(scan.colour);
    const clears = past.already || scan.with ? NOTED_CLEARS : GREEN_CLEARS;
    show({ at: 'verdict', past }, scan.colour === 'green' ? clears : undefined);
    hold(past);
  }

  function showDecided(past: Past, admit: boolean, reason: DecisionReason): void {
    const decided: Past = { ...past, decided: { admit, reason } };
    show({ at: 'decided', past: decided, admit }, GREEN_CLEARS);
    hold(decided);
  }

  function insideOf(subject: string): Inside | undefined {
    const entry = parts.book.entryOf(subject);
    return entry && { since: entry.at, elsewhere: entry.gate !== parts.facts().policy.gate.id };
  }

  async function write(who: Presented, method: Method, dir: Direction): Promise<void> {
    const { kind: _kind, ...presented } = who;
    const input: ScanInput = { ...presented, method, dir };
    const already = dir === 'in' ? insideOf(who.subject) : undefined;
    showScan(await parts.writer.scan(input), { input, card: input.code === 'card', ...(already ? { already } : {}) });
  }

  /** Of this school, not withdrawn, and nobody here can say whose it is. */
  function isStranger({ reading, name }: Presented): boolean {
    if (reading.kind !== 'card' || name !== '') return false;
    const { policy, revocations } = parts.facts();
    const { subject, schoolTag } = reading;
    return schoolTag === policy.schoolTag && !revocations.revoked.has(subject) && !revocations.erased.has(subject);
  }

  async function pass(who: Presented, method: Method, dir: Direction): Promise<void> {
    if (dir === 'out' || !isStranger(who)) return write(who, method, dir);
    parts.sound('notice');
    show({ at: 'unnamed', who, method });
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
      hostOf: parts.hostOf,
      seenToday: parts.book.person,
    });
    if (found.kind === 'shown') {
      parts.sound('notice');
      show({ at: 'shown', what: found.what }, SHOWN_CLEARS);
      return;
    }
    const dir = directionOf(found.subject);
    if (dir !== 'ask') return pass(found, method, dir);
    const inside = insideOf(found.subject);
    parts.sound('notice');
    show({ at: 'direction', who: found, method, ...(inside ? { inside } : {}) });
  }

  /**
   * A correcting item where the code says the same in the other direction. Otherwise (who goes in with a code that only
   * lets out, who leaves with one that did not let in) the scan is taken back and the other one stands in its place.
   */
  async function turn(past: Past & { input: ScanInput }): Promise<void> {
    const { scan, input } = past;
    const dir: Direction = scan.dir === 'in' ? 'out' : 'in';
    if (colourOf(scan.why, dir) === scan.colour) {
      await parts.writer.correct(scan.id, { dir });
      const { already: _already, ...rest } = past;
      hold({ ...rest, scan: { ...scan, dir } });
      return;
    }
    await parts.writer.correct(scan.id, { void: true });
    const turned: ScanInput = { ...input, dir };
    showScan(await parts.writer.scan(turned), { input: turned, card: past.card });
  }

  return {
    view,
    last,
    async scan(text, method) {
      const repeat = sameScan.isRepeat(text, parts.clock.mono());
      if ((repeat && method !== 'typed') || waits(view.value)) return;
      await alone(() => look(text, method));
    },
    async choose(dir) {
      const now = view.value;
      if (now.at === 'direction') await alone(() => pass(now.who, now.method, dir));
    },
    async name(person) {
      const now = view.value;
      if (now.at !== 'unnamed') return;
      const named = person && { name: maskName(person.name, person.phone), host: person.host, identity: person };
      await alone(() => write({ ...now.who, ...named }, now.method, 'in'));
    },
    judge(admit) {
      const now = view.value;
      if (now.at === 'verdict') show({ at: 'reason', past: now.past, admit });
    },
    async decide(reason) {
      const now = view.value;
      if (now.at !== 'reason') return;
      await alone(async () => {
        await parts.writer.decide(now.past.scan.id, now.admit, reason);
        parts.sound(now.admit ? 'green' : 'notice');
        showDecided(now.past, now.admit, reason);
      });
    },
    reconsider() {
      const past = last.value;
      if (past?.decided && !waits(view.value)) show({ at: 'verdict', past });
    },
    dismiss() {
      const now = view.value;
      if (now.at === 'reason') return show({ at: 'verdict', past: now.past });
      show({ at: 'ready' });
      if (now.at !== 'verdict' || last.value !== now.past) return;
      if (!now.past.decided) hold({ ...now.past });
      else if (parts.clock.mono() >= heldUntil) last.value = undefined;
    },
    async flip() {
      const past = last.value;
      if (!past?.input) return;
      const { input } = past;
      await alone(() => turn({ ...past, input }));
    },
    async undo() {
      const past = last.value;
      if (!past) return;
      await alone(async () => {
        await parts.writer.correct(past.scan.id, { void: true });
        last.value = undefined;
        sameScan.forget();
        show({ at: 'ready' });
      });
    },
    async quick(person) {
      const done = await alone(async () => {
        const scan = await parts.writer.quick(person);
        parts.sound('green');
        showDecided({ scan, card: true }, true, 'no-phone');
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
        const group = parts.book.entryOf(subject)?.with;
        const who = { subject, name: person?.name ?? '', host: person?.host ?? '', ...(group === undefined ? {} : { with: group }) };
        showScan(await parts.writer.scan({ reading: { kind: 'none' }, code: 'none', method: 'quick', dir: 'out', ...who }));
        return true;
      });
      return done ?? false;
    },
  };
}
