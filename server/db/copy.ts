/** A verified copy of one SQLite database while others go on writing to it. */
import { chmodSync, closeSync, fsyncSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { openReadOnly } from './sqlite-connection.ts';

/** Pages copied between two turns of the event loop. */
const STEP = 1000;

export type Progress = (done: number, total: number) => void;

/**
 * Copies the picture of one moment: the read transaction that stays open keeps a writer's commits from restarting the
 * copy. Then opens the copy, checks its pages and compares the rows of every table.
 * @throws Error when the copy is not what the original was; the caller removes it
 */
export async function copyDatabase(from: string, to: string, progress: Progress = () => undefined): Promise<void> {
  const source = openReadOnly(from);
  try {
    source.exec('begin');
    const expected = rowCounts(source);
    const { totalPages: pages } = await source.backup(to, {
      progress: ({ totalPages, remainingPages }) => {
        progress(totalPages - remainingPages, totalPages);
        return STEP;
      },
    });
    verifyCopy(to, expected);
    progress(pages, pages);
  } finally {
    source.close();
  }
  chmodSync(to, 0o600);
  syncPath(to);
}

function verifyCopy(file: string, expected: Record<string, number>): void {
  const copy = new Database(file);
  try {
    // One file without a log beside it: it can be carried away as it is.
    copy.pragma('journal_mode = DELETE');
    const faults = copy.pragma('integrity_check', { simple: true });
    if (faults !== 'ok') throw new Error(`${file}: the copy is damaged (${String(faults)})`);
    const found = rowCounts(copy);
    for (const [table, rows] of Object.entries(expected)) {
      if (found[table] !== rows) throw new Error(`${file}: ${table} has ${found[table] ?? 'no'} rows, the original ${rows}`);
    }
  } finally {
    copy.close();
  }
}

function rowCounts(raw: Database.Database): Record<string, number> {
  const tables = raw.prepare<[], { name: string }>(
    "select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\'",
  );
  return Object.fromEntries(
    tables.all().map(({ name }) => {
      const row = raw.prepare<[], { rows: number }>(`select count(*) as rows from "${name.replaceAll('"', '""')}"`).get();
      return [name, row?.rows ?? 0];
    }),
  );
}

/** A file's bytes, or a folder's names, are on the disk. */
export function syncPath(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
