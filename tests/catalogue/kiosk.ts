/** A real kiosk without a browser: the product's store, journal, scanner and outbox on an IndexedDB in memory. */
import 'fake-indexeddb/auto';
import { webcrypto } from 'node:crypto';
import { toBase64url } from '../../shared/bytes.ts';
import { shortId } from '../../shared/ids.ts';
import { createClock, type KioskClock } from '../../web/kiosk/clock.ts';
import { keep } from '../../web/kiosk/db/kept.ts';
import { readHead } from '../../web/kiosk/db/log.ts';
import { openKioskDb } from '../../web/kiosk/db/open.ts';
import type { Identity, KioskDb, LogItem } from '../../web/kiosk/db/schema.ts';
import { createJournal, type Journal } from '../../web/kiosk/log/journal.ts';
import { createCourier, type Outcome } from '../../web/kiosk/outbox/courier.ts';
import { readLog } from '../fixtures/kiosk-log.ts';
import { random, type TestSchool } from '../fixtures/world.ts';
import { pairedRow } from './device.ts';
import { PUBLIC_URL } from './engine.ts';
import type { World } from './world.ts';

export interface Kiosk {
  db: KioskDb;
  identity: Identity;
  clock: KioskClock;
  journal: Journal;
  /** Ms added to what the device takes for the time. */
  skew(ms: number): void;
  /** Monotonic time goes on by so much, and the wall clock with it. */
  pass(ms: number): void;
  exchange(through?: string): Promise<Outcome>;
  /** Until nothing is left to send, at most so many exchanges. */
  settle(through?: string, most?: number): Promise<Outcome[]>;
  items(): Promise<LogItem[]>;
  /** The exact text of every event that was ever written. */
  close(): void;
}

/** Paired as the server stores it; its key is in this profile alone. `wrongBy`: how far its clock is off, ms. */
export async function startKiosk(world: World, school: TestSchool, wrongBy = 0): Promise<Kiosk> {
  const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const publicKey = toBase64url(new Uint8Array(await webcrypto.subtle.exportKey('raw', keys.publicKey)));
  const paired = await pairedRow(world.app, school, publicKey, world.now());

  const db = await openKioskDb(`kiosk-${shortId(random)}`);
  let skew = wrongBy;
  let passed = 0;
  const ticks = { raw: () => world.now() + skew + passed, mono: () => performance.now() + passed };
  const clock = createClock(ticks, world.now() - 86_400_000, undefined);
  clock.measure(world.now(), ticks.mono(), ticks.mono());
  const identity: Identity = {
    kiosk: paired,
    name: 'Máy cổng',
    school: { id: school.id, name: 'Trường' },
    gate: { id: school.gate, name: 'Cổng chính' },
    signingKey: keys.privateKey,
    audience: PUBLIC_URL,
    pairedAt: clock.now(),
  };
  await keep(db, 'identity', identity);
  const journal = createJournal({
    db,
    school: school.tag,
    kiosk: identity.kiosk,
    head: await readHead(db),
    clock,
    random,
    subtle: webcrypto.subtle,
    safeThrough: () => 0,
  });
  let through = world.server.address;
  const courier = createCourier({
    db,
    identity,
    clock,
    random,
    fetch: (path, init) => fetch(`${through}${String(path)}`, init),
    device: async () => ({ persisted: true, version: 'catalogue' }),
    session: () => undefined,
  });
  const exchange = (url = world.server.address): Promise<Outcome> => {
    through = url;
    return courier.exchange();
  };
  return {
    db,
    identity,
    clock,
    journal,
    skew(ms) {
      skew = ms;
    },
    pass(ms) {
      passed += ms;
    },
    exchange,
    async settle(url, most = 60) {
      const outcomes: Outcome[] = [];
      for (let i = 0; i < most; i++) {
        const outcome = await exchange(url);
        outcomes.push(outcome);
        if (outcome.kind === 'offline' || outcome.kind === 'not-an-answer' || outcome.kind === 'busy' || outcome.kind === 'unpaired') break;
        if (outcome.kind === 'done' && !outcome.more) break;
      }
      return outcomes;
    },
    items: () => readLog(db),
    close: () => db.close(),
  };
}

/** So many scans written by the kiosk itself. */
export async function writeScans(kiosk: Kiosk, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await kiosk.journal.write({
      draft: {
        kind: 'scan',
        gate: kiosk.identity.gate.id,
        method: 'camera',
        code: 'pass',
        subject: toBase64url(random(16)),
        dir: 'in',
        colour: 'green',
        why: [],
      },
    });
  }
}
