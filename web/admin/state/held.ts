/** What could not be taken into the log: the list of what is open or settled, and settling one. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { HeldItem, HeldPage, Resolution, ResolveReason } from '../../../shared/api/held.schema.ts';
import { listHeld, resolveHeld } from '../../../shared/api/held.ts';
import type { Instant } from '../../../shared/clock.ts';
import type { Client } from '../client.ts';
import { createLoader, dataOf, type Loader } from './loader.ts';
import { createSending, type Sending } from './sending.ts';

export type HeldState = 'open' | 'resolved';

const REASONS: Record<Resolution, readonly ResolveReason[]> = {
  keep: ['same-happening', 'test', 'other'],
  add: ['two-happenings', 'other'],
  retry: ['cause-mended', 'other'],
  'set-aside': ['unusable', 'test', 'other'],
};

/** One item and what is to be done with it. */
export interface Settling {
  item: HeldItem;
  how: Resolution;
  reasons: readonly ResolveReason[];
}

export interface Held {
  state: ReadonlySignal<HeldState>;
  /** Of the state that is shown. */
  list: ReadonlySignal<Loader<HeldPage>>;
  more: Sending;
  settling: ReadonlySignal<Settling | undefined>;
  reason: ReadonlySignal<ResolveReason | undefined>;
  note: ReadonlySignal<string>;
  sending: Sending;
  /** What came of the last one. */
  outcome: ReadonlySignal<'resolved' | 'still-held' | undefined>;
  show(state: HeldState): void;
  showMore(): Promise<void>;
  begin(item: HeldItem, how: Resolution): void;
  leave(): void;
  /** After a clash: the list as it is now. */
  lookAgain(): void;
  setReason(reason: ResolveReason): void;
  setNote(note: string): void;
  settle(): Promise<void>;
}

export function createHeld({ client, clock, school }: { client: Client; clock: () => Instant; school: string }): Held {
  const params = { school };
  const state = signal<HeldState>('open');
  const settling = signal<Settling | undefined>(undefined);
  const reason = signal<ResolveReason | undefined>(undefined);
  const note = signal('');
  const outcome = signal<'resolved' | 'still-held' | undefined>(undefined);
  const more = createSending();
  const sending = createSending();
  const ask = (of: HeldState, cursor?: string) => client.call(listHeld, { params, query: { state: of, cursor } });
  const lists = { open: createLoader(() => ask('open'), clock), resolved: createLoader(() => ask('resolved'), clock) };
  const list = computed(() => lists[state.value]);

  return {
    state,
    list,
    more,
    settling,
    reason,
    note,
    sending,
    outcome,
    show(next) {
      state.value = next;
      outcome.value = undefined;
      more.clear();
      lists[next].reload();
    },
    async showMore() {
      const shown = list.value;
      const before = dataOf(shown.state.value);
      const cursor = before?.cursor;
      if (!before || !cursor) return;
      const sent = await more.run(() => ask(state.value, cursor));
      if (sent) shown.put({ items: [...before.items, ...sent.data.items], cursor: sent.data.cursor });
    },
    begin(item, how) {
      settling.value = { item, how, reasons: REASONS[how] };
      reason.value = undefined;
      note.value = '';
      outcome.value = undefined;
      sending.clear();
    },
    leave() {
      settling.value = undefined;
    },
    lookAgain() {
      settling.value = undefined;
      list.value.reload();
    },
    setReason(next) {
      reason.value = next;
      sending.forget('/reason');
    },
    setNote(next) {
      note.value = next;
      sending.forget('/note');
    },
    async settle() {
      const current = settling.value;
      if (!current) return;
      if (reason.value === undefined) return sending.refuse([{ at: '/reason', reason: 'required' }]);
      const body = { how: current.how, reason: reason.value, ...(note.value.trim() ? { note: note.value } : {}) };
      const sent = await sending.run(() => client.call(resolveHeld, { params: { school, item: current.item.id }, body }));
      if (!sent) return;
      outcome.value = sent.data.outcome;
      settling.value = undefined;
      await list.value.reload();
    },
  };
}
