/** A paired kiosk's own scanner, rules and log, with the keys and policy of the running server. */
import { webcrypto } from 'node:crypto';
import { readRevoked } from '../../web/kiosk/db/feed.ts';
import { getKept } from '../../web/kiosk/db/kept.ts';
import { createDayBook } from '../../web/kiosk/gate/day-book.ts';
import { createGateWriter } from '../../web/kiosk/gate/writer.ts';
import { createSealer } from '../../web/kiosk/log/sealer.ts';
import { createGate } from '../../web/kiosk/state/gate.ts';
import type { GateView } from '../../web/kiosk/state/gate-view.ts';
import { random, type TestSchool } from '../fixtures/world.ts';
import type { Verdict } from './case.ts';
import { type Kiosk, startKiosk } from './kiosk.ts';
import type { Made } from './pass-maker.ts';
import type { World } from './world.ts';

export interface Scanner {
  kiosk: Kiosk;
  scan(text: string): Promise<Verdict>;
  /** What stands on the screen. */
  view(): GateView;
  /** The guard has looked. */
  tap(): void;
}

export async function startScanner(world: World, school: TestSchool, made: Pick<Made, 'keys' | 'clock'>): Promise<Scanner> {
  const kiosk = await startKiosk(world, school, made.clock);
  await kiosk.settle();
  const [policy, list, sealingKeys = []] = [
    await getKept(kiosk.db, 'policy'),
    await getKept(kiosk.db, 'keys'),
    await getKept(kiosk.db, 'sealingKeys'),
  ];
  if (!policy || !list) throw new Error('the first exchange brought no policy and keys');
  const keys = made.keys(list);
  const revocations = await readRevoked(kiosk.db);
  const facts = () => ({
    policy,
    keys,
    revocations: {
      revoked: new Set(revocations.filter((each) => !each.erased).map((each) => each.subject)),
      erased: new Set(revocations.filter((each) => each.erased).map((each) => each.subject)),
    },
  });
  const book = createDayBook([]);
  const sealer = createSealer({
    db: kiosk.db,
    school: school.id,
    subtle: webcrypto.subtle,
    random,
    now: kiosk.clock.now,
    sealingKeys: () => sealingKeys,
  });
  const writer = createGateWriter({
    journal: kiosk.journal,
    sealer,
    clock: kiosk.clock,
    random,
    facts,
    operator: () => undefined,
    wrote: (_written, line) => {
      if (line) book.add(line);
    },
  });
  const gate = createGate({
    db: kiosk.db,
    identity: kiosk.identity,
    clock: kiosk.clock,
    subtle: webcrypto.subtle,
    writer,
    book,
    facts,
    contact: () => undefined,
    hostOf: () => undefined,
    sound: () => undefined,
    after: () => undefined,
    failed: (error) => {
      throw error;
    },
  });
  let last: Verdict = 'ignored';
  return {
    kiosk,
    view: () => gate.view.value,
    tap() {
      const { at } = gate.view.value;
      if (at !== 'ready') gate.dismiss();
    },
    async scan(text) {
      const before = gate.view.value;
      await gate.scan(text, 'camera');
      if (gate.view.value.at === 'direction') await gate.choose('in');
      // The same code held in front of the camera changes nothing: the first verdict stands.
      if (gate.view.value !== before || before.at === 'ready') last = verdictOf(gate.view.value);
      return last;
    },
  };
}

function verdictOf(view: GateView): Verdict {
  switch (view.at) {
    case 'verdict': {
      const { colour, why } = view.past.scan;
      if (why.includes('record-erased')) return 'manual';
      return colour === 'green' ? 'accepted' : colour === 'amber' ? 'warned' : 'refused';
    }
    case 'shown':
      return view.what === 'nothing' ? 'ignored' : view.what === 'poster-own' ? 'warned' : 'refused';
    case 'ready':
      return 'ignored';
    default:
      throw new Error(`the screen shows ${view.at}`);
  }
}
