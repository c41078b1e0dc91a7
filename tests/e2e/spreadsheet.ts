/** Reads downloads back without the libraries that wrote them. */
import { inflateRawSync } from 'node:zlib';

/** The rows of a workbook's first sheet, and how many of its cells would be computed by a spreadsheet. */
export function readWorkbook(file: Buffer): { rows: string[][]; formulas: number } {
  const sheet = unzip(file).get('xl/worksheets/sheet1.xml')?.toString('utf8') ?? '';
  const shared = [...(unzip(file).get('xl/sharedStrings.xml')?.toString('utf8') ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map(textOf);
  const rows = [...sheet.matchAll(/<row\b[^>]*>(.*?)<\/row>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<c\b([^>]*)>(.*?)<\/c>/gs)].map(([, attributes = '', cell = '']) => {
      const value = textOf(['', cell]);
      return attributes.includes('t="s"') ? (shared[Number(value)] ?? '') : value;
    }),
  );
  return { rows, formulas: [...sheet.matchAll(/<f[\s>/]/g)].length };
}

/** All the text inside, whatever tags it stands in. */
function textOf([, xml = '']: readonly string[]): string {
  const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return xml.replace(/<[^>]*>/g, '').replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole);
}

/** By the central directory (APPNOTE 4.3.12): streamed files do not state their sizes before their bytes. */
function unzip(file: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  let at = file.readUInt32LE(file.lastIndexOf('PK\x05\x06', undefined, 'latin1') + 16);
  while (file.readUInt32LE(at) === 0x02014b50) {
    const [packed, name, extra, comment] = [
      file.readUInt32LE(at + 20),
      file.readUInt16LE(at + 28),
      file.readUInt16LE(at + 30),
      file.readUInt16LE(at + 32),
    ];
    const local = file.readUInt32LE(at + 42);
    const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    const bytes = file.subarray(start, start + packed);
    files.set(file.toString('utf8', at + 46, at + 46 + name), file.readUInt16LE(at + 10) === 8 ? inflateRawSync(bytes) : bytes);
    at += 46 + name + extra + comment;
  }
  return files;
}

/** Cells by row; quotes as in RFC 4180. @throws Error when the byte order mark is missing, which spreadsheets need */
export function readCsv(file: Buffer): string[][] {
  const text = file.toString('utf8');
  if (!text.startsWith('\ufeff')) throw new Error('The CSV has no byte order mark: spreadsheets would garble Vietnamese');
  return text
    .slice(1)
    .trimEnd()
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain),
    );
}
