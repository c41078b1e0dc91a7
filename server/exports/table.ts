import type { Correction } from '../../shared/api/corrections.schema.ts';
import type { LogRow } from '../../shared/api/log.schema.ts';
import { DAY, dayOf, dayText, HOUR, type Instant } from '../../shared/clock.ts';
import type { ExportWords } from './words.ts';

/** How numbers and times stand in a cell. */
export interface Form<Cell> {
  /** Of a cell in which nothing stands. */
  none: Cell;
  number(value: number): Cell;
  day(at: Instant): Cell;
  time(at: Instant): Cell;
  instant(at: Instant): Cell;
}

let lastDay = { number: Number.NaN, text: '' };
const ZONE = 7 * HOUR;
const pad = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** As Vietnamese paper has them. A million rows have few days: the last one's text is kept. */
export const TEXT: Form<string> = {
  none: '',
  number: String,
  day(at) {
    const number = Math.floor((at + ZONE) / DAY);
    if (number !== lastDay.number) lastDay = { number, text: dayText(dayOf(at)) };
    return lastDay.text;
  },
  time(at) {
    const seconds = Math.floor(((at + ZONE) % DAY) / 1000);
    return `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  },
  instant: (at) => `${TEXT.day(at)} ${TEXT.time(at)}`,
};

/** 1 January 1970 as a spreadsheet counts days. */
const EPOCH = 25_569;
const serialDay = (at: Instant): number => Math.floor((at + ZONE) / DAY) + EPOCH;
const serialTime = (at: Instant): number => Math.floor(((at + ZONE) % DAY) / 1000) / 86_400;

/**
 * Numbers that a spreadsheet shows as days and times, to the second: they sort, filter by month and add up, which
 * dd/mm/yyyy as text does not.
 */
export const SERIAL: Form<number | null> = {
  none: null,
  number: (value) => value,
  day: serialDay,
  time: serialTime,
  instant: (at) => serialDay(at) + serialTime(at),
};

/** One row of the log as cells, in the order of `words.columns`. */
export function cellsOf<Cell>(row: LogRow, number: number, words: ExportWords, form: Form<Cell>): (string | Cell)[] {
  const { decision } = row;
  const { none } = form;
  return [
    form.number(number),
    form.day(row.at),
    form.time(row.at),
    words.dir[row.dir],
    row.colour === null ? words.noted : words.colour[row.colour],
    row.why.length === 0 ? none : row.why.map((reason) => words.why[reason]).join('; '),
    row.erased ? words.erased : row.unreadable ? words.unreadable : composed(row.name) || none,
    composed(row.phone) || none,
    composed(row.host) || none,
    row.companions === 0 ? none : form.number(row.companions),
    row.companionNames.length === 0 ? none : composed(row.companionNames.join('; ')),
    composed(row.gate.name) || none,
    composed(row.kiosk.name) || none,
    row.n === 0 ? none : form.number(row.n),
    words.method[row.method],
    words.code[row.code],
    decision ? (decision.admit ? words.admitted : words.turnedAway) : none,
    decision ? words.decision[decision.reason] : none,
    decision ? composed(decision.by) || none : none,
    row.corrected || row.left ? correctedText(row, words) : none,
    row.corrections.length === 0 ? none : composed(row.corrections.map((each) => saidText(each, words)).join('; ')),
    row.flags.length === 0 ? none : row.flags.map((flag) => words.flag[flag]).join('; '),
    form.instant(row.receivedAt),
    row.event,
  ];
}

/** Beyond these letters a text may be in another form than NFC. */
const COMPOSED = /^[ -~\u00c0-\u024f\u1e00-\u1eff]*$/;
const composed = (text: string | null): string => (text === null ? '' : COMPOSED.test(text) ? text : text.normalize('NFC'));

/** The row itself keeps what was scanned; here stands what it counts as. */
function correctedText({ corrected, left }: LogRow, words: ExportWords): string {
  if (corrected && 'void' in corrected) return words.voided;
  const turned = corrected ? [`${words.turned} ${words.dir[corrected.dir]}`] : [];
  const ended = left ? [`${words.left} ${TEXT.instant(left.at)}${left.estimated ? ` (${words.estimated})` : ''}`] : [];
  return [...turned, ...ended].join('; ');
}

function saidText({ at, from, by, reason, note }: Correction, words: ExportWords): string {
  const who = by ?? (from === 'gate' ? words.atGate : '');
  const why = [...(reason ? [words.correction[reason]] : []), ...(note ? [note] : [])].join(', ');
  return [`${TEXT.instant(at)}${who ? ` ${who}` : ''}`, ...(why ? [why] : [])].join(': ');
}
