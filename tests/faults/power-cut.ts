/**
 * Promise R2 on SQLite: power cuts. The data folder lies on an ext4 image; while a writer saves, the image file is copied,
 * which is what a disk holds when the power goes. Each copy is mounted: every save acknowledged before the cut must be
 * there. Needs root and loop mounts (Linux): `npx tsx tests/faults/power-cut.ts [cuts]`. Never passes unseen: where it
 * cannot mount it fails.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { sqliteFile } from '../../server/db/open.ts';

const CUTS = Number(process.argv[2] ?? 10);
const IMAGE_MB = 96;

const work = mkdtempSync(join(tmpdir(), 'quacong-power-'));
const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

interface Cut {
  acknowledged: number;
  lost: number;
  integrity: string;
}

async function cut(index: number): Promise<Cut> {
  const image = join(work, `disk-${index}.img`);
  const mounted = join(work, `disk-${index}`);
  const acknowledged = join(work, `acknowledged-${index}`);
  mkdirSync(mounted);
  run('truncate', '-s', `${IMAGE_MB}M`, image);
  run('mkfs.ext4', '-q', '-F', image);
  run('mount', '-o', 'loop', image, mounted);
  const writer = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL('./power-writer.ts', import.meta.url)), join(mounted, 'data'), acknowledged],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  try {
    await until(() => acknowledgedIn(acknowledged).length > 50, writer);
    await new Promise((resolve) => setTimeout(resolve, 300 + Math.random() * 1500));
    // What is acknowledged before the copy begins must be on the copy; what comes later may be.
    const before = acknowledgedIn(acknowledged);
    copyFileSync(image, `${image}.cut`);
    return { acknowledged: before.length, ...check(`${image}.cut`, before) };
  } finally {
    writer.kill('SIGKILL');
    await new Promise((resolve) => writer.once('exit', resolve));
    run('umount', mounted);
    rmSync(image);
  }
}

function check(image: string, before: readonly string[]): Pick<Cut, 'lost' | 'integrity'> {
  const mounted = `${image}-mounted`;
  mkdirSync(mounted);
  run('mount', '-o', 'loop', image, mounted);
  try {
    const db = new Database(sqliteFile(join(mounted, 'data')));
    const integrity = String(db.pragma('integrity_check', { simple: true }));
    const there = new Set(
      db
        .prepare<[], { name: string }>('select name from installation')
        .all()
        .map((row) => row.name),
    );
    db.close();
    return { integrity, lost: before.filter((name) => !there.has(name)).length };
  } finally {
    run('umount', mounted);
    rmSync(image);
  }
}

function acknowledgedIn(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(0, -1);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function until(done: () => boolean, writer: ChildProcess): Promise<void> {
  for (const end = Date.now() + 30_000; !done(); ) {
    if (Date.now() > end || writer.exitCode !== null) throw new Error('the writer does not write');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

let failed = 0;
try {
  for (let index = 1; index <= CUTS; index++) {
    const result = await cut(index);
    const good = result.lost === 0 && result.integrity === 'ok';
    if (!good) failed += 1;
    process.stdout.write(`cut ${index}/${CUTS}: ${result.acknowledged} acknowledged, ${result.lost} lost, integrity ${result.integrity}\n`);
  }
} catch (error) {
  failed += 1;
  process.stderr.write(`This machine cannot cut the power of a disk image (root and loop mounts are needed): ${String(error)}\n`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.stdout.write(`${CUTS - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
