/** One workbook of opened rows in a process of its own, whose memory is watched: by the product, or by exceljs. */

import { cellsOf, SERIAL } from '../../../server/exports/table.ts';
import { EXPORT_WORDS } from '../../../server/exports/words.ts';
import { xlsxFile } from '../../../server/exports/xlsx.ts';
import type { LogRow } from '../../../shared/api/log.schema.ts';
import { writeByExcelJs } from '../peers/exceljs.mjs';
import { answering } from './answering.mjs';

export interface Workbook {
  by: 'ours' | 'exceljs';
  /** Repeated until there are `rows`. */
  sample: LogRow[];
  rows: number;
}
export interface Written {
  seconds: number;
  /** Bytes of the file. */
  bytes: number;
  /** Bytes that the process grew by at its largest. */
  memory: number;
}

const PAGE = 128;
const words = EXPORT_WORDS.vi;

async function* pagesOf(sample: readonly LogRow[], rows: number): AsyncGenerator<LogRow[]> {
  for (let from = 0; from < rows; from += PAGE) {
    // Objects of its own for each row, as from a database.
    yield Array.from({ length: Math.min(PAGE, rows - from) }, (_, i) => ({ ...(sample[(from + i) % sample.length] as LogRow) }));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function* cells(pages: AsyncIterable<LogRow[]>): AsyncGenerator<(string | number | null)[]> {
  let number = 0;
  for await (const page of pages) for (const row of page) yield cellsOf(row, ++number, words, SERIAL);
}

async function write({ by, sample, rows }: Workbook): Promise<Written> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 10);
  const started = performance.now();
  const pages = pagesOf(sample, rows);
  let bytes = 0;
  if (by === 'exceljs') bytes = await writeByExcelJs([...words.columns], cells(pages));
  else for await (const chunk of xlsxFile(pages, { name: words.sheetName, words, heading: () => [] })) bytes += chunk.length;
  const seconds = (performance.now() - started) / 1000;
  clearInterval(watch);
  return { seconds, bytes, memory: peak - before };
}

answering('ready', write);
