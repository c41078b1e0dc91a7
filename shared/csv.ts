/**
 * CSV that no spreadsheet executes (RFC 4180: CRLF, quotes doubled). The text of a cell is kept in NFC without controls;
 * what a spreadsheet would run or rewrite gets an apostrophe before it.
 *
 * Why an apostrophe: it is the one prefix that Excel and LibreOffice both read as text. A tab or a space is skipped by
 * some before they look for `=`, and `="0912"` is itself a formula. Quoting guards nothing: LibreOffice runs formulas
 * inside quotes too, and drops a leading NUL and runs the rest. Seen with LibreOffice 7.4 on 4,000 hostile cells: no
 * formula whatever separator it was told, no number or date where the separator was right. LibreOffice shows the
 * apostrophe; the XLSX, whose cells have types, needs none.
 */

/** Stands before the first row: without it Excel takes UTF-8 for the system's code page. */
export const CSV_BOM = '\ufeff';

export type CsvSeparator = ',' | ';';

/**
 * What a character may do, by its code: 0 anything else than these (the long way decides), 1 a letter, 2 a digit, 3 a sign
 * that is harmless behind them. Most cells are words, numbers, dates and times: one walk over them, and they are written
 * as they are. Quotes, separators, controls, loose marks and invisible characters are 0.
 */
const KINDS = new Uint8Array(0x1f00);
const LETTER = 1;
const DIGIT = 2;
KINDS.fill(3, 0x20, 0x7f);
for (const char of '",;|') KINDS[char.charCodeAt(0)] = 0;
KINDS.fill(DIGIT, 0x30, 0x3a);
for (const [from, to] of [
  [0x41, 0x5a],
  [0x61, 0x7a],
  [0xc0, 0x24f],
  [0x1e00, 0x1eff],
] as const)
  KINDS.fill(LETTER, from, to + 1);

/** Letters, digits and signs that need no cleaning. */
const CLEAN = /^[ -~\u00c0-\u024f\u1e00-\u1eff]*$/;
const BREAKS = /\r\n?|[\u2028\u2029]/g;
const CONTROLS = /(?![\t\n])[\p{Cc}\p{Cs}]/gu;

/** Read as a number or a date: a phone loses its zero, an id becomes 7.919E+10, class 3E5 becomes 300000, 6/7 a day. */
const REWRITTEN = /^(?:0\d+|\d{12,}|\d+[eE]\d+|\d{1,2}[-/]\d{1,2})$/;

/** What starts a formula, with its full-width, small, raised and lowered forms and the real minus sign. */
const LIVE = /[=+\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−]/u;
/** Skipped by one spreadsheet or another before it looks at the first character. */
const SKIPPED = /[\p{Z}\p{C}\p{M}\p{DI}"]/u;
/** A file opened with another separator than it was written with has cells that start here. */
const SEPARATES = /[,;|\t\n]/;
const QUOTED = /[",;|\t\n]/;

/** One row with its CRLF. No cell can stop a list: what is broken in it is taken out. */
export function csvRow(cells: readonly string[], separator: CsvSeparator = ','): string {
  let row = '';
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] ?? '';
    if (i > 0) row += separator;
    row += isHarmless(cell) ? cell : neutral(cell);
  }
  return `${row}\r\n`;
}

/** Begins with a letter, or with a digit and is not taken for a number or a date; nothing else in it needs a look. */
function isHarmless(cell: string): boolean {
  const first = KINDS[cell.charCodeAt(0)];
  if (first !== LETTER && first !== DIGIT) return cell === '';
  for (let i = 1; i < cell.length; i++) if (!KINDS[cell.charCodeAt(i)]) return false;
  return first === LETTER || !REWRITTEN.test(cell.trimEnd());
}

function neutral(cell: string): string {
  const text = CLEAN.test(cell) ? cell : cell.normalize('NFC').replace(BREAKS, '\n').replace(CONTROLS, '');
  const safe = REWRITTEN.test(text.trim()) ? `'${text}` : guarded(text);
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** An apostrophe before each character that could start a formula, here or in a cell that a reader may cut out of it. */
function guarded(text: string): string {
  const start = /^[\t\n]/.test(text) ? "'" : '';
  if (!LIVE.test(text)) return start + text;
  let safe = start;
  let atStart = true;
  for (const char of text) {
    if (atStart && LIVE.test(char)) safe += "'";
    atStart = SEPARATES.test(char) || (atStart && SKIPPED.test(char));
    safe += char;
  }
  return safe;
}
