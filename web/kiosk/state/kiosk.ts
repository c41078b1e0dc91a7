/** The kiosk as a whole: what stage it is at, what it holds, and what is always in sight. Components read and call. */
import type { ReadonlySignal } from '@preact/signals';
import type { ExchangeAnswer } from '../../../shared/api/exchange.schema.ts';
import { dayOf, type Instant } from '../../../shared/clock.ts';
import type { Subtle } from '../../../shared/crypto.ts';
import type { Found } from '../../../shared/gate/event.ts';
import type { Random } from '../../../shared/ids.ts';
import type { call as Call } from '../../lib/client.ts';
import { createClock, type KioskClock, type Ticks } from '../clock.ts';
import { readHosts, wipeDay } from '../db/feed.ts';
import { forget, getKept, keep } from '../db/kept.ts';
import { readHead } from '../db/log.ts';
import { quiet } from '../db/quiet.ts';
import type { Counter, Identity, KioskDb, Shift } from '../db/schema.ts';
import type { Outcome } from '../outbox/courier.ts';
import type { Settled } from '../outbox/settle.ts';
import type { Told } from '../outbox/take-file.ts';
import { createDevice, type Device, type DevicePort } from './device.ts';
import { createFiles, type Files } from './files.ts';
import type { Gate, GateSound } from './gate.ts';
import { lineOf } from './line.ts';
import { beginDay, type Memory, remember, takeNews } from './memory.ts';
import { openPaired, type Paired } from './paired.ts';
import { type PairResult, pairKiosk } from './pairing.ts';
import { createPinCheck, type PinResult } from './pin.ts';
import { createRollCall, type RollCallState } from './roll-call.ts';
import { createScreenCode, type ScreenCode } from './screen-code.ts';
import { createSignals, type KioskSignals, type Stage } from './signals.ts';

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

export interface Kiosk extends KioskSignals {
  device: Device;
  clock: KioskClock;
  version: string;
  files: Files;
  rollCall: RollCallState;
  screenCode: ReadonlySignal<ScreenCode>;
  gate(): Gate | undefined;
  book(): Memory['book'] | undefined;
  keysAt(): Instant | undefined;
  pair(code: string): Promise<PairResult>;
  /** `ok` also where the school has named nobody. */
  checkPin(operator: string | undefined, pin: string): Promise<PinResult>;
  startShift(operator: string | undefined, pin: string): Promise<PinResult>;
  /** What the guard found about an open visit. Rejects when it could not be written. */
  round(of: string, found: Found): Promise<void>;
  /** `closing`: the gate closes, and today's names go but of those who stay. */
  endShift(closing: boolean): Promise<void>;
  setTime(now: Instant): Promise<void>;
  confirmTime(): Promise<void>;
  exchangeNow(): void;
  /** This browser profile becomes a stranger again. Only with nothing unsent, or when all of it stands in a written file. */
  unpair(): Promise<boolean>;
}

export async function createKiosk(ports: KioskPorts): Promise<Kiosk> {
  const { db } = ports;
  const head = await readHead(db);
  const keptClock = await getKept(db, 'clock');
  const clock = createClock(ports.ticks, ports.builtAt, keptClock, head.at);
  const device = createDevice(ports.device);

  const signals = createSignals(clock);
  const { stage, identity, policy, questionnaire, contact, counter, line, shift, revision, now, clockSure, trouble } = signals;
  let paired: Paired | undefined;
  /** As the store has it; the screen follows. */
  let stored: Counter = counter.value;
  let onShift = false;
  const pins = createPinCheck(() => policy.value?.operators ?? [], clock.mono);

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

  function count(next: Counter): void {
    stored = next;
    counter.value = next;
  }

  function take(answer: ExchangeAnswer, memory: Memory): void {
    if (takeNews(answer, memory)) revision.value++;
    policy.value = memory.policy;
    questionnaire.value = memory.questionnaire;
  }

  function settledBy(answer: ExchangeAnswer, settled: Settled, held: Paired): void {
    trouble.value = undefined;
    count(settled.counter);
    contact.value = held.memory.contact = settled.contact;
    take(answer, held.memory);
    held.sealer.warm().catch(fail);
    settleStage();
  }

  function heard(outcome: Outcome, held: Paired): void {
    line.value = lineOf(outcome, line.value);
    if (outcome.kind !== 'done') return;
    settledBy(outcome.answer, outcome.settled, held);
  }

  function told(what: Told): void {
    if (!paired || what === 'stale') return;
    if ('counterOnly' in what) count(what.counterOnly);
    else settledBy(what.answer, what.settled, paired);
  }

  async function enter(known: Identity): Promise<Paired> {
    const memory = await remember(db, clock);
    identity.value = known;
    policy.value = memory.policy;
    questionnaire.value = memory.questionnaire;
    contact.value = memory.contact;
    count(memory.counter);
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
        stored = written.counter;
        trouble.value = undefined;
        if (day) memory.book.add(day);
        paired?.rhythm.nudge();
        // The verdict is drawn first; numbers and lists under it after that.
        void quiet().then(() => {
          counter.value = stored;
          if (day) revision.value++;
        });
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

  /** Midnight: the list of yesterday goes, and its names with it; who stays over night stays on it. */
  async function turnDay(memory: Memory): Promise<void> {
    const day = dayOf(clock.now());
    if (day === memory.day) return;
    memory.day = day;
    memory.book.clear();
    revision.value++;
    for (const item of await beginDay(db, day, clock.now())) memory.book.add(item);
    revision.value++;
    memory.hosts = await readHosts(db);
  }

  let ticksSeen = 0;
  function tick(): void {
    ports.after(1000, tick);
    void quiet().then(() => {
      now.value = clock.now();
      clockSure.value = clock.sure();
      if (++ticksSeen % 60 !== 0) return;
      device.refresh().catch(fail);
      if (paired) turnDay(paired.memory).catch(fail);
    });
  }

  const files = await createFiles({
    db,
    parts: () => paired?.fileParts,
    unsent: () => stored.unsent,
    session: () => paired?.sealer.session(),
    told,
    failed: fail,
  });
  const rollCall = await createRollCall(db, clock.now, fail);

  const known = await getKept(db, 'identity');
  shift.value = await getKept(db, 'shift');
  if (known) await begin(known);
  tick();

  return {
    ...signals,
    device,
    clock,
    version: ports.version,
    files,
    rollCall,
    screenCode: createScreenCode(signals, fail),
    gate: () => paired?.gate,
    book: () => paired?.memory.book,
    keysAt: () => (paired?.memory.keys ? Math.max(paired.memory.keys.at, paired.memory.contact?.at ?? 0) : undefined),
    async pair(code) {
      await ports.device.persist();
      const result = await pairKiosk(code, { db, clock, origin: ports.origin, call: ports.call });
      if (result.ok) await begin(result.identity);
      return result;
    },
    checkPin: pins.check,
    async startShift(operatorId, pin) {
      const result = await pins.check(operatorId, pin);
      if (result !== 'ok') return result;
      const operator = policy.value?.operators.find((each) => each.id === operatorId);
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
    async round(of, found) {
      await paired?.writer.round(of, found);
    },
    async endShift(closing) {
      await paired?.writer.note('shift-end').catch(fail);
      onShift = false;
      if (closing && paired) {
        const kept = await wipeDay(db, clock.now(), true);
        paired.memory.book.clear();
        for (const item of kept) paired.memory.book.add(item);
        paired.memory.hosts.clear();
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
      if (!paired || (stored.unsent > 0 && !(await files.covered()))) return false;
      paired.rhythm.stop();
      const stores = [...db.objectStoreNames];
      const tx = db.transaction(stores, 'readwrite', { durability: 'strict' });
      await Promise.all([...stores.map((store) => tx.objectStore(store).clear()), tx.done]);
      return true;
    },
  };
}
