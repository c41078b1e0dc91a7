/** What a kiosk gathered without network, told over a slow line. */
import { assertAllOnce, openTab, sendingSeconds, watchSending } from './lib/kiosk.ts';
import { type Bench, rowOf } from './lib/row.ts';
import { slowLine } from './lib/slow-line.ts';
import { freePort, makeWorld, signIn } from './lib/world.ts';

const DAYS = 7;
const LINE = { bitsPerSecond: 1_000_000, delay: 300 };
/** s for 20,000 events; fewer have as much less. */
const WITHIN = 180;
const WHOLE = 20_000;
const IN_QUICK = 5_000;

export const send: Bench = async function* ({ quick, say }) {
  const held = quick ? IN_QUICK : WHOLE;
  const within = (WITHIN * held) / WHOLE;
  const world = await makeWorld();
  const first = await world.serve();
  const tab = await openTab(world, await signIn(world), { init: [watchSending] });
  await tab.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await tab.hold(held, DAYS);
  await tab.page.goto('about:blank');
  await first.stop();
  // The line lies where the kiosk knows the server; the server answers behind it.
  const port = await freePort();
  const server = await world.serve({ PORT: String(port), PUBLIC_URL_ALIASES: world.origin });
  const line = await slowLine({ listen: world.port, to: port, ...LINE });
  try {
    await tab.page.goto(`${tab.origin}/kiosk/`);
    const seconds = await sendingSeconds(tab.page, 600_000);
    const megabytes = (line.sent() / 1e6).toFixed(1);
    say(`${held} events in ${seconds.toFixed(1)} s, ${megabytes} MB`);
    await server.stop();
    // The look at the data wants the address.
    await line.close();
    await assertAllOnce(world, held);
    const scaled = held === WHOLE ? '' : `; ${WHOLE.toLocaleString('en')} have ${WITHIN} s`;
    yield rowOf({
      name: `${held.toLocaleString('en')} events of a week over a slow line`,
      ours: [seconds],
      beside: 'the aim itself',
      other: [within],
      aim: { most: 1 },
      aimWords: `times (${within} s${scaled})`,
      unit: 's',
      note: `1 Mbit/s and 300 ms in each direction (600 ms there and back), ${megabytes} MB sent; from the first request to the last acknowledgement that the kiosk has written; every number of the kiosk is at the server once`,
    });
  } finally {
    await tab.close();
    await line.close();
    await server.stop();
    world.remove();
  }
};
