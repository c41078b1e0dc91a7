/** A copy of the key store, kept 7 days only: what an old copy still holds is not destroyed (docs/decisions/0004). */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Instant } from '../../shared/clock.ts';
import { backupFolder } from '../db/backup-folder.ts';
import { copyDatabase, type Progress } from '../db/copy.ts';
import { openBytes } from './aead.ts';
import { openRoot } from './root.ts';
import { keysFile } from './rows.ts';

const KEEP_DAYS = 7;

/** The folder that was made. root.key is not in it: the recovery sheet is its copy. @throws Error when a key does not open */
export function backupKeys(keyDir: string, now: Instant, progress?: Progress): Promise<string> {
  if (!existsSync(keysFile(keyDir))) return Promise.reject(new Error(`There are no keys in ${keyDir} yet.`));
  const root = openRoot(keyDir, true);
  return backupFolder(keyDir, now, KEEP_DAYS, async (folder) => {
    const copy = join(folder, 'keys.db');
    await copyDatabase(keysFile(keyDir), copy, progress);
    assertKeysOpen(copy, root);
  });
}

/** @throws Error naming the first key that the root key does not open */
function assertKeysOpen(file: string, root: Uint8Array): void {
  const db = new Database(file, { readonly: true });
  const rows = <Row>(text: string): Row[] => db.prepare<[], Row>(text).all();
  const opened = (key: Uint8Array, context: string, wrapped: Uint8Array): Uint8Array => {
    const plain = openBytes(key, context, wrapped);
    if (!plain) throw new Error(`${file}: the key ${context} does not open`);
    return plain;
  };
  try {
    const schools = new Map(
      rows<{ school: string; wrapped: Uint8Array }>('select school, wrapped from school_key').map(({ school, wrapped }) => [
        school,
        opened(root, `school|${school}`, wrapped),
      ]),
    );
    const schoolKey = (school: string): Uint8Array => {
      const key = schools.get(school);
      if (!key) throw new Error(`${file}: the key of school ${school} is missing`);
      return key;
    };
    for (const row of rows<{ kid: string; wrapped: Uint8Array }>('select kid, wrapped from signing_key')) {
      opened(root, `signing|${row.kid}`, row.wrapped);
    }
    for (const row of rows<{ school: string; day: string; wrapped: Uint8Array }>('select school, day, wrapped from day_key')) {
      opened(schoolKey(row.school), `day|${row.school}|${row.day}`, row.wrapped);
    }
    for (const row of rows<{ school: string; week: string; wrapped: Uint8Array }>('select school, week, wrapped from sealing_key')) {
      opened(schoolKey(row.school), `sealing|${row.school}|${row.week}`, row.wrapped);
    }
  } finally {
    db.close();
  }
}
