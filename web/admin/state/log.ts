/** The entry log: filters, pages by key, and one row opened. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { LogRow } from '../../../shared/api/log.schema.ts';
import { getLog } from '../../../shared/api/log.ts';
import { dayOf, type Instant } from '../../../shared/clock.ts';
import type { ClientProblem } from '../../lib/client.ts';
import type { Client } from '../client.ts';
import { createFilters, type FilterQuery, type Filters } from './filters.ts';
import { createRowDetails, type RowDetails } from './row-details.ts';
import { createSending, type Sending } from './sending.ts';

export type LogList =
  | { kind: 'waiting' }
  | { kind: 'failed'; problem: ClientProblem }
  | { kind: 'ready'; rows: readonly LogRow[]; cursor: string | null; searchedAll: boolean; query: FilterQuery };

export interface Log {
  filters: Filters;
  list: ReadonlySignal<LogList>;
  /** Of the fields, before anything is asked. */
  errors: Sending;
  more: Sending;
  open: ReadonlySignal<RowDetails | undefined>;
  search(): Promise<void>;
  showMore(): Promise<void>;
  openRow(row: LogRow): void;
  closeRow(): void;
}

export interface LogPorts {
  client: Client;
  clock: () => Instant;
  school: string;
}

export function createLog({ client, clock, school }: LogPorts): Log {
  const filters = createFilters(() => dayOf(clock()));
  const list = signal<LogList>({ kind: 'waiting' });
  const open = signal<RowDetails | undefined>(undefined);
  const errors = createSending();
  const more = createSending();
  let asked = 0;

  const ask = (query: FilterQuery, cursor: string | null) =>
    client.call(getLog, { params: { school }, query: { ...query, cursor: cursor ?? undefined }, timeoutMs: 30_000 });

  return {
    filters,
    list,
    errors,
    more,
    open,
    async search() {
      const read = filters.read();
      if (!read.ok) return errors.refuse(read.errors);
      errors.clear();
      more.clear();
      const mine = ++asked;
      list.value = { kind: 'waiting' };
      const result = await ask(read.query, null);
      if (mine !== asked) return;
      list.value = result.ok ? { kind: 'ready', ...result.data, query: read.query } : { kind: 'failed', problem: result.problem };
    },
    async showMore() {
      const before = list.value;
      if (before.kind !== 'ready' || before.cursor === null) return;
      const mine = asked;
      const sent = await more.run(() => ask(before.query, before.cursor));
      if (!sent || mine !== asked) return;
      const { rows, cursor, searchedAll } = sent.data;
      list.value = { ...before, rows: [...before.rows, ...rows], cursor, searchedAll };
    },
    openRow(row) {
      open.value = createRowDetails({ client, school, row });
    },
    closeRow() {
      open.value = undefined;
    },
  };
}
