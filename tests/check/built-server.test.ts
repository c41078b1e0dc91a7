/** The server as `npm start` runs it: in one piece, made out of its TypeScript and of packages. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '../..');
const BUILT = join(ROOT, 'dist/server');
const folder = mkdtempSync(join(tmpdir(), 'quacong-built-'));

beforeAll(() => {
  const { status, stderr } = spawnSync(process.execPath, ['server/bin/build.mjs', '--quiet', 'server'], { cwd: ROOT, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** All that can come to be loaded from an entry. */
function reached(entry: string): Map<string, string> {
  const found = new Map<string, string>();
  const names = readdirSync(BUILT).filter((name) => name.endsWith('.js'));
  const look = (name: string): void => {
    const text = readFileSync(join(BUILT, name), 'utf8');
    found.set(name, text);
    for (const other of names) if (!found.has(other) && text.includes(`"./${other}"`)) look(other);
  };
  look(entry);
  return found;
}

it('finds every package that it leaves outside, now and later', () => {
  const { resolve } = createRequire(join(BUILT, 'main.js'));
  for (const entry of ['main.js', 'demo.js']) {
    const outside = new Set<string>();
    for (const text of reached(entry).values())
      for (const [, now, later] of text.matchAll(/^import (?:[^'"]* from )?"([^."][^"]*)";$|\bimport\("([^."][^"]*)"\)/gm))
        for (const name of [now, later]) if (name && !name.startsWith('node:')) outside.add(name);
    expect([...outside]).toEqual(expect.arrayContaining(['better-sqlite3', 'pdfkit', 'nodemailer']));
    for (const name of outside) {
      expect(resolve(name)).toBeTruthy();
      expect(Object.keys(manifest.dependencies)).toContain(name);
    }
  }
});

it('starts, says its one-time link, serves the pages that lie beside it, and stops when asked', async () => {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, PORT: '0', DATA_DIR: join(folder, 'data'), KEY_DIR: join(folder, 'keys') };
  const server = spawn(process.execPath, [join(BUILT, 'main.js')], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const ended = new Promise<number | null>((done) => server.once('exit', done));
  const link = await new Promise<string>((done, failed) => {
    const take = (chunk: Buffer): void => {
      said += chunk.toString();
      const found = /^http\S+#token=\S+$/m.exec(said);
      if (found) done(found[0]);
    };
    server.stdout.on('data', take);
    server.stderr.on('data', take);
    server.once('exit', () => failed(new Error(said)));
  });
  const page = await fetch(new URL('/admin/', link));
  expect([page.status, (await page.text()).includes('<script')]).toEqual([200, true]);
  server.kill('SIGTERM');
  expect(await ended).toBe(0);
});
