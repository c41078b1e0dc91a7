import type { Alarms, DayView } from '../../../shared/api/log.schema.ts';
import { getAlarms, getDay } from '../../../shared/api/log.ts';
import type { KioskView } from '../../../shared/api/schools.schema.ts';
import { listKiosks } from '../../../shared/api/schools.ts';
import type { Instant } from '../../../shared/clock.ts';
import { MINUTE } from '../../../shared/clock.ts';
import type { Client } from '../client.ts';
import { createLoader, type Loader } from './loader.ts';
import { createWatch, type Watch } from './watch.ts';

export interface Today {
  day: Loader<DayView>;
  alarms: Loader<Alarms>;
  watch: Watch;
  kiosks: Loader<{ kiosks: KioskView[] }>;
  reload(): Promise<void>;
  /** Somebody came back to the page: what is older than a minute is asked for again. */
  returned(): Promise<void>;
}

/** Every view of the day is recorded, so the page asks when it is opened, returned to, or told to; not by a timer. */
export function createToday({ client, clock, school }: { client: Client; clock: () => Instant; school: string }): Today {
  const params = { school };
  const day = createLoader(() => client.call(getDay, { params }), clock);
  const alarms = createLoader(() => client.call(getAlarms, { params }), clock);
  const watch = createWatch({ client, clock, school });
  const kiosks = createLoader(() => client.call(listKiosks, { params }), clock);

  const reload = async (): Promise<void> => {
    await Promise.all([day.reload(), alarms.reload(), watch.loaded.reload(), kiosks.reload()]);
  };

  return {
    day,
    alarms,
    watch,
    kiosks,
    reload,
    async returned() {
      const state = day.state.value;
      if (state.kind !== 'ready' || clock() - state.at > MINUTE) await reload();
    },
  };
}
