/** The kiosk as a whole: what stage it is at, what it holds, and what is always in sight. Components read and call. */
import { type Signal, signal } from '@preact/signals';
import type { ExchangeAnswer } from '../../../shared/api/exchange.schema.ts';
import { dayOf, type Instant, MINUTE } from '../../../shared/clock.ts';
import type { Subtle } from '../../../shared/crypto.ts';
import type { GatePolicy } from '../../../shared/gate/policy.ts';
import type { Random } from '../../../shared/ids.ts';
import type { Questionnaire } from '../../../shared/questionnaire/types.ts';
import type { call as Call } from '../../lib/client.ts';
import { createClock, type KioskClock, type Ticks } from '../clock.ts';
import { wipeDay } from '../db/feed.ts';
import { forget, getKept, keep } from '../db/kept.ts';
import { readHead } from '../db/log.ts';
import type { Contact, Counter, Identity, KioskDb, Shift } from '../db/schema.ts';
import type { Outcome } from '../outbox/courier.ts';
import { createDevice, type Device, type DevicePort } from './device.ts';
import type { Gate, GateSound } from './gate.ts';
import { beginDay, type Memory, remember } from './memory.ts';
import { openPaired, type Paired } from './paired.ts';
import { type PairResult, pairKiosk } from './pairing.ts';
import { createPinGuard, isPinOf } from './pin.ts';

export type Stage = 'pairing' | 'first-contact' | 'clock' | 'shift' | 'gate';
/** How the last exchange ended. `revoked` and `unknown`: the server does not take this kiosk any more. */
export type Line = 'ok' | 'offline' | 'not-an-answer' | 'busy' | 'revoked' | 'unknown';
export type StartResult = 'ok' | 'wrong-pin' | 'wait';

export interface KioskPorts {
  db: KioskDb;
  ticks: Ticks;
  random: Random;
  subtle: Subtle;
  fetch: typeof fetch;
  call: typeof Call;
  origin: string;
  version: string;
  builtAt: Instant;
  device: DevicePort;
  sound: (sound: GateSound) => void;
  after: (ms: number, run: () => void) => () => void;
}

export interface Kiosk {
  stage: Signal<Stage>;
  identity: Signal<Identity | undefined>;
  policy: Signal<GatePolicy | undefined>;
  questionnaire: Signal<Questionnaire | undefined>;
  contact: Signal<Contact | undefined>;
  counter: Signal<Counter>;
  line: Signal<Line | undefined>;
  shift: Signal<Shift | undefined>;
  /** Rises with every change of today's list. */
  revision: Signal<number>;
  /** The corrected time, renewed every second. */
  now: Signal<Instant>;
  clockSure: Signal<boolean>;
  /** A failure of the store that no scan has met: said all the same. */
  trouble: Signal<'store' | undefined>;
  device: Device;
  clock: KioskClock;
  version: string;
  gate(): Gate | undefined;
  book(): Memory['book'] | undefined;
  keysAt(): Instant | undefined;
  pair(code: string): Promise<PairResult>;
  startShift(operator: string | undefined, pin: string): Promise<StartResult>;
  /** `closing`: the gate closes, and today's names go. */
  endShift(closing: boolean): Promise<void>;
  setTime(now: Instant): Promise<void>;
  confirmTime(): Promise<void>;
  exchangeNow(): void;
  /** Only with nothing unsent: this browser profile becomes a stranger again. */
  unpair(): Promise<boolean>;
}

export async function createKiosk(ports: KioskPorts): Promise<Kiosk> {
  const { db } = ports;
  const head = await readHead(db);
  const keptClock = await getKept(db, 'clock');
  const clock = createClock(ports.ticks, ports.builtAt, keptClock, head.at);
  const device = createDevice(ports.device);
  const pins = createPinGuard();

  const stage = signal<Stage>('pairing');
  const identity = signal<Identity | undefined>(undefined);
  const policy = signal<GatePolicy | undefined>(undefined);
  const questionnaire = signal<Questionnaire | undefined>(undefined);
  const contact = signal<Contact | undefined>(undefined);
  const counter = signal<Counter>({ unsent: 0 });
  const line = signal<Line | undefined>(undefined);
  const shift = signal<Shift | undefined>(undefined);
  const revision = signal(0);
  const now = signal(clock.now());
  const clockSure = signal(clock.sure());
  const trouble = signal<'store' | undefined>(undefined);
  let paired: Paired | undefined;
  let onShift = false;

  function nextStage(): Stage {
    if (!paired) return 'pairing';
    if (!policy.value || !paired.memory.keys) return 'first-contact';
    if (!clock.sure()) return 'clock';
    return onShift ? 'gate' : 'shift';
  }
  const settleStage = (): void => {
    clockSure.value = clock.sure();
    now.value = clock.now();
    stage.value = nextStage();
  };

  function fail(error: unknown): void {
    console.error(error);
    trouble.value = 'store';
  }

  async function keepClock(): Promise<void> {
    const record = clock.record();
    if (record) await keep(db, 'clock', record);
  }

  function take(answer: ExchangeAnswer, memory: Memory): void {
    if (answer.policy) policy.value = memory.policy = answer.policy;
    if (answer.keys) memory.keys = answer.keys;
    if (answer.sealingKeys) memory.sealingKeys = answer.sealingKeys;
    if (answer.questionnaire) questionnaire.value = memory.questionnaire = answer.questionnaire;
    for (const item of answer.feed.items) {
      if (item.kind === 'revoked') memory[item.erased ? 'erased' : 'revoked'].add(item.subject);
      else if (item.kind !== 'pass' && dayOf(item.at) === memory.day) memory.book.add(item);
    }
    if (answer.feed.items.length > 0) revision.value++;
  }

  function heard(outcome: Outcome, held: Paired): void {
    line.value = lineOf(outcome, line.value);
    if (outcome.kind !== 'done') return;
    trouble.value = undefined;
    const { settled, answer } = outcome;
    counter.value = settled.counter;
    contact.value = held.memory.contact = settled.contact;
    take(answer, held.memory);
    keepClock().catch(fail);
    held.sealer.warm().catch(fail);
    settleStage();
  }

  async function enter(known: Identity): Promise<Paired> {
    const memory = await remember(db, clock);
    identity.value = known;
    policy.value = memory.policy;
    questionnaire.value = memory.questionnaire;
    contact.value = memory.contact;
    counter.value = memory.counter;
    return openPaired({
      ...ports,
      clock,
      device,
      identity: known,
      memory,
      operator: () => shift.value?.operator?.id,
      failed: fail,
      heard,
      wrote(written, day) {
        counter.value = written.counter;
        trouble.value = undefined;
        if (day) {
          memory.book.add(day);
          revision.value++;
        }
        paired?.rhythm.nudge();
      },
    });
  }

  async function begin(known: Identity): Promise<void> {
    paired = await enter(known);
    await device.refresh();
    paired.sealer.warm().catch(fail);
    paired.rhythm.start();
    settleStage();
  }

  /** Midnight: the list of yesterday goes, and its names with it. */
  async function turnDay(memory: Memory): Promise<void> {
    const day = dayOf(clock.now());
    if (day === memory.day) return;
    memory.day = day;
    memory.book.clear();
    revision.value++;
    await beginDay(db, day, clock.now());
  }

  let ticksSeen = 0;
  function tick(): void {
    ports.after(1000, tick);
    now.value = clock.now();
    clockSure.value = clock.sure();
    if (++ticksSeen % 60 !== 0) return;
    device.refresh().catch(fail);
    if (paired) turnDay(paired.memory).catch(fail);
  }

  const known = await getKept(db, 'identity');
  shift.value = await getKept(db, 'shift');
  if (known) await begin(known);
  tick();

  return {
    stage,
    identity,
    policy,
    questionnaire,
    contact,
    counter,
    line,
    shift,
    revision,
    now,
    clockSure,
    trouble,
    device,
    clock,
    version: ports.version,
    gate: () => paired?.gate,
    book: () => paired?.memory.book,
    keysAt: () => (paired?.memory.keys ? Math.max(paired.memory.keys.at, paired.memory.contact?.at ?? 0) : undefined),
    async pair(code) {
      await ports.device.persist();
      const result = await pairKiosk(code, { db, clock, origin: ports.origin, call: ports.call });
      if (result.ok) await begin(result.identity);
      return result;
    },
    async startShift(operatorId, pin) {
      const operator = policy.value?.operators.find((each) => each.id === operatorId);
      if (operator) {
        if (pins.wait(clock.mono()) > 0) return 'wait';
        if (!(await isPinOf(operator, pin))) {
          pins.missed(clock.mono());
          return 'wrong-pin';
        }
        pins.right();
      }
      const begun: Shift = { operator: operator ? { id: operator.id, name: operator.name } : null, startedAt: clock.now() };
      await keep(db, 'shift', begun);
      shift.value = begun;
      onShift = true;
      settleStage();
      const persisted = await ports.device.persist();
      await device.refresh();
      await paired?.writer.note('shift-start').catch(fail);
      if (!persisted) await paired?.writer.note('storage-refused').catch(fail);
      return 'ok';
    },
    async endShift(closing) {
      await paired?.writer.note('shift-end').catch(fail);
      onShift = false;
      if (closing && paired) {
        await wipeDay(db, clock.now(), true);
        paired.memory.book.clear();
        revision.value++;
      }
      await forget(db, 'shift');
      shift.value = undefined;
      settleStage();
    },
    async setTime(time) {
      clock.setByHand(time);
      await keepClock();
      settleStage();
      await paired?.writer.note('clock-set').catch(fail);
    },
    async confirmTime() {
      clock.confirm();
      await keepClock();
      settleStage();
    },
    exchangeNow: () => paired?.rhythm.now(),
    async unpair() {
      if (!paired || counter.value.unsent > 0) return false;
      paired.rhythm.stop();
      const stores = [...db.objectStoreNames];
      const tx = db.transaction(stores, 'readwrite', { durability: 'strict' });
      await Promise.all([...stores.map((store) => tx.objectStore(store).clear()), tx.done]);
      return true;
    },
  };
}

/** An exchange that only narrows says nothing new. */
function lineOf(outcome: Outcome, before: Line | undefined): Line | undefined {
  switch (outcome.kind) {
    case 'done':
      return 'ok';
    case 'narrowing':
      return before;
    case 'unpaired':
      return outcome.code === 'gone' ? 'revoked' : 'unknown';
    case 'offline':
    case 'not-an-answer':
    case 'busy':
      return outcome.kind;
  }
}

export const STALE_CONTACT = 5 * MINUTE;
