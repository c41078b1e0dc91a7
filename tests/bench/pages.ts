/** What the office opens all day must cost what it shows, not what the school holds. */
import { DAY, dayOf } from '../../shared/clock.ts';
import type { Child } from './lib/child.ts';
import { type Bench, median, rowOf } from './lib/row.ts';
import { copyOf, SCANS_A_DAY, seededWorld } from './lib/seeded.ts';
import { type Office, signIn, type World } from './lib/world.ts';

const ASKED = 8;

interface Place {
  scans: number;
  world: World;
  server: Child;
  office: Office;
}

export const pages: Bench = async function* ({ quick, say }) {
  const sizes = quick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000];
  const places: Place[] = [];
  try {
    for (const scans of sizes) {
      const world = await copyOf(await seededWorld(scans, say));
      const server = await world.serve();
      places.push({ scans, world, server, office: await signIn(world) });
    }
    const [small, large] = [places[0], places.at(-1)];
    if (!small || !large) throw new Error('no sizes');
    const range = `${small.scans.toLocaleString('en')} scans`;
    for (const { name, path } of asked(small.world.school.id)) {
      const found = new Map(places.map((place) => [place, [] as number[]]));
      // The first round warms and does not count.
      for (let round = 0; round <= (quick ? 5 : 9); round++) {
        for (const place of places) {
          const ms = await timeOf(place.office, path);
          if (round > 0) found.get(place)?.push(ms);
        }
      }
      say(`${name}: ${places.map((place) => `${place.scans}: ${median(found.get(place) ?? []).toFixed(1)} ms`).join(', ')}`);
      yield rowOf({
        name: `${name} with ${large.scans.toLocaleString('en')} scans in the log`,
        ours: found.get(large) ?? [],
        beside: `the same with ${range}`,
        other: found.get(small) ?? [],
        aim: { most: 1.5 },
        aimWords: 'times',
        unit: 'ms',
        note: `over HTTP with sign-in, names opened and the view recorded; ${SCANS_A_DAY.toLocaleString('en')} scans a day in the last ten days at every size, each round the median of ${ASKED} requests`,
      });
    }
  } finally {
    for (const { server, world } of places) {
      await server.stop();
      world.remove();
    }
  }
};

function asked(school: string): { name: string; path: string }[] {
  const now = Date.now();
  const of = `/api/schools/${school}`;
  const period = `from=${dayOf(now - 30 * DAY)}&to=${dayOf(now)}`;
  return [
    { name: 'Log page', path: `${of}/log?${period}&limit=50` },
    { name: 'Occupancy now', path: `${of}/day` },
    { name: 'Day view of yesterday', path: `${of}/day?day=${dayOf(now - DAY)}` },
  ];
}

async function timeOf(office: Office, path: string): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < ASKED; i++) {
    const started = performance.now();
    await (await office.get(path)).arrayBuffer();
    times.push(performance.now() - started);
  }
  return median(times);
}
