/** Rows that come while the log is open: they slide in at the top, or wait while the reader is busy further down. */
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { getNewRows } from '../../../shared/api/live.ts';
import type { LogRow } from '../../../shared/api/log.schema.ts';
import type { Client } from '../client.ts';
import type { LogList } from './log.ts';
import { merged, replaced } from './new-rows.ts';

export interface Arrivals {
  /** Rows that wait for a tap, newest last. */
  waiting: ReadonlySignal<readonly LogRow[]>;
  /** More came than can be laid in one by one: the log is opened anew by a tap. */
  many: ReadonlySignal<boolean>;
  /** Rows that slid in since the log was opened, by event. */
  fresh: ReadonlySignal<ReadonlySet<string>>;
  /** How many came in all: for a listener, who is told the number now and then and never each row. */
  count: ReadonlySignal<number>;
  /** A first page has come. */
  begin(): void;
  /** The school's feed has come to this number. */
  upTo(feed: number): void;
  /** True while the reader is busy with something that must not move. */
  hold(busy: boolean): void;
  show(): void;
}

interface Ports {
  client: Client;
  school: string;
  list: Signal<LogList>;
  watch: () => string | undefined;
  /** "Today" is another day by now. */
  overtaken: () => boolean;
  reopen: () => Promise<void>;
}

export function createArrivals({ client, school, list, watch, overtaken, reopen }: Ports): Arrivals {
  const waiting = signal<readonly LogRow[]>([]);
  const many = signal(false);
  const fresh = signal<ReadonlySet<string>>(new Set());
  const count = signal(0);
  let known = 0;
  let target = 0;
  let asking = false;
  let held = false;
  /** Changes with each new first page: answers about an older one are of no use. */
  let page = 0;

  function show(): void {
    if (many.value) {
      reopen();
      return;
    }
    const current = list.value;
    if (current.kind !== 'ready' || waiting.value.length === 0) return;
    const { list: rows, fresh: added } = replaced(current.rows, waiting.value);
    list.value = { ...current, rows: merged(rows, added, current.cursor !== null) };
    fresh.value = new Set([...fresh.value, ...added.map((row) => row.event)]);
    waiting.value = [];
  }

  function lay(rows: readonly LogRow[]): void {
    const current = list.value;
    if (current.kind !== 'ready' || rows.length === 0) return;
    // What was said of a row that is on the screen is shown at once: nothing moves.
    const { list: same, fresh: added } = replaced(current.rows, rows);
    list.value = { ...current, rows: same };
    if (added.length === 0) return;
    const { list: others, fresh: more } = replaced(waiting.value, added);
    waiting.value = [...others, ...more];
    count.value += more.length;
    if (!held) show();
  }

  async function ask(): Promise<void> {
    if (asking) return;
    asking = true;
    while (known < target) {
      const current = list.value;
      if (current.kind !== 'ready') break;
      if (overtaken()) {
        if (held) many.value = true;
        else reopen();
        break;
      }
      const mine = page;
      const wanted = target;
      const query = { ...current.query, after: String(known), watch: watch() };
      const result = await client.call(getNewRows, { params: { school }, query });
      if (mine !== page) continue;
      // The next nudge, or the next connection, asks again.
      if (!result.ok) break;
      const { rows, feed, more, far } = result.data;
      known = feed;
      // All that there is: only a later nudge asks again.
      if (!more && target === wanted) target = feed;
      if (far) {
        many.value = true;
        if (!held) reopen();
        break;
      }
      lay(rows);
    }
    asking = false;
  }

  return {
    waiting,
    many,
    fresh,
    count,
    begin() {
      page++;
      waiting.value = [];
      many.value = false;
      fresh.value = new Set();
      const current = list.value;
      if (current.kind === 'ready') known = current.feed;
      ask();
    },
    upTo(feed) {
      // Lower than what is known: the server was restored from a backup.
      if (feed < known) known = feed;
      target = Math.max(feed, known);
      ask();
    },
    hold(busy) {
      held = busy;
      if (!busy) show();
    },
    show,
  };
}
