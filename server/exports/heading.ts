import type { KioskCompleteness } from '../../shared/api/exports.schema.ts';
import { dayText, type Instant, instantText } from '../../shared/clock.ts';
import type { ExportWords } from './words.ts';
import type { Heading } from './xlsx.ts';

export interface Headed {
  school: string;
  from: string;
  to: string;
  rows: number;
  madeAt: Instant;
  by: string;
  completeness: readonly KioskCompleteness[];
}

/** More would leave no room under the frozen head on a small screen: several kiosks share a line then. */
const MOST_LINES = 5;
const MOST_RANGES = 10;

/** Whose, when, how many, and what may be missing, the same on each sheet but for its number. */
export function headingOf(of: Headed, words: ExportWords): Heading {
  const texts = of.completeness.map((kiosk) => kioskText(kiosk, words));
  const each = Math.max(1, Math.ceil(texts.length / MOST_LINES));
  const lines: string[] = [];
  for (let from = 0; from < texts.length; from += each) lines.push(texts.slice(from, from + each).join(' · '));
  const period = of.from === of.to ? dayText(of.from) : `${dayText(of.from)} – ${dayText(of.to)}`;
  return (sheet) => [
    [sheet === 1 ? words.title : `${words.title} (${words.sheet} ${sheet})`, '', '', '', '', of.school],
    [words.period, '', '', '', '', period, words.rowCount, String(of.rows), `${words.madeAt} ${instantText(of.madeAt)}, ${of.by}`],
    ...lines.map((line, index) => [index === 0 ? words.completeness : '', '', '', '', '', line]),
    [],
  ];
}

function kioskText({ name, receivedThrough, gaps, lastSeenAt }: KioskCompleteness, words: ExportWords): string {
  const seen = `${words.silentSince} ${lastSeenAt === null ? '—' : instantText(lastSeenAt)}`;
  return `${name}: ${words.receivedThrough} ${receivedThrough}, ${gapsText(gaps, words)}, ${seen}`;
}

export function gapsText(gaps: KioskCompleteness['gaps'], words: ExportWords): string {
  if (gaps.length === 0) return words.noGaps;
  const shown = gaps.slice(0, MOST_RANGES).map(({ from, to }) => (from === to ? String(from) : `${from}–${to}`));
  return `${words.gaps} ${shown.join(', ')}${gaps.length > MOST_RANGES ? '…' : ''}`;
}
