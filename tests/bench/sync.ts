/** A backlog from a kiosk to the server, durable at both ends, beside PouchDB's replication of the same events. */
import { portOf } from './declarations.ts';
import { startChild } from './lib/child.ts';
import { assertAllOnce, openTab, sendingSeconds, watchSending } from './lib/kiosk.ts';
import { type Bench, type Options, rowOf } from './lib/row.ts';
import { makeWorld, signIn } from './lib/world.ts';

const EVENTS = 10_000;
const LIMIT = 120_000;

/** A fresh school, kiosk and profile each time. */
async function sendOnce(): Promise<number> {
  const world = await makeWorld();
  const server = await world.serve();
  const office = await signIn(world);
  const tab = await openTab(world, office, { init: [watchSending] });
  try {
    await tab.hold(EVENTS, 3);
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

async function replicateOnce(): Promise<number> {
  const [server, client] = await Promise.all([
    startChild('tests/bench/peers/pouch-server.mjs'),
    startChild('tests/bench/peers/pouch-client.mjs'),
  ]);
  try {
    const remote = `http://127.0.0.1:${portOf(server)}/events`;
    return await client.ask<number>({ docs: documents(), remote });
  } finally {
    await Promise.all([server.stop(), client.stop()]);
  }
}

/** What an event says, as a document. */
const documents = () =>
  Array.from({ length: EVENTS }, (_, n) => ({
    _id: `${String(n).padStart(8, '0')}-0000-7000-8000-000000000000`,
    v: 1,
    school: 'abcdefghijk',
    kiosk: '0198a000-0000-7000-8000-000000000000',
    gate: 'abcdefghijklmnop',
    n,
    prev: 'x'.repeat(43),
    at: 1_790_000_000_000 + n,
    mono: n,
    off: 0,
    kind: 'scan',
    method: 'camera',
    code: 'pass',
    subject: `${String(n).padStart(22, 's')}`,
    dir: n % 2 === 0 ? 'in' : 'out',
    colour: 'green',
    why: [],
  }));

export const sync: Bench = async ({ quick, say }: Options) => {
  const found = { ours: [] as number[], pouch: [] as number[] };
  for (let round = 1; round <= (quick ? 3 : 5); round++) {
    found.ours.push(await sendOnce());
    found.pouch.push(await replicateOnce());
    say(`round ${round}: ${found.ours.at(-1)?.toFixed(2)} s, PouchDB ${found.pouch.at(-1)?.toFixed(2)} s`);
  }
  return [
    rowOf({
      name: '10,000 events from the kiosk to the server',
      ours: found.ours,
      beside: 'PouchDB 9 replicating the same events to express-pouchdb 4.2 (leveldb at both ends, separate processes)',
      other: found.pouch,
      aim: { most: 0.25 },
      aimWords: 'of its time',
      unit: 's',
      note: 'events written before; from the first request to the moment when the last acknowledgement is on the disk of the kiosk (strict IndexedDB in a real Chromium), each event signed for, checked and committed with synchronous=FULL at the server, all there once; leveldb waits for no disk, and PouchDB runs in Node without a browser around it',
    }),
  ];
};
