import type { Hono } from 'hono';
import { writeXlsxStream } from 'hucre/xlsx';
import { type ExportQuery, exportQuery, type LogRow } from '../../shared/api/log.schema.ts';
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
import { mount } from '../route.ts';
import { findSchool } from '../schools/store.ts';
import { exportSource } from './source.ts';
import { cellsOf } from './table.ts';
import { EXPORT_WORDS, type ExportWords } from './words.ts';

const MAX_DAYS = 400;
const MAX_SEARCH_DAYS = 31;
const CSV = 'text/csv; charset=utf-8';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export function mountExports(hono: Hono, app: App): void {
  mount(hono, app, exportCsv, exportQuery, async ({ input, params, caller }) => {
    const prepared = await prepare(app, params.school ?? '', input, caller, 'csv');
    return respond(prepared, CSV, ReadableStream.from(csvChunks(prepared)));
  });
  mount(hono, app, exportXlsx, exportQuery, async ({ input, params, caller }) => {
    const prepared = await prepare(app, params.school ?? '', input, caller, 'xlsx');
    const columns = prepared.words.columns.map((_, index) => ({ width: WIDTHS[index] ?? 16 }));
    return respond(prepared, XLSX, writeXlsxStream(xlsxRows(prepared), { name: input.language === 'en' ? 'Log' : 'Sổ ra vào', columns }));
  });
}

const WIDTHS = [7, 12, 10, 9, 12, 24, 28, 16, 28, 14, 14, 10, 14, 16, 14, 22, 20, 18, 18, 20, 38];

interface Prepared {
  count: number;
  pages: ReadableStream<LogRow[]>;
  words: ExportWords;
  /** Said above the table of the workbook: whose, when, how many, and what may be missing. */
  summary: string[][];
  fileName: string;
  asciiName: string;
}

async function prepare(app: App, school: string, input: ExportQuery, caller: Caller, ending: 'csv' | 'xlsx'): Promise<Prepared> {
  const scope = schoolScope(school);
  const found = await findSchool(app.db, scope, school);
  if (!found) throw new Problem('not-found');
  const now = app.clock();
  const period = periodOf(input, now, input.q ? MAX_SEARCH_DAYS : MAX_DAYS);
  const words = EXPORT_WORDS[input.language ?? 'vi'];
  const source = await exportSource(app, school, filterOf(input, period), input.q ?? '');
  const detail = { from: input.from, to: input.to, rows: source.count, purpose: input.purpose, format: ending };
  await app.db.save(scope, [auditOf(app, { school, actor: accountOf(caller), action: 'log.exported', object: school, detail })]);

  const summary = [
    [words.title, found.name],
    [words.period, `${dayText(input.from)} – ${dayText(input.to)}`],
    [words.rowCount, String(source.count)],
    [words.madeAt, instantText(now)],
    ...(await completeness(app, school, words)),
  ];
  const base = `so-ra-vao_${input.from}_${input.to}.${ending}`;
  const slug = fold(found.shortName || found.name)
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

function respond(prepared: Prepared, type: string, body: ReadableStream<Uint8Array>): Response {
  return new Response(body, {
    headers: {
      'content-type': type,
      // RFC 6266; both names are made by us from [a-z0-9_.-].
      'content-disposition': `attachment; filename="${prepared.asciiName}"; filename*=UTF-8''${encodeURIComponent(prepared.fileName)}`,
      'x-row-count': String(prepared.count),
      'cache-control': 'no-store',
    },
  });
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
