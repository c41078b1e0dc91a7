/** A day at a glance: today, followed while it goes on, or a day before. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Alarms, DayView } from '../../../shared/api/log.schema.ts';
import { getAlarms, getDay } from '../../../shared/api/log.ts';
import type { KioskView } from '../../../shared/api/schools.schema.ts';
import { listKiosks } from '../../../shared/api/schools.ts';
import { addDays, type Day, dayOf, type Instant, MINUTE } from '../../../shared/clock.ts';
import type { Client } from '../client.ts';
import { createLive, type Live } from './live.ts';
import { createLoader, dataOf, type Loader } from './loader.ts';
import { createWatch, type Watch } from './watch.ts';

export interface Today {
  day: Loader<DayView>;
  /** null: today, whichever day that is by now. */
  chosen: ReadonlySignal<Day | null>;
  alarms: Loader<Alarms>;
  watch: Watch;
  kiosks: Loader<{ kiosks: KioskView[] }>;
  live: Live;
  reload(): Promise<void>;
  /** The day before (-1) or after (1) the one that is shown; never beyond today. */
  turn(days: -1 | 1): Promise<void>;
  /** Somebody came back to the page: what is older than a minute is asked for again. */
  returned(): Promise<void>;
  /** The page is left. */
  leave(): void;
}

/** A busy minute at the gate is many nudges: the day is counted anew at most this often, ms. */
const PAUSE = 10_000;

export function createToday({ client, clock, school }: { client: Client; clock: () => Instant; school: string }): Today {
  const params = { school };
  const chosen = signal<Day | null>(null);
  const live = createLive({ client, clock, school, onFeed: follow });
  const askDay = () => client.call(getDay, { params, query: { day: chosen.value ?? undefined, watch: live.watch() } });
  const day = createLoader(askDay, clock);
  const alarms = createLoader(() => client.call(getAlarms, { params }), clock);
  const watch = createWatch({ client, clock, school });
  const kiosks = createLoader(() => client.call(listKiosks, { params }), clock);
  let later: ReturnType<typeof setTimeout> | undefined;

  const reload = async (): Promise<void> => {
    await Promise.all([day.reload(), alarms.reload(), watch.loaded.reload(), kiosks.reload()]);
  };

  function follow(feed: number): void {
    const state = day.state.value;
    // What is on its way may be older than this: it is looked at again then.
    if (state.kind === 'ready' && !state.again && state.data.feed === feed) return;
    if (later !== undefined) return;
    const wait = state.kind === 'ready' ? Math.max(0, PAUSE - (clock() - state.at)) : PAUSE;
    later = setTimeout(() => {
      later = undefined;
      reload();
    }, wait);
  }

  return {
    day,
    chosen,
    alarms,
    watch,
    kiosks,
    live,
    reload,
    async turn(days) {
      const shown = dataOf(day.state.value)?.day ?? dayOf(clock());
      const next = addDays(shown, days);
      chosen.value = next < dayOf(clock()) ? next : null;
      await day.reload();
    },
    async returned() {
      const state = day.state.value;
      if (state.kind !== 'ready' || clock() - state.at > MINUTE) await reload();
    },
    leave() {
      clearTimeout(later);
      later = undefined;
    },
  };
}
