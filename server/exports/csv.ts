import type { LogRow } from '../../shared/api/log.schema.ts';
import { CSV_BOM, csvRow } from '../../shared/csv.ts';
import { cellsOf, TEXT } from './table.ts';
import type { ExportWords } from './words.ts';

/** Characters gathered before they leave: small pieces cost a turn of the socket each. */
const CHUNK = 65_536;

/** A header and the rows, nothing else: the count stands in the header `x-row-count`. */
export async function* csvFile(pages: AsyncIterable<readonly LogRow[]>, words: ExportWords): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let number = 0;
  let text = CSV_BOM + csvRow(words.columns);
  for await (const page of pages) {
    for (const row of page) text += csvRow(cellsOf(row, ++number, words, TEXT));
    if (text.length < CHUNK) continue;
    yield encoder.encode(text);
    text = '';
  }
  if (text) yield encoder.encode(text);
}
