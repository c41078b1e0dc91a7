/** What the server watches by itself: standing alarms, and those that the office has put aside. */
import type { StandingAlarm, WatchView } from '../../../shared/api/alarms.schema.ts';
import { getWatch, seeAlarm } from '../../../shared/api/alarms.ts';
import type { Instant } from '../../../shared/clock.ts';
import type { Client } from '../client.ts';
import { createLoader, type Loader } from './loader.ts';
import { createSending, type Sending } from './sending.ts';

export interface Watch {
  loaded: Loader<WatchView>;
  sending: Sending;
  see(alarm: StandingAlarm): Promise<void>;
}

export function createWatch({ client, clock, school }: { client: Client; clock: () => Instant; school: string }): Watch {
  const params = { school };
  const loaded = createLoader(() => client.call(getWatch, { params }), clock);
  const sending = createSending();
  return {
    loaded,
    sending,
    async see({ kind, object }) {
      const sent = await sending.run(() => client.call(seeAlarm, { params, body: { kind, object } }));
      if (sent) loaded.put(sent.data);
    },
  };
}
