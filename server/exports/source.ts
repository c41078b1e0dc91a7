/** Rows of one consistent picture of the database, page by page, at the reader's pace. */
import type { LogRow } from '../../shared/api/log.schema.ts';
import type { SchoolId } from '../../shared/ids.ts';
import { fold } from '../../shared/text/fold.ts';
import type { App } from '../context.ts';
import { type Builder, type Db, schoolScope } from '../db/port.ts';
import { matches } from '../gates/log.ts';
import { countScans, logRows, namesOf, type Position, type ScanFilter, scanPage } from '../gates/rows.ts';

/** Opened rows held at once; small enough that others are answered between two pages. */
const PAGE = 250;

export interface ExportSource {
  /** Known before the first row: what the file states is what the snapshot holds. */
  count: number;
  pages: ReadableStream<LogRow[]>;
}

export async function exportSource(app: App, school: SchoolId, filter: ScanFilter, search: string): Promise<ExportSource> {
  const scope = schoolScope(school);
  const names = await namesOf(app.db, scope, school);
  const wanted = search ? fold(search) : '';
  const channel = new TransformStream<LogRow[], LogRow[]>();
  const writer = channel.writable.getWriter();

  const count = new Promise<number>((resolve, reject) => {
    const work = async (query: Builder): Promise<void> => {
      const reader: Pick<Db, 'read'> = { read: (_, read) => read(query) };
      const pages = () => walk(app, school, filter, wanted, names, reader, query);
      if (wanted) {
        let found = 0;
        for await (const page of pages()) found += page.length;
        resolve(found);
      } else resolve(await countScans(query, school, filter));
      for await (const page of pages()) await writer.write(page);
      await writer.close();
    };
    // A reader that went away ends the snapshot; before the count that is the request's own failure.
    app.db.snapshot(scope, work).catch((error: unknown) => {
      reject(error);
      writer.abort(error).catch(() => app.log.info('export ended by its reader'));
    });
  });
  return { count: await count, pages: channel.readable };
}

async function* walk(
  app: App,
  school: SchoolId,
  filter: ScanFilter,
  wanted: string,
  names: Awaited<ReturnType<typeof namesOf>>,
  reader: Pick<Db, 'read'>,
  query: Builder,
): AsyncGenerator<LogRow[]> {
  let after: Position | undefined;
  for (;;) {
    const page = await scanPage(query, school, filter, 'oldest', after, PAGE);
    const last = page.at(-1);
    if (!last) return;
    after = { at: last.at, id: last.id };
    const rows = await logRows(app, schoolScope(school), school, page, names, reader);
    yield wanted ? rows.filter((row) => matches(row, wanted)) : rows;
    // SQLite answers without leaving the turn: let the gate's requests in between.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
