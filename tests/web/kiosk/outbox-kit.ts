import type { EventDraft } from '../../../shared/gate/event.ts';
import { readHead } from '../../../web/kiosk/db/log.ts';
import { createJournal } from '../../../web/kiosk/log/journal.ts';
import { createCourier, type Outcome } from '../../../web/kiosk/outbox/courier.ts';
import { readLog } from '../../fixtures/kiosk-log.ts';
import { type FakeServer, fakeClock, fakeServer, freshDb, GATE, KIOSK, makeIdentity, random, SCHOOL } from './kit.ts';

const scan = (subject: number): EventDraft => ({
  kind: 'scan',
  gate: GATE,
  method: 'camera',
  code: 'pass',
  subject: String(subject).padStart(22, 'A'),
  dir: 'in',
  colour: 'green',
  why: [],
});

export async function setUp(scans: number) {
  const db = await freshDb();
  const clock = fakeClock();
  const { identity, publicKey } = await makeIdentity();
  const server = fakeServer(publicKey, clock.now);
  const journal = createJournal({
    db,
    school: SCHOOL,
    kiosk: KIOSK,
    head: await readHead(db),
    clock,
    random,
    subtle: crypto.subtle,
    safeThrough: () => 0,
  });
  const write = async (count: number) => {
    for (let i = 0; i < count; i++) await journal.write({ draft: scan(i) });
  };
  await write(scans);
  const device = async () => ({ persisted: true, version: 'test' });
  const makeCourier = () =>
    createCourier({ db, identity, clock, random, fetch: (...args) => server.fetch(...args), device, session: () => undefined });
  let courier = makeCourier();
  const statuses = async () => (await readLog(db)).map((item) => item.status);
  return {
    db,
    clock,
    server,
    write,
    statuses,
    exchange: () => courier.exchange(),
    restart: () => {
      courier = makeCourier();
    },
    /** Exchanges until nothing is offered any more. */
    async drain(most = 60): Promise<Outcome[]> {
      const outcomes: Outcome[] = [];
      for (let i = 0; i < most; i++) {
        const outcome = await courier.exchange();
        outcomes.push(outcome);
        if (outcome.kind !== 'narrowing' && !(outcome.kind === 'done' && outcome.more)) return outcomes;
      }
      throw new Error('never drained');
    },
  };
}

export const numbers = (server: FakeServer) => [...server.stored.values()].map((item) => item.n).sort((a, b) => a - b);
export const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
