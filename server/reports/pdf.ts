/** The day's report on A4: black on white, readable as a photocopy. */
import { dayText, type Instant, instantText, timeText } from '../../shared/clock.ts';
import { gapsText } from '../exports/heading.ts';
import { EXPORT_WORDS } from '../exports/words.ts';
import { takingTurns } from '../turns.ts';
import type { DayReport, ReportVisit } from './day.ts';
import { A4, type Block, CM, fitted, INK, INNER, LINE, MARGIN, newPdf, type Pdf, paginate, put, QUIET } from './page.ts';
import { headingBlock, lineBlock, type TableOf, tableBlocks } from './table.ts';
import { REPORT_WORDS, type ReportWords } from './words.ts';

export interface PaperOf {
  school: string;
  day: string;
  names: 'masked' | 'full';
  language: 'vi' | 'en';
  by: string;
  madeAt: Instant;
}

/** Page by page, as it is asked for. */
export async function* reportPdf(report: DayReport, paper: PaperOf): AsyncGenerator<Uint8Array> {
  const words = REPORT_WORDS[paper.language];
  const title = words.title(dayText(paper.day));
  const breathe = takingTurns();
  const pages = paginate(await blocksOf(report, paper, words, breathe));
  const pdf = newPdf(`${paper.school} · ${title}`, paper.language);
  const parts: Uint8Array[] = [];
  pdf.on('data', (part: Uint8Array) => parts.push(part));
  const ended = new Promise<void>((resolve, reject) => {
    pdf.once('end', resolve);
    pdf.once('error', reject);
  });
  // Awaited at the end only; until then nobody would hear of it.
  ended.catch(() => undefined);
  for (const [index, page] of pages.entries()) {
    pdf.addPage();
    let y = MARGIN;
    for (const block of page) {
      block.draw(pdf, y);
      y += block.height;
      await breathe();
    }
    foot(pdf, `${paper.school} · ${title}`, words.page(index + 1, pages.length));
    yield* parts.splice(0);
  }
  pdf.end();
  await ended;
  yield* parts.splice(0);
}

async function blocksOf(report: DayReport, paper: PaperOf, words: ReportWords, breathe: () => Promise<void>): Promise<Block[]> {
  const tableOf = (table: TableOf): Promise<Block[]> => tableBlocks(table, breathe);
  const table = EXPORT_WORDS[paper.language];
  const missing = report.completeness.some(({ gaps }) => gaps.length > 0);
  const open = report.visits.filter(({ end }) => end === null);
  return [
    titleBlock(paper, words),
    countsBlock(report, words),
    headingBlock(words.byHour),
    report.view.entries === 0 ? lineBlock(words.hourNone) : chartBlock(report.view.hours.entries),
    ...(await tableOf({
      title: words.gates,
      columns: columns(words.gateHead, [0.6, 0.2, 0.2], 1),
      rows: report.view.gates.map((gate) => [gate.name, String(gate.entries), String(gate.exits)]),
      none: words.none,
    })),
    ...(await tableOf({
      title: words.kiosks,
      columns: columns(words.kioskHead, [0.3, 0.18, 0.3, 0.22]),
      rows: report.completeness.map(({ name, receivedThrough, gaps, lastSeenAt }) => [
        name,
        String(receivedThrough),
        gaps.length === 0 ? words.complete : gapsText(gaps, table).slice(table.gaps.length + 1),
        lastSeenAt === null ? '—' : instantText(lastSeenAt),
      ]),
      none: words.none,
    })),
    ...(missing ? [lineBlock(words.incomplete)] : []),
    ...(await tableOf({
      title: words.held(report.held.length),
      columns: columns(words.heldHead, [0.09, 0.24, 0.15, 0.26, 0.26]),
      rows: report.held.map(({ at, name, gate, why, colour, decision }) => [
        timeText(at),
        name,
        gate,
        why.length > 0 ? why.map((reason) => table.why[reason]).join('; ') : table.colour[colour],
        decision ? `${table.turnedAway}: ${table.decision[decision.reason]}` : words.undecided,
      ]),
      none: words.none,
    })),
    ...(await tableOf({
      title: words.open(open.length),
      columns: columns(words.openHead, [0.14, 0.32, 0.34, 0.2]),
      rows: open.map((visit) => [visit.inAt === null ? '' : clock(visit.inAt, paper.day), visit.name, visit.host, visit.gate]),
      none: words.none,
    })),
    ...(await tableOf({
      title: words.visits(report.visits.length),
      columns: columns(words.visitHead, [0.06, 0.11, 0.21, 0.24, 0.22, 0.16]),
      rows: report.visits.map((visit, index) => [
        String(index + 1),
        visit.inAt === null ? words.noEntry : clock(visit.inAt, paper.day),
        endText(visit, paper.day, words),
        visit.name,
        visit.host,
        visit.gate,
      ]),
      none: words.none,
    })),
    signatureBlock(words),
  ];
}

/** Numbers stand to the right from column `right` on. */
const columns = (heads: readonly string[], shares: readonly number[], right = heads.length) =>
  heads.map((text, index) => ({ text, share: shares[index] ?? 0, align: index >= right ? ('right' as const) : ('left' as const) }));

/** HH:MM, with the day when it is another one. */
const clock = (at: Instant, day: string): string => {
  const text = instantText(at);
  return text.startsWith(dayText(day)) ? timeText(at) : `${text.slice(0, 5)} ${timeText(at)}`;
};

function endText({ end, outAt }: ReportVisit, day: string, words: ReportWords): string {
  if (end === null || outAt === null) return words.inside;
  const at = clock(outAt, day);
  switch (end) {
    case 'scan':
      return at;
    case 'round':
      return `${at} (${words.byRound})`;
    case 'office':
      return `${at} (${words.byOffice})`;
    case 'estimated':
      return `${at} (${words.estimated})`;
  }
}

const titleBlock = (paper: PaperOf, words: ReportWords): Block => ({
  height: paper.names === 'masked' ? 74 : 62,
  draw(pdf, y) {
    put(pdf, fitted(paper.school, INNER, 11, 'semibold'), MARGIN, y + 11, { size: 11, weight: 'semibold' });
    put(pdf, words.title(dayText(paper.day)), MARGIN, y + 33, { size: 16, weight: 'bold' });
    put(pdf, fitted(words.made(instantText(paper.madeAt), paper.by), INNER, 9), MARGIN, y + 50, { size: 9, ink: QUIET });
    if (paper.names === 'masked') put(pdf, words.masked, MARGIN, y + 63, { size: 9, ink: QUIET });
  },
});

const countsBlock = ({ view }: DayReport, words: ReportWords): Block => ({
  height: 52,
  draw(pdf, y) {
    const values = [view.entries, view.exits, view.inside, view.waiting, view.refused];
    const width = INNER / values.length;
    for (const [index, value] of values.entries()) {
      const x = MARGIN + index * width;
      pdf
        .roundedRect(x + (index > 0 ? 3 : 0), y, width - (index > 0 ? 3 : 0), 44, 4)
        .lineWidth(0.75)
        .stroke(LINE);
      put(pdf, String(value), x + width / 2, y + 22, { size: 17, weight: 'bold', align: 'middle' });
      put(pdf, words.counts[index] ?? '', x + width / 2, y + 36, { size: 8.5, ink: QUIET, align: 'middle' });
    }
  },
});

const CHART = 108;
/** Between the first and the last hour with somebody, and the school's usual hours in any case. */
function chartBlock(hours: readonly number[]): Block {
  const used = hours.flatMap((count, hour) => (count > 0 ? [hour] : []));
  const first = Math.min(6, ...used);
  const last = Math.max(17, ...used);
  const most = Math.max(1, ...hours);
  return {
    height: CHART,
    draw(pdf, y) {
      const width = INNER / (last - first + 1);
      const floor = y + CHART - 20;
      for (let hour = first; hour <= last; hour++) {
        const count = hours[hour] ?? 0;
        const x = MARGIN + (hour - first) * width;
        const height = (count / most) * (CHART - 40);
        if (count > 0) {
          pdf.rect(x + width * 0.15, floor - height, width * 0.7, height).fill('#3d5a4f');
          put(pdf, String(count), x + width / 2, floor - height - 3, { size: 8, align: 'middle' });
        }
        put(pdf, `${hour}h`, x + width / 2, floor + 11, { size: 8, ink: QUIET, align: 'middle' });
      }
      pdf.rect(MARGIN, floor, INNER, 0.75).fill(INK);
    },
  };
}

const signatureBlock = (words: ReportWords): Block => ({
  height: 4.2 * CM,
  draw(pdf, y) {
    for (const [index, who] of words.signed.entries()) {
      const x = MARGIN + (INNER / 4) * (1 + 2 * index);
      put(pdf, who, x, y + 30, { size: 9.5, weight: 'semibold', align: 'middle' });
      put(pdf, words.signHere, x, y + 43, { size: 8.5, ink: QUIET, align: 'middle' });
    }
  },
});

function foot(pdf: Pdf, left: string, right: string): void {
  const y = A4.height - 0.8 * CM;
  put(pdf, fitted(left, INNER - 3 * CM, 8), MARGIN, y, { size: 8, ink: QUIET });
  put(pdf, right, A4.width - MARGIN, y, { size: 8, ink: QUIET, align: 'right' });
}
