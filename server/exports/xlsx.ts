import { writeXlsxStream, XLSX_MAX_ROWS_PER_SHEET } from 'hucre/xlsx';
import type { LogRow } from '../../shared/api/log.schema.ts';
import { deflateQuickly } from './deflate.ts';
import { cellsOf, SERIAL } from './table.ts';
import type { ExportWords } from './words.ts';

/** Characters; of the columns in their order. */
const WIDTHS = [8, 12, 10, 9, 12, 24, 28, 16, 28, 16, 36, 14, 16, 11, 14, 16, 14, 22, 20, 18, 36, 18, 20, 38];
const DAY = { numFmt: 'dd/mm/yyyy' };
const TIME = { numFmt: 'hh:mm:ss' };
const INSTANT = { numFmt: 'dd/mm/yyyy hh:mm:ss' };
const STYLES: Record<number, { numFmt: string }> = { 1: DAY, 2: TIME, 22: INSTANT };

type Cell = string | number | null;

/** What stands above the table of every sheet, always as many lines: the frozen head has one height. */
export type Heading = (sheet: number) => readonly (readonly string[])[];

export interface Workbook {
  name: string;
  words: ExportWords;
  heading: Heading;
  /** Rows of a sheet in all; the format's limit unless a test says less. */
  maxRows?: number;
}

/**
 * A workbook that is never held: each sheet begins with its heading and the column heads, frozen, and the last one ends
 * with the count. Text stands in text cells and numbers in number cells, so that nothing can be a formula.
 */
export function xlsxFile(pages: AsyncIterable<readonly LogRow[]>, { name, words, heading, maxRows }: Workbook): AsyncIterable<Uint8Array> {
  const columns = words.columns.map((_, index) => ({ width: WIDTHS[index] ?? 16, ...(STYLES[index] ? { style: STYLES[index] } : {}) }));
  const most = maxRows ?? XLSX_MAX_ROWS_PER_SHEET;
  deflateQuickly();
  return writeXlsxStream(sheetRows(pages, words, heading, most), {
    name,
    columns,
    freezePane: { rows: heading(1).length + 1 },
    // The heads of the further sheets are ours: the library would repeat the first line of all.
    repeatHeaders: false,
    maxRowsPerSheet: most,
  });
}

async function* sheetRows(
  pages: AsyncIterable<readonly LogRow[]>,
  words: ExportWords,
  heading: Heading,
  most: number,
): AsyncGenerator<Cell[]> {
  let number = 0;
  let unreadable = 0;
  let sheet = 0;
  let left = 0;
  const head = (): Cell[][] => [...heading(++sheet).map((line) => [...line]), [...words.columns]];
  for await (const page of pages) {
    for (const row of page) {
      if (left === 0) {
        const lines = head();
        yield* lines;
        left = most - lines.length;
      }
      if (row.unreadable) unreadable++;
      left--;
      yield cellsOf(row, ++number, words, SERIAL);
    }
  }
  if (left === 0) yield* head();
  yield [words.end(number, unreadable)];
}
