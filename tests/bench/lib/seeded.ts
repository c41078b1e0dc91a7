/** A school's log that grows backwards in time and is kept for the benches that read it. */
import { cpSync } from 'node:fs';
import { DAY } from '../../../shared/clock.ts';
import { uuidv7 } from '../../../shared/ids.ts';
import { random } from '../../fixtures/world.ts';
import { seedLog } from '../seed-log.ts';
import { makeWorld, type World } from './world.ts';

/** The last days are the same at every size, and enough for what is set beside the week before. */
const RECENT = { scans: 10_000, aDay: 1000 };
/** Before them; a million scans are to fit into the 400 days of one download. */
const A_DAY = 2600;

export const SCANS_A_DAY = RECENT.aDay;

/** How many days hold so many scans. */
export const daysOf = (scans: number): number => Math.min(scans, RECENT.scans) / RECENT.aDay + Math.max(0, scans - RECENT.scans) / A_DAY;

interface Seeded {
  world: World;
  scans: number;
  /** When the first of them was; the next ones come before it. */
  from: number;
}

let kept: Promise<Seeded> | undefined;

/** The same world at every call, with at least so many scans. */
export async function seededWorld(scans: number, say: (line: string) => void): Promise<World> {
  kept ??= makeWorld().then((world) => ({ world, scans: 0, from: Date.now() - 1000 }));
  const seeded = await kept;
  if (scans <= seeded.scans) return seeded.world;
  const started = performance.now();
  const { id: school, gate } = seeded.world.school;
  for (const upTo of [Math.min(scans, RECENT.scans), scans]) {
    const rows = upTo - seeded.scans;
    if (rows <= 0) continue;
    const days = daysOf(upTo) - daysOf(seeded.scans);
    await seeded.world.inside((app) => seedLog(app, { school, gate, kiosk: uuidv7(Date.now(), random), rows, until: seeded.from, days }));
    seeded.scans = upTo;
    seeded.from -= days * DAY;
  }
  say(`${scans} scans made in ${Math.round((performance.now() - started) / 1000)} s`);
  return seeded.world;
}

/** What has been seeded so far, in a folder and on a port of its own. */
export async function copyOf(world: World): Promise<World> {
  return makeWorld({ school: world.school, fill: (folder) => cpSync(world.folder, folder, { recursive: true }) });
}
