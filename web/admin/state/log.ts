/** The entry log: filters, pages by key, what comes while it is open, and one row opened. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { LogRow } from '../../../shared/api/log.schema.ts';
import { getLog } from '../../../shared/api/log.ts';
import type { SavedFilter } from '../../../shared/api/saved-filters.schema.ts';
import { dayOf, type Instant } from '../../../shared/clock.ts';
import type { ClientProblem } from '../../lib/client.ts';
import type { Client } from '../client.ts';
import { createFilters, type FilterQuery, type Filters } from './filters.ts';
import { createLive, type Live } from './live.ts';
import { type Arrivals, createArrivals } from './log-arrivals.ts';
import { createRowDetails, type RowDetails } from './row-details.ts';
import { createSavedFilters, type SavedFilters } from './saved-filters.ts';
import { createSending, type Sending } from './sending.ts';

export interface ReadyList {
  kind: 'ready';
  rows: readonly LogRow[];
  cursor: string | null;
  searchedAll: boolean;
  /** How far back an unfinished search came. */
  through?: Instant | undefined;
  /** The school's feed when the first page came. */
  feed: number;
  query: FilterQuery;
}
export type LogList = { kind: 'waiting' } | { kind: 'failed'; problem: ClientProblem } | ReadyList;

export interface Log {
  filters: Filters;
  saved: SavedFilters;
  list: ReadonlySignal<LogList>;
  live: Live;
  arrivals: Arrivals;
  /** Of the fields, before anything is asked. */
  errors: Sending;
  more: Sending;
  open: ReadonlySignal<RowDetails | undefined>;
  search(): Promise<void>;
  showMore(): Promise<void>;
  /** Takes the filter's fields and searches. */
  use(filter: SavedFilter): Promise<void>;
  /** Keeps the fields as they stand, under the name that is being given. */
  keep(): Promise<void>;
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
  const saved = createSavedFilters({ client, clock, school });
  const list = signal<LogList>({ kind: 'waiting' });
  const open = signal<RowDetails | undefined>(undefined);
  const errors = createSending();
  const more = createSending();
  let asked = 0;

  const live = createLive({ client, clock, school, onFeed: (feed) => arrivals.upTo(feed) });
  const arrivals: Arrivals = createArrivals({
    client,
    school,
    list,
    watch: live.watch,
    overtaken: () => {
      const current = list.value;
      return current.kind === 'ready' && !filters.covers(current.query);
    },
    reopen: () => search(),
  });

  const ask = (query: FilterQuery, cursor: string | null) =>
    client.call(getLog, { params: { school }, query: { ...query, cursor: cursor ?? undefined }, timeoutMs: 30_000 });

  async function search(): Promise<void> {
    const read = filters.read();
    if (!read.ok) return errors.refuse(read.errors);
    errors.clear();
    more.clear();
    const mine = ++asked;
    list.value = { kind: 'waiting' };
    const result = await ask(read.query, null);
    if (mine !== asked) return;
    list.value = result.ok ? { kind: 'ready', ...result.data, query: read.query } : { kind: 'failed', problem: result.problem };
    arrivals.begin();
  }

  return {
    filters,
    saved,
    list,
    live,
    arrivals,
    errors,
    more,
    open,
    search,
    async showMore() {
      const before = list.value;
      if (before.kind !== 'ready' || before.cursor === null) return;
      const mine = asked;
      const sent = await more.run(() => ask(before.query, before.cursor));
      if (!sent || mine !== asked) return;
      // Rows may have come at the top meanwhile.
      const now = list.value;
      if (now.kind !== 'ready') return;
      const { rows, cursor, searchedAll, through } = sent.data;
      const known = new Set(now.rows.map((row) => row.event));
      list.value = { ...now, rows: [...now.rows, ...rows.filter((row) => !known.has(row.event))], cursor, searchedAll, through };
    },
    async use(filter) {
      filters.use(filter);
      await search();
    },
    async keep() {
      const read = filters.toSave();
      if (!read.ok) return errors.refuse(read.errors);
      await saved.save(read.filter);
    },
    openRow(row) {
      open.value = createRowDetails({ client, school, row });
    },
    closeRow() {
      open.value = undefined;
    },
  };
}
