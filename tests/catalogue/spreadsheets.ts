/** Downloads read back without trust: a strict CSV reader of our own, and the raw XML of every sheet. */
import { inflateRawSync } from 'node:zlib';

/** RFC 4180 with a byte order mark; throws on anything that a lenient reader would guess about. */
export function readCsv(bytes: Uint8Array): string[][] {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  if (!text.startsWith('\ufeff')) throw new Error('the CSV has no byte order mark');
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 1;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      const end = endOfQuoted(text, at);
      cell = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    } else {
      let end = at;
      while (end < text.length && text[end] !== ',' && text[end] !== '\r' && text[end] !== '\n') {
        if (text[end] === '"') throw new Error('a quote inside an unquoted cell');
        end++;
      }
      cell = text.slice(at, end);
      at = end;
    }
    row.push(cell);
    if (text[at] === ',') {
      at++;
      if (at === text.length) row.push('');
    } else if (text[at] === '\r' && text[at + 1] === '\n') {
      rows.push(row);
      row = [];
      at += 2;
    } else throw new Error(`row ${rows.length + 1} does not end in CRLF`);
  }
  if (row.length > 0) throw new Error('the last row has no end');
  const width = rows[0]?.length ?? 0;
  const ragged = rows.findIndex((each) => each.length !== width);
  if (ragged >= 0) throw new Error(`row ${ragged + 1} has ${rows[ragged]?.length} cells, not ${width}`);
  return rows;
}

function endOfQuoted(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] !== '"') continue;
    if (text[at + 1] !== '"') return at;
    at++;
  }
  throw new Error('a quoted cell has no end');
}

/** Members of a ZIP by its central directory (also with ZIP64 sizes, which streams need not have). */
function unzip(bytes: Buffer): Map<string, Buffer> {
  const end = bytes.lastIndexOf(Buffer.from('504b0506', 'hex'));
  if (end < 0) throw new Error('not a ZIP');
  const parts = new Map<string, Buffer>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const method = bytes.readUInt16LE(at + 10);
    const size = bytes.readUInt32LE(at + 20);
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.subarray(at + 46, at + 46 + nameLength).toString('utf8');
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + size);
    parts.set(name, method === 0 ? packed : inflateRawSync(packed));
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return parts;
}

export interface Workbook {
  /** Rows of each sheet in the order of the file's names. */
  sheets: string[][][];
  /** Cells that hold a formula, or anything else than text or a plain number. */
  live: string[];
}

const fromXml = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replace(/&#(x?)([0-9a-f]+);/gi, (_, hex: string, digits: string) => String.fromCodePoint(Number.parseInt(digits, hex ? 16 : 10)))
    .replaceAll('&amp;', '&')
    // ECMA-376, 22.9.2.19: characters that XML cannot hold.
    .replace(/_x([0-9A-F]{4})_/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));

const textsOf = (xml: string): string => [...xml.matchAll(/<t(?: [^>]*)?>([^<]*)<\/t>/g)].map((part) => fromXml(part[1] ?? '')).join('');

/** `rows` false: cells are only judged and counted, for files of a million rows. */
export function readXlsx(bytes: Buffer): Workbook {
  const parts = unzip(bytes);
  const shared = [...(parts.get('xl/sharedStrings.xml')?.toString('utf8') ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map((si) =>
    textsOf(si[1] ?? ''),
  );
  const live: string[] = [];
  const sheets: string[][][] = [];
  const names = [...parts.keys()]
    .filter((name) => /^xl\/worksheets\/sheet\d+\.xml$/.test(name))
    .sort((a, b) => Number(/\d+/.exec(a)?.[0]) - Number(/\d+/.exec(b)?.[0]));
  for (const name of names) {
    const xml = parts.get(name) ?? Buffer.alloc(0);
    const rows: string[][] = [];
    for (const row of rowsOf(xml)) {
      const cells: string[] = [];
      for (const [, attributes = '', inner = ''] of row.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
        const type = /\bt="(\w+)"/.exec(attributes)?.[1];
        const place = /\br="([A-Z]+)\d+"/.exec(attributes)?.[1] ?? '';
        const number = type === undefined ? /^<v>(-?\d+(?:\.\d+)?(?:e-?\d+)?)<\/v>$/.exec(inner)?.[1] : undefined;
        const text = type === 'inlineStr' || type === 's';
        if (/<f[\s>/]/.test(inner) || (inner !== '' && !text && number === undefined)) live.push(`${name} ${place}`);
        const column = columnOf(place);
        while (cells.length < column) cells.push('');
        cells.push(type === 's' ? (shared[Number(/<v>(\d+)<\/v>/.exec(inner)?.[1])] ?? '') : (number ?? textsOf(inner)));
      }
      rows.push(cells);
    }
    sheets.push(rows);
  }
  return { sheets, live };
}

const columnOf = (letters: string): number => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** One row's XML at a time: the text of a whole sheet of a million rows is longer than a string may be. */
function* rowsOf(xml: Buffer): Generator<string> {
  let at = xml.indexOf('<row');
  while (at >= 0) {
    const close = xml.indexOf('>', at);
    const empty = xml[close - 1] === 0x2f;
    const end = empty ? close + 1 : xml.indexOf('</row>', close) + 6;
    yield xml.subarray(at, end).toString('utf8');
    at = xml.indexOf('<row', end);
  }
}

/** Rows of a million-row sheet, without keeping them. */
export function countRows(bytes: Buffer): { rows: number[]; formulas: number; first: string[]; last: string[] } {
  const parts = unzip(bytes);
  const names = [...parts.keys()].filter((name) => /^xl\/worksheets\/sheet\d+\.xml$/.test(name)).sort();
  const rows: number[] = [];
  const last: string[] = [];
  const first: string[] = [];
  let formulas = 0;
  for (const name of names) {
    const xml = parts.get(name) ?? Buffer.alloc(0);
    let count = 0;
    for (let at = xml.indexOf('<row'); at >= 0; at = xml.indexOf('<row', at + 4)) count++;
    for (const mark of ['<f>', '<f ', '<f/']) if (xml.includes(mark)) formulas++;
    rows.push(count);
    const start = xml.indexOf('<row');
    first.push(textsOf(xml.subarray(start, start + 20_000).toString('utf8')));
    last.push(textsOf(xml.subarray(Math.max(0, xml.lastIndexOf('<row'))).toString('utf8')));
  }
  return { rows, formulas, first, last };
}

/** What spreadsheets skip before they look for a formula: spaces, controls, format and other invisible characters, quotes. */
const SKIPPED = /^[\p{Z}\p{C}\p{M}\p{DI}"]+/u;
const LIVE = /^[=+\-@＝＋－＠﹢﹣﹫−]/u;

/** Cells of a CSV that a spreadsheet would evaluate, also when it cuts at another separator. */
export const liveCells = (rows: readonly (readonly string[])[]): string[] =>
  rows.flat().filter((cell) => cell.split(/[,;|\t\r\n]/).some((part) => LIVE.test(part.replace(SKIPPED, ''))));

/** The text of a cell without what the guard put there. */
export const unguarded = (cell: string): string =>
  cell.replace(/(^|[,;|\t\n]["\p{Z}\p{C}\p{M}]*|^["\p{Z}\p{C}\p{M}]*)'(?=["\p{Z}\p{C}\p{M}]*[=+\-@＝＋－＠﹢﹣﹫−\d\t\n])/gu, '$1');
