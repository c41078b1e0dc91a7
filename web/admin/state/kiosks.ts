/** Kiosks, pairing a new one, and the people who hold a shift at them. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { KioskView, PairingView } from '../../../shared/api/schools.schema.ts';
import {
  createOperator,
  createPairing,
  getPairing,
  listKiosks,
  listOperators,
  removeOperator,
  revokeKiosk,
} from '../../../shared/api/schools.ts';
import type { Instant } from '../../../shared/clock.ts';
import type { FieldError } from '../../../shared/problem.ts';
import type { Client } from '../client.ts';
import { createLoader, dataOf, type Loader } from './loader.ts';
import { createSending, forgetFields, type Sending } from './sending.ts';

export interface Operator {
  id: string;
  name: string;
}

export type Asked = { kind: 'kiosk'; kiosk: KioskView } | { kind: 'operator'; operator: Operator };

export interface Kiosks {
  list: Loader<{ kiosks: KioskView[] }>;
  operators: Loader<{ operators: Operator[] }>;
  pairing: ReadonlySignal<{ name: string; gate: string; made: PairingView | undefined }>;
  /** The kiosk that has just been paired with the code on the screen. */
  paired: ReadonlySignal<KioskView | undefined>;
  /** The code on the screen was typed wrongly too often. */
  burnt: ReadonlySignal<boolean>;
  pairingSending: Sending;
  operator: ReadonlySignal<{ name: string; pin: string }>;
  operatorSending: Sending;
  /** Asked about before it is taken away. */
  asked: ReadonlySignal<Asked | undefined>;
  removing: Sending;
  load(): Promise<void>;
  setPairing(part: { name?: string; gate?: string }): void;
  pair(): Promise<void>;
  /** While a code is on the screen: has a kiosk come? */
  look(): Promise<void>;
  endPairing(): void;
  setOperator(part: { name?: string; pin?: string }): void;
  addOperator(): Promise<void>;
  ask(asked: Asked | undefined): void;
  remove(): Promise<void>;
}

export function createKiosks({ client, clock, school }: { client: Client; clock: () => Instant; school: string }): Kiosks {
  const params = { school };
  const list = createLoader(() => client.call(listKiosks, { params }), clock);
  const operators = createLoader(() => client.call(listOperators, { params }), clock);
  const pairing = signal<{ name: string; gate: string; made: PairingView | undefined }>({ name: '', gate: '', made: undefined });
  const paired = signal<KioskView | undefined>(undefined);
  const burnt = signal(false);
  const operator = signal({ name: '', pin: '' });
  const asked = signal<Asked | undefined>(undefined);
  const pairingSending = createSending();
  const operatorSending = createSending();
  const removing = createSending();
  let before: ReadonlySet<string> = new Set();

  const known = (): readonly KioskView[] => dataOf(list.state.value)?.kiosks ?? [];

  return {
    list,
    operators,
    pairing,
    paired,
    burnt,
    pairingSending,
    operator,
    operatorSending,
    asked,
    removing,
    async load() {
      await Promise.all([list.reload(), operators.reload()]);
    },
    setPairing(part) {
      forgetFields([pairingSending], part);
      pairing.value = { ...pairing.value, ...part };
    },
    async pair() {
      const name = pairing.value.name.trim();
      const { gate } = pairing.value;
      const errors: FieldError[] = [];
      if (name === '') errors.push({ at: '/name', reason: 'required' });
      if (gate === '') errors.push({ at: '/gate', reason: 'required' });
      if (errors.length > 0) return pairingSending.refuse(errors);
      const sent = await pairingSending.run(() => client.call(createPairing, { params, body: { name, gate } }));
      if (!sent) return;
      before = new Set(known().map((kiosk) => kiosk.id));
      paired.value = undefined;
      burnt.value = false;
      pairing.value = { ...pairing.value, made: sent.data };
    },
    async look() {
      const { made } = pairing.value;
      if (!made || paired.value) return;
      await list.reload();
      const state = await client.call(getPairing, { params: { ...params, slot: made.code.slice(0, 4) } });
      if (pairing.value.made !== made) return;
      burnt.value = state.ok && state.data.burnt;
      paired.value = known().find((kiosk) => !before.has(kiosk.id) && kiosk.revokedAt === null);
    },
    endPairing() {
      pairing.value = { name: '', gate: '', made: undefined };
      paired.value = undefined;
      pairingSending.clear();
    },
    setOperator(part) {
      forgetFields([operatorSending], part);
      operator.value = { ...operator.value, ...part };
    },
    async addOperator() {
      const { name, pin } = operator.value;
      const errors: FieldError[] = [];
      if (name.trim() === '') errors.push({ at: '/name', reason: 'required' });
      if (!/^[0-9]{4,8}$/.test(pin)) errors.push({ at: '/pin', reason: pin === '' ? 'required' : 'format' });
      if (errors.length > 0) return operatorSending.refuse(errors);
      const sent = await operatorSending.run(() => client.call(createOperator, { params, body: { name: name.trim(), pin } }));
      if (!sent) return;
      operator.value = { name: '', pin: '' };
      await operators.reload();
    },
    ask(next) {
      removing.clear();
      asked.value = next;
    },
    async remove() {
      const what = asked.value;
      if (!what) return;
      const sent = await removing.run(() =>
        what.kind === 'kiosk'
          ? client.call(revokeKiosk, { params: { school, kiosk: what.kiosk.id } })
          : client.call(removeOperator, { params: { school, operator: what.operator.id } }),
      );
      if (!sent) return;
      asked.value = undefined;
      await (what.kind === 'kiosk' ? list : operators).reload();
    },
  };
}
