/** Copies of the SQLite databases (data and accounts), verified, kept 30 days. Keys are copied apart (keys/backup.ts). */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '../../shared/clock.ts';
import { backupFolder } from './backup-folder.ts';
import { copyDatabase } from './copy.ts';
import { openReadOnly, openWritable } from './sqlite-connection.ts';

const KEEP_DAYS = 30;
const FILES = ['quacong.db', 'auth.db'];

export type FileProgress = (file: string, done: number, total: number) => void;

/** The folder that was made. Works while a server writes. @throws Error when there is nothing to copy, or a copy differs */
export function backupData(dataDir: string, now: Instant, progress: FileProgress = () => undefined): Promise<string> {
  if (!existsSync(join(dataDir, 'quacong.db'))) return Promise.reject(new Error(`There is no database in ${dataDir} yet.`));
  return backupFolder(dataDir, now, KEEP_DAYS, async (folder) => {
    for (const file of FILES) {
      if (!existsSync(join(dataDir, file))) continue;
      await copyDatabase(join(dataDir, file), join(folder, file), (done, total) => progress(file, done, total));
    }
  });
}

/**
 * Tells the server up to which feed number of each school the backup reaches: kiosks keep everything after it.
 * The numbers come from the copy, never from the database that has gone on meanwhile.
 */
export function writeBackupMarks(dataDir: string, folder: string, now: Instant): void {
  const copy = openReadOnly(join(folder, 'quacong.db'));
  const counters = copy.prepare<[], { school_id: string; value: number }>('select school_id, value from feed_counter').all();
  copy.close();
  const live = openWritable(join(dataDir, 'quacong.db'));
  try {
    const mark = live.prepare(
      `insert into backup_mark (school_id, feed, at) values (?, ?, ?)
       on conflict (school_id) do update set feed = excluded.feed, at = excluded.at where excluded.feed >= backup_mark.feed`,
    );
    live.transaction(() => counters.forEach((row) => void mark.run(row.school_id, row.value, now))).immediate();
  } finally {
    live.close();
  }
}
