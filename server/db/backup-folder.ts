/** Backups lie in folders named by the UTC second; one that was not finished has another name and is no backup. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DAY, type Instant } from '../../shared/clock.ts';
import { syncPath } from './copy.ts';

const STAMP = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** 20261121T070500Z */
const stampOf = (now: Instant): string => `${new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

/**
 * Fills a new folder `<parent>/backups/<stamp>` and gives its path; nothing stays when `fill` fails.
 * Afterwards folders older than `keepDays` are removed.
 */
export async function backupFolder(
  parent: string,
  now: Instant,
  keepDays: number,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const backups = join(parent, 'backups');
  const target = join(backups, stampOf(now));
  const draft = `${target}.unfinished`;
  if (existsSync(target)) throw new Error(`${target} exists already: wait a second`);
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  try {
    await fill(draft);
    syncPath(draft);
    renameSync(draft, target);
    syncPath(backups);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
  for (const name of readdirSync(backups)) {
    const made = timeOfStamp(name.replace(/\.unfinished$/, ''));
    if (made !== undefined && made < now - keepDays * DAY) rmSync(join(backups, name), { recursive: true });
  }
  return target;
}

function timeOfStamp(name: string): Instant | undefined {
  const parts = STAMP.exec(name);
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
