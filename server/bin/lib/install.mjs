/** What must be true before any of our TypeScript can run: a fitting Node, and the packages of the lock file. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { step, tail } from './progress.mjs';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Ends the process with plain words. @param {string} text @returns {never} */
export function stop(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

/** `engines` of package.json, as numbers: the first version of each line that we run on. */
const FIRST = { 20: 19, 22: 12 };

/** @param {string} [version] */
export function checkNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const least = FIRST[/** @type {20 | 22} */ (major)];
  if (major > 22 || (least !== undefined && minor >= least)) return;
  stop(`Node ${version} is too old: QuaCổng needs Node 20.19 or later, or 22.12 or later (https://nodejs.org).`);
}

/**
 * Installs the packages of `folder` when they are missing, when its lock file changed, or when Node's binary
 * interface changed under the compiled ones.
 * @param {string} [folder] @param {string} [label]
 */
export async function ensureInstalled(folder = ROOT, label = 'Installing packages (the first time takes some minutes)') {
  const modules = join(folder, 'node_modules');
  const stamp = join(modules, '.installed');
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const abi = `node-abi-${process.versions.modules}`;
  const wanted = `${createHash('sha256').update(lock).digest('hex')} ${abi}`;
  const known = existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
  if (known === wanted) return;
  // Also after an npm install by hand: what is there already is not fetched and compiled again.
  if ((known === undefined || known.endsWith(` ${abi}`)) && installedBy(modules, lock)) {
    writeFileSync(stamp, wanted);
    return;
  }
  // First, so that an install that is broken off is seen as missing.
  rmSync(stamp, { force: true });
  const npm = npmCommand();
  const done = await step(label, npm.command, [...npm.args, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
  });
  if (!done.ok) stop(`\n${tail(done.output)}\n\nnpm ci failed. ${adviceFor(done.output)}`);
  writeFileSync(stamp, wanted);
}

/** Somebody ran npm by hand: its own record of what lies in node_modules agrees with the lock file. */
function installedBy(/** @type {string} */ modules, /** @type {string} */ lock) {
  const record = join(modules, '.package-lock.json');
  if (!existsSync(record)) return false;
  const there = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = JSON.parse(lock).packages;
  const missing = Object.entries(wanted).some(
    ([path, entry]) => path !== '' && !(entry.optional || entry.devOptional || entry.peer) && there[path]?.version !== entry.version,
  );
  const different = Object.entries(there).some(([path, entry]) => wanted[path]?.integrity !== entry.integrity);
  const compiled = !wanted['node_modules/better-sqlite3'] || existsSync(join(modules, 'better-sqlite3/build/Release/better_sqlite3.node'));
  return !missing && !different && compiled;
}

/** The npm that started us, else the one on the path. */
function npmCommand() {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js') ? { command: process.execPath, args: [script] } : { command: 'npm', args: [] };
}

/** @type {readonly [RegExp, string][]} */
const ADVICE = [
  [
    /gyp ERR!|not found: make|g\+\+|node-gyp/,
    'better-sqlite3 is compiled on this machine: install a C++ toolchain and Python (Debian and Ubuntu: apt install build-essential python3; ' +
      'Fedora: dnf install gcc-c++ make python3; macOS: xcode-select --install), then start again.',
  ],
  [/ENOSPC/, 'The disk is full: the packages need about 300 MB.'],
  [/EACCES|EPERM/, 'This user may not write here: change the owner of this folder, and do not use sudo.'],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|network|CERT_|SELF_SIGNED/,
    'The npm registry was not reached: check the network or the proxy settings of npm, then start again.',
  ],
  [/can only install packages when your package.json and package-lock.json/, 'package.json was changed by hand: run npm install once.'],
];

/** @param {string} output */
export const adviceFor = (output) => ADVICE.find(([sign]) => sign.test(output))?.[1] ?? 'The lines above say why.';
