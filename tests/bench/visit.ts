/** The visitor's page: how soon it stands, what Lighthouse says of it, and how long a visit takes from poster to pass. */
import type { Browser } from 'playwright-core';
import type { PlaceView } from '../../shared/api/declarations.schema.ts';
import { DAY } from '../../shared/clock.ts';
import { launchBrowser } from '../browser.ts';
import { serveBareForm } from './lib/bare-form.ts';
import { auditsOf } from './lib/lighthouse.ts';
import { type Bench, type Measured, median, rowOf } from './lib/row.ts';
import { type Line, paintedAfter, SLOW_3G, SLOW_4G, secondsOf, terms, type Visit, visit as visitPage } from './lib/visiting.ts';
import { makeWorld, signIn } from './lib/world.ts';

const CHEAP_PHONE = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true, locale: 'vi-VN', deviceScaleFactor: 2 };
/** Decision 27 of the project. */
const AUDITS = 5;

export const visit: Bench = async function* ({ quick, say }) {
  const world = await makeWorld();
  const server = await world.serve();
  const browser = await launchBrowser();
  try {
    const office = await signIn(world);
    const { posters } = (await (await office.get(`/api/schools/${world.school.id}/posters`)).json()) as {
      posters: { code: string; link: string }[];
    };
    const [poster] = posters;
    if (!poster) throw new Error('the school has no poster');
    yield* await audited(poster.link, say);
    const place = (await (await fetch(`${world.origin}/api/places/${poster.code}`)).json()) as PlaceView;
    yield await painted(browser, poster.link, place, quick ? 5 : 15, say);
    yield* await visits(browser, poster.link, quick ? 1 : 9, say);
  } finally {
    await browser.close();
    await server.stop();
    world.remove();
  }
};

type Say = (line: string) => void;

async function audited(link: string, say: Say): Promise<Measured[]> {
  const audits = await auditsOf(link, AUDITS);
  const faults = [...new Set(audits.flatMap((audit) => audit.faults))];
  const bytes = median(audits.map((audit) => audit.bytes));
  say(
    `Lighthouse performance ${audits.map((audit) => audit.performance).join(', ')}; LCP ${audits.map((audit) => Math.round(audit.lcp)).join(', ')} ms`,
  );
  const note = `median of ${AUDITS} mobile audits of the poster's link (slow 4G, processor 4 times slower, both simulated), ${Math.round(bytes / 1000)} kB over the line${faults.length > 0 ? `; points lost: ${faults.join(', ')}` : ''}`;
  const score = (name: string, of: 'performance' | 'accessibility' | 'bestPractices', least: number): Measured =>
    rowOf({
      name: `Lighthouse, ${name}`,
      ours: [median(audits.map((audit) => audit[of]))],
      beside: 'the aim itself',
      other: [least],
      aim: { least: 1 },
      aimWords: `times (${least} points)`,
      unit: 'points',
      note,
    });
  return [
    score('performance', 'performance', 98),
    score('accessibility', 'accessibility', 100),
    score('best practices', 'bestPractices', 100),
  ];
}

async function painted(browser: Browser, link: string, place: PlaceView, rounds: number, say: Say): Promise<Measured> {
  const bare = await serveBareForm(place.questionnaire);
  const [ours, other]: [number[], number[]] = [[], []];
  try {
    for (let round = 0; round < rounds; round++) {
      for (const [times, address] of round % 2 === 0
        ? ([
            [ours, link],
            [other, bare.address],
          ] as const)
        : ([
            [other, bare.address],
            [ours, link],
          ] as const)) {
        const context = await browser.newContext(CHEAP_PHONE);
        times.push(await paintedAfter(context, address, SLOW_4G));
        await context.close();
      }
    }
  } finally {
    await bare.close();
  }
  say(`largest paint ${ours.map(Math.round).join(', ')} ms; bare ${other.map(Math.round).join(', ')} ms`);
  return rowOf({
    name: "Largest paint of the poster's page, cold",
    ours,
    beside: 'the least form in Preact with the same questions',
    other,
    aim: { most: 1.2 },
    aimWords: 'times',
    unit: 'ms',
    note: `slow 4G (${SLOW_4G.latencyMs} ms, ${SLOW_4G.bitsPerSecond / 1e6} Mbit/s) and a page slowed ${SLOW_4G.slower} times by Chromium, ${rounds} rounds in turn, nothing cached; the least form has no consent, no style and no pass`,
  });
}

async function visits(browser: Browser, link: string, rounds: number, say: Say): Promise<Measured[]> {
  const [first, returning, slowest]: [Visit[], Visit[], Visit[]] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    const context = await browser.newContext(CHEAP_PHONE);
    first.push(await visitPage(await context.newPage(), link, SLOW_4G, true));
    const [page] = context.pages();
    await page?.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page?.close();
    // The pass is of its day: who comes again has a new form.
    const next = await context.newPage();
    await next.clock.setSystemTime(Date.now() + DAY);
    returning.push(await visitPage(next, link, SLOW_4G, false));
    await context.close();
    const stranger = await browser.newContext(CHEAP_PHONE);
    slowest.push(await visitPage(await stranger.newPage(), link, SLOW_3G, false));
    await stranger.close();
  }
  const row = (name: string, all: readonly Visit[], most: number, line: Line, who: string): Measured => {
    const middle = [...all].sort((a, b) => secondsOf(a) - secondsOf(b))[Math.floor(all.length / 2)];
    if (!middle) throw new Error('nobody came');
    say(`${name}: ${terms(middle)}`);
    return rowOf({
      name,
      ours: all.map(secondsOf),
      beside: 'the aim itself',
      other: [most],
      aim: { most: 1 },
      aimWords: `times (${most} s)`,
      unit: 's',
      note: `${who}: ${terms(middle)} (a diacritic counts as a character); ${line.latencyMs} ms and ${line.bitsPerSecond / 1000} kbit/s, page slowed ${line.slower} times by Chromium`,
    });
  };
  return [
    row('Scan to pass, first visit', first, 40, SLOW_4G, 'the short form, all of it, and the wish to be remembered'),
    row('Scan to pass, returning visitor', returning, 8, SLOW_4G, 'another day on the same phone'),
    row('Scan to pass, a stranger on the slowest line', slowest, 90, SLOW_3G, 'nothing cached'),
  ];
}
