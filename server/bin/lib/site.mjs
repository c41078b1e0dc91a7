/** Builds the web pages when their sources changed since the last build. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, stop } from './install.mjs';
import { step, tail } from './progress.mjs';

const STAMP = join(ROOT, 'dist/.built');
const SOURCES = ['web', 'shared', 'vite.config.ts', 'server/bin/build.mjs', 'server/bin/lib/workers.mjs', 'package-lock.json'];

export async function ensureBuilt() {
  const wanted = hashOf(SOURCES);
  const whole = ['visit', 'kiosk', 'admin'].every((entry) => existsSync(join(ROOT, `dist/web/${entry}/index.html`)));
  if (whole && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  rmSync(STAMP, { force: true });
  const done = await step('Building the pages', process.execPath, [join(ROOT, 'server/bin/build.mjs'), '--quiet'], { cwd: ROOT });
  if (!done.ok) stop(`\n${tail(done.output, 40)}\n\nThe pages could not be built.`);
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  writeFileSync(STAMP, wanted);
}

/** @param {readonly string[]} sources */
function hashOf(sources) {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const path of filesUnder(source))
      hash
        .update(`${path}\0`)
        .update(readFileSync(join(ROOT, path)))
        .update('\0');
  }
  return hash.digest('hex');
}

/** @param {string} path @returns {string[]} */
function filesUnder(path) {
  const full = join(ROOT, path);
  if (!existsSync(full)) return [];
  const entries = readdirSyncOrNone(full);
  return entries ? entries.sort().flatMap((name) => filesUnder(`${path}/${name}`)) : [path];
}

/** @param {string} path */
function readdirSyncOrNone(path) {
  try {
    return readdirSync(path);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOTDIR') return undefined;
    throw error;
  }
}
