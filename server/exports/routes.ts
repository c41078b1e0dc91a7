import type { Hono } from 'hono';
import { writeXlsxStream } from 'hucre/xlsx';
import { type ExportQuery, exportQuery } from '../../shared/api/log.schema.ts';
import { exportCsv, exportXlsx } from '../../shared/api/log.ts';
import { dayText, instantText } from '../../shared/clock.ts';
import { CSV_BOM, csvRow } from '../../shared/csv.ts';
import { Problem } from '../../shared/problem.ts';
import { fold } from '../../shared/text/fold.ts';
import { accountOf } from '../accounts/grants.ts';
import { auditOf } from '../audit.ts';
import type { App, Caller } from '../context.ts';
import { schoolScope } from '../db/port.ts';
import { filterOf, periodOf } from '../gates/log.ts';
import { gapsAfter } from '../gates/store.ts';
import { sentOf, stateOf } from '../kiosks/state.ts';
import { listKiosks } from '../kiosks/store.ts';
import { reportBug } from '../report.ts';
import { mount } from '../route.ts';
import { findSchool, type School } from '../schools/store.ts';
import { Slots } from './slots.ts';
import { type ExportSource, exportSource } from './source.ts';
import { cellsOf } from './table.ts';
import { EXPORT_WORDS, type ExportWords } from './words.ts';

const MAX_DAYS = 400;
const MAX_SEARCH_DAYS = 31;
const CSV = 'text/csv; charset=utf-8';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export function mountExports(hono: Hono, app: App): void {
  const slots = new Slots();

  mount(hono, app, exportCsv, exportQuery, async ({ input, params, caller }) => {
    const prepared = await prepare(app, slots, params.school ?? '', input, caller, 'csv');
    return respond(app, prepared, CSV, csvChunks(prepared));
  });
  mount(hono, app, exportXlsx, exportQuery, async ({ input, params, caller }) => {
    const prepared = await prepare(app, slots, params.school ?? '', input, caller, 'xlsx');
    const columns = prepared.words.columns.map((_, index) => ({ width: WIDTHS[index] ?? 16 }));
    const sheet = { name: input.language === 'en' ? 'Log' : 'Sổ ra vào', columns };
    return respond(app, prepared, XLSX, writeXlsxStream(xlsxRows(prepared), sheet));
  });
}

const WIDTHS = [7, 12, 10, 9, 12, 24, 28, 16, 28, 14, 14, 10, 14, 16, 14, 22, 20, 18, 18, 20, 38];

interface Prepared extends Omit<ExportSource, 'ended'> {
  words: ExportWords;
  /** Said above the table of the workbook: whose, when, how many, and what may be missing. */
  summary: string[][];
  fileName: string;
  asciiName: string;
}

type Ending = 'csv' | 'xlsx';

/** All that can be refused is refused here, before the first byte. */
async function prepare(app: App, slots: Slots, school: string, input: ExportQuery, caller: Caller, ending: Ending): Promise<Prepared> {
  const found = await findSchool(app.db, schoolScope(school), school);
  if (!found) throw new Problem('not-found');
  const filter = filterOf(input, periodOf(input, app.clock(), input.q ? MAX_SEARCH_DAYS : MAX_DAYS));
  await slots.take();
  const source = await exportSource(app, school, filter, input.q ?? '').catch((error: unknown) => {
    slots.give();
    throw error;
  });
  source.ended.then(slots.give, slots.give);
  try {
    return await described(app, source, found, input, caller, ending);
  } catch (error) {
    source.close();
    throw error;
  }
}

async function described(app: App, source: ExportSource, school: School, input: ExportQuery, caller: Caller, ending: Ending) {
  const now = app.clock();
  const words = EXPORT_WORDS[input.language ?? 'vi'];
  const detail = { from: input.from, to: input.to, rows: source.count, purpose: input.purpose, format: ending };
  const { audit: action } = ending === 'csv' ? exportCsv : exportXlsx;
  const deed = { school: school.id, actor: accountOf(caller), action, object: school.id, detail };
  await app.db.save(schoolScope(school.id), [auditOf(app, deed)]);
  const summary = [
    [words.title, school.name],
    [words.period, `${dayText(input.from)} – ${dayText(input.to)}`],
    [words.rowCount, String(source.count)],
    [words.madeAt, instantText(now)],
    ...(await completeness(app, school.id, words)),
  ];
  const base = `so-ra-vao_${input.from}_${input.to}.${ending}`;
  const slug = fold(school.shortName || school.name)
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
  return { ...source, words, summary, fileName: `${slug}_${base}`, asciiName: base };
}

/** Per kiosk: how far its log has arrived, what is missing in it, and since when it is silent. */
async function completeness(app: App, school: string, words: ExportWords): Promise<string[][]> {
  const scope = schoolScope(school);
  const lines: string[][] = [];
  for (const kiosk of await listKiosks(app.db, scope, school)) {
    const gaps = await gapsAfter(app.db, scope, school, kiosk.id, kiosk.receivedThrough, sentOf(stateOf(kiosk)));
    const missing = gaps.map(({ from, to }) => (from === to ? String(from) : `${from}–${to}`)).join(', ');
    const seen = kiosk.lastSeenAt === null ? '—' : instantText(kiosk.lastSeenAt);
    const state = missing ? `${words.gaps} ${missing}` : words.noGaps;
    lines.push([
      words.completeness,
      kiosk.name,
      `${words.receivedThrough} ${kiosk.receivedThrough}`,
      state,
      `${words.silentSince} ${seen}`,
    ]);
  }
  return lines;
}

function respond(app: App, prepared: Prepared, type: string, chunks: AsyncIterable<Uint8Array>): Response {
  return new Response(flowing(app, chunks, prepared.close), {
    headers: {
      'content-type': type,
      // RFC 6266; both names are made by us from [a-z0-9_.-].
      'content-disposition': `attachment; filename="${prepared.asciiName}"; filename*=UTF-8''${encodeURIComponent(prepared.fileName)}`,
      'x-row-count': String(prepared.count),
      'cache-control': 'no-store',
    },
  });
}

/**
 * Chunks as they are asked for; `close` is called however it ends. An error breaks the connection off, so that a file
 * that is short never looks whole.
 */
function flowing(app: App, chunks: AsyncIterable<Uint8Array>, close: () => void): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  let left = false;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await iterator.next();
          if (!done) return controller.enqueue(value);
          close();
          controller.close();
        } catch (error) {
          close();
          if (!left) reportBug(app.log, error, 'export');
          // The socket's side prints what it is given: no word of the engine.
          throw new Error('the export broke off');
        }
      },
      cancel() {
        left = true;
        close();
      },
    },
    // Nothing is read before somebody asks: to a HEAD request nobody does.
    { highWaterMark: 0 },
  );
}

/** A header and the rows, nothing else: the count stands in the header `x-row-count`. */
async function* csvChunks({ pages, words }: Prepared): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let number = 0;
  yield encoder.encode(CSV_BOM + csvRow([...words.columns]));
  for await (const page of pages) yield encoder.encode(page.map((row) => csvRow(cellsOf(row, ++number, words))).join(''));
}

/** Every cell is a text cell: nothing in it can be a formula. */
async function* xlsxRows({ pages, words, summary }: Prepared): AsyncGenerator<string[]> {
  yield* summary;
  yield [];
  yield [...words.columns];
  let number = 0;
  let unreadable = 0;
  for await (const page of pages) {
    for (const row of page) {
      if (row.unreadable) unreadable++;
      yield cellsOf(row, ++number, words);
    }
  }
  yield [words.end(number, unreadable)];
}
