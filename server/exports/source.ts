/** Rows of one consistent picture of the database, page by page, at the reader's pace. */
import type { LogRow } from '../../shared/api/log.schema.ts';
import { MINUTE } from '../../shared/clock.ts';
import type { SchoolId } from '../../shared/ids.ts';
import { fold } from '../../shared/text/fold.ts';
import type { App } from '../context.ts';
import { type Builder, type Db, schoolScope } from '../db/port.ts';
import { matches } from '../gates/log.ts';
import { logRows, type Names, namesOf } from '../gates/rows.ts';
import { countScans, type Position, type ScanFilter, scanPage } from '../gates/scans.ts';

/** Opened rows held at once; small enough that others are answered between two pages. */
const PAGE = 128;
/** A turn in which nobody else has work costs some µs; a kiosk's batch takes dozens, and would wait for a page in each. */
const TURNS_BETWEEN = 8;
/** A reader that dawdles longer is left: the snapshot keeps SQLite's log from being emptied. */
const LONGEST = 30 * MINUTE;

export interface ExportSource {
  /** Known before the first row: what the file states is what the snapshot holds. */
  count: number;
  /** Each page is read when it is asked for. Breaks off with an error once closed. */
  pages: AsyncIterable<LogRow[]>;
  /** Ends the snapshot wherever it stands. Must be called whatever becomes of the pages. */
  close(): void;
  /** When the snapshot has ended; never rejects. */
  ended: Promise<void>;
}

/** @throws what the database throws before the count is known */
export async function exportSource(app: App, school: SchoolId, filter: ScanFilter, search: string): Promise<ExportSource> {
  const wanted = search ? fold(search) : '';
  const names = await namesOf(app.db, schoolScope(school), school);
  const { query, close, ended } = await openSnapshot(app.db, school);
  const pages = () => walk(app, school, filter, wanted, { names, query });
  try {
    return { count: wanted ? await countPages(pages()) : await countScans(query(), school, filter), pages: pages(), close, ended };
  } catch (error) {
    close();
    throw error;
  }
}

/** A snapshot that stays open until it is closed. `query` gives its builder, and fails afterwards: the connection is another's then. */
async function openSnapshot(db: Db, school: SchoolId): Promise<{ query(): Builder; close(): void; ended: Promise<void> }> {
  let open = true;
  let end = (): void => undefined;
  const closed = new Promise<void>((resolve) => {
    end = resolve;
  });
  let ended: Promise<void> = Promise.resolve();
  const builder = await new Promise<Builder>((resolve, reject) => {
    const hold = (given: Builder): Promise<void> => {
      resolve(given);
      return closed;
    };
    // Once held it can only fail at its end, when its rows have been given.
    ended = db.snapshot(schoolScope(school), hold).catch(reject);
  });
  const close = (): void => {
    clearTimeout(timer);
    open = false;
    end();
  };
  const timer = setTimeout(close, LONGEST).unref();
  return {
    query() {
      if (!open) throw new Error('the export was closed');
      return builder;
    },
    close,
    ended,
  };
}

async function countPages(pages: AsyncIterable<LogRow[]>): Promise<number> {
  let count = 0;
  for await (const page of pages) count += page.length;
  return count;
}

async function* walk(
  app: App,
  school: SchoolId,
  filter: ScanFilter,
  wanted: string,
  { names, query }: { names: Names; query(): Builder },
): AsyncGenerator<LogRow[]> {
  const reader: Pick<Db, 'read'> = { read: async (_, read) => read(query()) };
  let after: Position | undefined;
  for (;;) {
    const page = await scanPage(query(), school, filter, 'oldest', after, PAGE);
    const last = page.at(-1);
    if (!last) return;
    after = { at: last.at, id: last.id };
    const rows = await logRows(app, schoolScope(school), school, page, names, reader);
    yield wanted ? rows.filter((row) => matches(row, wanted)) : rows;
    // SQLite answers without leaving the turn: let the gate's requests in between, several steps of them for one page.
    for (let turn = 0; turn < TURNS_BETWEEN; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
}
