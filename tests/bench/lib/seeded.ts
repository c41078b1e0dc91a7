/** A school's log that grows backwards in time, 2,500 scans a day, and is kept for the benches that read it. */
import { cpSync } from 'node:fs';
import { DAY } from '../../../shared/clock.ts';
import { uuidv7 } from '../../../shared/ids.ts';
import { random } from '../../fixtures/world.ts';
import { seedLog } from '../seed-log.ts';
import { makeWorld, type World } from './world.ts';

export const SCANS_A_DAY = 2500;

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
  const rows = scans - seeded.scans;
  if (rows <= 0) return seeded.world;
  const started = performance.now();
  const days = rows / SCANS_A_DAY;
  const { id: school, gate } = seeded.world.school;
  await seeded.world.inside((app) => seedLog(app, { school, gate, kiosk: uuidv7(Date.now(), random), rows, until: seeded.from, days }));
  seeded.scans = scans;
  seeded.from -= days * DAY;
  say(`${scans} scans made in ${Math.round((performance.now() - started) / 1000)} s`);
  return seeded.world;
}

/** What has been seeded so far, in a folder and on a port of its own. */
export async function copyOf(world: World): Promise<World> {
  return makeWorld({ school: world.school, fill: (folder) => cpSync(world.folder, folder, { recursive: true }) });
}
