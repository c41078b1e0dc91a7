/** Builds the web pages and the server when their sources changed since the last build. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, stop } from './install.mjs';
import { step, tail } from './progress.mjs';

/** @typedef {{ name: string, label: string, stamp: string, sources: readonly string[], files: readonly string[] }} Part */

/** @type {Part} */
const PAGES = {
  name: 'pages',
  label: 'Building the pages',
  stamp: 'dist/.built',
  sources: ['web', 'shared', 'vite.config.ts', 'server/bin/build.mjs', 'server/bin/lib', 'package-lock.json'],
  files: ['visit', 'kiosk', 'admin'].map((entry) => `dist/web/${entry}/index.html`),
};

/** @type {Part} */
const SERVER = {
  name: 'server',
  label: 'Building the server',
  stamp: 'dist/.built-server',
  sources: ['server', 'shared', 'package.json', 'package-lock.json'],
  files: ['dist/server/main.js', 'dist/server/demo.js'],
};

/** @type {Part} */
const PARTS = {
  name: 'parts',
  label: 'Building the page of components',
  stamp: 'dist/.built-parts',
  sources: ['web/parts', 'web/ui', 'web/lib', 'shared', 'vite.config.ts', 'server/bin/build.mjs', 'package-lock.json'],
  files: ['dist/parts/parts/index.html'],
};

export const ensurePartsBuilt = () => ensure(PARTS);
export const ensureBuilt = () => ensure(PAGES);
export const ensureServerBuilt = () => ensure(SERVER);

/** @param {Part} part */
async function ensure({ name, label, stamp, sources, files }) {
  const wanted = hashOf(sources);
  const path = join(ROOT, stamp);
  const whole = files.every((file) => existsSync(join(ROOT, file)));
  if (whole && existsSync(path) && readFileSync(path, 'utf8') === wanted) return;
  rmSync(path, { force: true });
  const done = await step(label, process.execPath, [join(ROOT, 'server/bin/build.mjs'), '--quiet', name], { cwd: ROOT });
  if (!done.ok) stop(`\n${tail(done.output, 40)}\n\nThe ${name} could not be built.`);
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  writeFileSync(path, wanted);
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
