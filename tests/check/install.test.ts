/** Starting from nothing: what a user reads when something is missing, in processes of their own. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adviceFor } from '../../server/bin/lib/install.mjs';

const BIN = join(import.meta.dirname, '../../server/bin');

/** A clone without packages whose `npm` is `script`. */
function bareClone(script: string) {
  const root = mkdtempSync(join(tmpdir(), 'clone-'));
  mkdirSync(join(root, 'server'));
  cpSync(BIN, join(root, 'server/bin'), { recursive: true });
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  writeFileSync(join(root, 'package-lock.json'), '{"packages":{"":{}}}');
  writeFileSync(join(root, 'npm.js'), script);
  const runs = join(root, 'runs.txt');
  const install = () =>
    spawnSync(
      process.execPath,
      ['--input-type=module', '-e', "await (await import('./server/bin/lib/install.mjs')).ensureInstalled(); console.log('installed')"],
      {
        cwd: root,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, npm_execpath: join(root, 'npm.js'), RUNS: runs },
      },
    );
  const count = () => readFileSync(runs, 'utf8').trim().split('\n').length;
  return { root, install, count };
}

const GOOD = `
import { appendFileSync, mkdirSync } from 'node:fs';
appendFileSync(process.env.RUNS, process.argv.slice(2).join(' ') + '\\n');
mkdirSync('node_modules', { recursive: true });
`;

describe('packages', () => {
  it('are installed once, and again when the lock file changes', () => {
    const { root, install, count } = bareClone(GOOD);
    expect(install().stdout).toMatch(/Installing packages[\s\S]*done after[\s\S]*installed/);
    expect(install().stdout).toBe('installed\n');
    expect(count()).toBe(1);
    writeFileSync(join(root, 'package-lock.json'), '{"packages":{"":{},"node_modules/b":{"version":"1.0.0"}}}');
    expect(install().stdout).toMatch(/Installing packages/);
    expect(count()).toBe(2);
    expect(readFileSync(join(root, 'runs.txt'), 'utf8')).toMatch(/^ci --include=dev /);
  });

  it('that somebody installed by hand are taken as they are, unless they differ', () => {
    const { root, install } = bareClone('process.exit(9)');
    const entry = { version: '1.0.0', integrity: 'sha512-a' };
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, 'node_modules/a': entry } }));
    mkdirSync(join(root, 'node_modules'));
    const record = join(root, 'node_modules/.package-lock.json');
    writeFileSync(record, JSON.stringify({ packages: { 'node_modules/a': { ...entry, integrity: 'sha512-b' } } }));
    expect(install().status).toBe(1);
    writeFileSync(record, JSON.stringify({ packages: {} }));
    expect(install().status).toBe(1);
    writeFileSync(record, JSON.stringify({ packages: { 'node_modules/a': entry } }));
    expect(install().stdout).toBe('installed\n');
    // An old stamp beside packages that npm install brought up to date.
    writeFileSync(join(root, 'node_modules/.installed'), `0000 node-abi-${process.versions.modules}`);
    expect(install().stdout).toBe('installed\n');
    writeFileSync(join(root, 'node_modules/.installed'), '0000 node-abi-1');
    expect(install().status).toBe(1);
  });

  it('that cannot be installed end the start with the reason, some lines and no stamp', () => {
    const { install } = bareClone("console.error('gyp ERR! find Python'); process.exit(1)");
    for (let i = 0; i < 2; i++) {
      const { status, stderr, stdout } = install();
      expect(status).toBe(1);
      expect(stderr).toMatch(/gyp ERR! find Python[\s\S]*build-essential python3/);
      expect(stdout).not.toContain('installed');
    }
  });
});

it.each([
  ['sh: 1: make: not found: make', /toolchain/],
  ['npm error code ENOTFOUND', /network/],
  ['npm error code ENOSPC', /disk is full/],
  ['npm error code EACCES', /may not write/],
  ['npm error something new', /lines above/],
])('%s is explained', (output, advice) => {
  expect(adviceFor(output)).toMatch(advice);
});

describe('Node', () => {
  const check = (version: string) =>
    spawnSync(
      process.execPath,
      ['--input-type=module', '-e', `(await import(${JSON.stringify(join(BIN, 'lib/install.mjs'))})).checkNode('${version}')`],
      { encoding: 'utf8' },
    );

  it.each(['18.20.0', '20.18.3', '21.7.0', '22.11.0'])('%s is refused in one sentence', (version) => {
    expect(check(version)).toMatchObject({ status: 1, stderr: expect.stringMatching(/^Node [\d.]+ is too old: .*\n$/) });
  });

  it.each(['20.19.0', '22.12.0', '23.0.0', '24.1.0'])('%s is taken', (version) => {
    expect(check(version)).toMatchObject({ status: 0, stderr: '' });
  });
});
