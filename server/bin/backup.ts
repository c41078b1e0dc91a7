/**
 * npm run backup: verified copies of database, accounts and keys, also while the server runs. Exit 0: all copied;
 * 2: only the keys, because PostgreSQL has its own tool; 1: something failed, and nothing unfinished stays.
 */
import { existsSync } from 'node:fs';
import { readConfig } from '../config.ts';
import { backupData, writeBackupMarks } from '../db/backup.ts';
import { backupKeys } from '../keys/backup.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** One line a file: rewritten on a terminal, only the end elsewhere. */
function show(file: string, done: number, total: number): void {
  if (!process.stdout.isTTY && done < total) return;
  process.stdout.write(
    `${process.stdout.isTTY ? '\r' : ''}${file}: ${total === 0 ? 100 : Math.floor((100 * done) / total)} %${done === total && total > 0 ? '\n' : ''}`,
  );
}

const POSTGRES = `The data lies in PostgreSQL (DATABASE_URL), which has its own tool. Copy it like this, and read the copy back now and then:
  pg_dump --format=custom --file=quacong-$(date -u +%Y%m%dT%H%M%SZ).dump "$DATABASE_URL"
  pg_restore --list quacong-….dump
Keep such files at most 30 days.`;

async function main(): Promise<number> {
  const config = readConfig(process.env);
  const now = Date.now();
  if (!existsSync(config.keyDir)) throw new Error(`There is nothing to copy yet: ${config.keyDir} does not exist. Run npm start first.`);
  if (config.databaseUrl === null) {
    const folder = await backupData(config.dataDir, now, show);
    say(`Database and accounts, verified: ${folder}`);
    say(`Keys, verified: ${await backupKeys(config.keyDir, now, (done, total) => show('keys.db', done, total))}`);
    // Only now: rows whose keys were not copied could not be read after a restore.
    writeBackupMarks(config.dataDir, folder, now);
    return 0;
  }
  say(`Keys, verified: ${await backupKeys(config.keyDir, now, (done, total) => show('keys.db', done, total))}`);
  say(POSTGRES);
  return 2;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
