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
 * Most cells are words, small numbers, dates and times: one test, and they are written as they are. The long way is for
 * any other start, and for controls, quotes, separators, loose marks and invisible characters anywhere.
 */
const PLAIN =
  /^(?:[A-Za-z\u00c0-\u024f\u1e00-\u1eff][^\p{Cc}\p{Cf}\p{Cs}\p{M}\p{Zl}\p{Zp}",;|]*|[1-9]\d{0,10}|\d\d(?::\d\d|[:/]\d\d[:/][\d :/]+))?$/u;

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
    row += (i > 0 ? separator : '') + (PLAIN.test(cell) ? cell : neutral(cell));
  }
  return `${row}\r\n`;
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
