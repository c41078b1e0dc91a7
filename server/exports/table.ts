import type { LogRow } from '../../shared/api/log.schema.ts';
import { dayOf, dayText, instantText } from '../../shared/clock.ts';
import type { ExportWords } from './words.ts';

/** One row of the log as cells of text, in the order of `words.columns`. */
export function cellsOf(row: LogRow, number: number, words: ExportWords): string[] {
  const time = instantText(row.at);
  return [
    String(number),
    dayText(dayOf(row.at)),
    time.slice(11),
    words.dir[row.dir],
    words.colour[row.colour],
    row.why.map((reason) => words.why[reason]).join('; '),
    row.unreadable ? words.unreadable : (row.name ?? ''),
    row.phone ?? '',
    row.host ?? '',
    row.gate.name,
    row.kiosk.name,
    String(row.n),
    words.method[row.method],
    words.code[row.code],
    row.decision ? (row.decision.admit ? words.admitted : words.turnedAway) : '',
    row.decision ? words.decision[row.decision.reason] : '',
    row.decision?.by ?? '',
    correctedText(row, words),
    row.flags.map((flag) => words.flag[flag]).join('; '),
    instantText(row.receivedAt),
    row.event,
  ].map((cell) => cell.normalize('NFC'));
}

function correctedText(row: LogRow, words: ExportWords): string {
  if (!row.corrected) return '';
  return 'void' in row.corrected ? words.voided : `${words.turned} ${words.dir[row.corrected.dir]}`;
}
