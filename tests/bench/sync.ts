/** A backlog from a kiosk to the server, durable at both ends, beside PouchDB's replication of the same events. */
import { toBase64url } from '../../shared/bytes.ts';
import { uuidv7 } from '../../shared/ids.ts';
import { random } from '../fixtures/world.ts';
import { portOf } from './declarations.ts';
import { startChild } from './lib/child.ts';
import { assertAllOnce, heldItems, openTab, sendingSeconds, watchSending } from './lib/kiosk.ts';
import { type Bench, rowOf } from './lib/row.ts';
import { makeWorld, signIn } from './lib/world.ts';

const EVENTS = 10_000;
const DAYS = 3;
const LIMIT = 120_000;

/** A fresh school, kiosk and profile each time. */
async function sendOnce(): Promise<number> {
  const world = await makeWorld();
  const server = await world.serve();
  const office = await signIn(world);
  const tab = await openTab(world, office, { init: [watchSending] });
  try {
    await tab.hold(EVENTS, DAYS);
    await tab.page.goto(`${world.origin}/kiosk/`);
    const seconds = await sendingSeconds(tab.page, LIMIT);
    await server.stop();
    await assertAllOnce(world, EVENTS);
    return seconds;
  } finally {
    await tab.close();
    await server.stop();
    world.remove();
  }
}

async function replicateOnce(docs: readonly object[]): Promise<number> {
  const [server, client] = await Promise.all([
    startChild('tests/bench/peers/pouch-server.mjs'),
    startChild('tests/bench/peers/pouch-client.mjs'),
  ]);
  try {
    const remote = `http://127.0.0.1:${portOf(server)}/events`;
    return await client.ask<number>({ docs, remote });
  } finally {
    await Promise.all([server.stop(), client.stop()]);
  }
}

/** The events that a kiosk holds, field by field as documents, and the bytes of one as it is signed. */
function documents(): { docs: object[]; bytes: number } {
  const kiosk = uuidv7(Date.now(), random);
  const [gate, tag] = [toBase64url(random(16)), toBase64url(random(8))];
  const { items } = heldItems({ kiosk, gate, tag, n: 0, hash: '' }, EVENTS, DAYS);
  const bytes = Math.round(items.reduce((sum, { event }) => sum + event.length, 0) / items.length);
  const docs = items.map(({ event }) => {
    const { id: _id, ...rest } = JSON.parse(event) as { id: string };
    return { _id, ...rest };
  });
  return { docs, bytes };
}

export const sync: Bench = async function* ({ quick, say }) {
  const { docs, bytes } = documents();
  const found = { ours: [] as number[], pouch: [] as number[] };
  for (let round = 1; round <= (quick ? 3 : 5); round++) {
    found.ours.push(await sendOnce());
    found.pouch.push(await replicateOnce(docs));
    say(`round ${round}: ${found.ours.at(-1)?.toFixed(2)} s, PouchDB ${found.pouch.at(-1)?.toFixed(2)} s`);
  }
  yield rowOf({
    name: '10,000 events from the kiosk to the server',
    ours: found.ours,
    beside: 'PouchDB 9 replicating the same events to express-pouchdb 4.2 (leveldb at both ends, separate processes, its default batches)',
    other: found.pouch,
    aim: { most: 0.25 },
    aimWords: 'of its time',
    unit: 's',
    note: `events of ${bytes} bytes that each sender has written before (the kiosk strictly); from the first request to the moment when the kiosk has written the last acknowledgement (IndexedDB in a real Chromium; one that is lost with the power is given again), each batch signed, each event checked against its chain and committed with synchronous=FULL at the server, all there once afterwards; PouchDB has it easier: leveldb waits for no disk, nothing is signed, and it runs in Node without a browser around it`,
  });
};
