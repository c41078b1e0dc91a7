import { Writable } from 'node:stream';
import ExcelJs from 'exceljs';

/**
 * The streaming writer of exceljs at its fastest: no styles, no shared strings, zlib's first level, which is its default.
 * @param {string[]} header
 * @param {AsyncIterable<(string | number | null)[]>} rows
 * @returns {Promise<number>} bytes
 */
export async function writeByExcelJs(header, rows) {
  let bytes = 0;
  const stream = new Writable({
    write(chunk, _encoding, done) {
      bytes += chunk.length;
      done();
    },
  });
  const workbook = new ExcelJs.stream.xlsx.WorkbookWriter({ stream, useStyles: false, useSharedStrings: false });
  const sheet = workbook.addWorksheet('Log');
  sheet.addRow(header).commit();
  let count = 0;
  for await (const row of rows) {
    sheet.addRow(row).commit();
    // It writes only when it is let.
    if (++count % 1024 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  sheet.commit();
  await workbook.commit();
  return bytes;
}
