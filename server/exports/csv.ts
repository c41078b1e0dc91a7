import type { LogRow } from '../../shared/api/log.schema.ts';
import { CSV_BOM, csvRow } from '../../shared/csv.ts';
import { cellsOf, TEXT } from './table.ts';
import type { ExportWords } from './words.ts';

/** A header and the rows, nothing else: the count stands in the header `x-row-count`. */
export async function* csvFile(pages: AsyncIterable<readonly LogRow[]>, words: ExportWords): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let number = 0;
  yield encoder.encode(CSV_BOM + csvRow(words.columns));
  for await (const page of pages) {
    let text = '';
    for (const row of page) text += csvRow(cellsOf(row, ++number, words, TEXT));
    yield encoder.encode(text);
  }
}
