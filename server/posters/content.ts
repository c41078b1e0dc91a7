/** What a poster of any layout says, and the pieces that all of them share. */
import { dayOf, dayText } from '../../shared/clock.ts';
import type { Operation } from './drawing.ts';
import { drawable, widthOf } from './font.ts';
import { type Fitted, firstThatFits, line } from './text.ts';

export interface PosterContent {
  schoolName: string;
  /** null: the whole school. */
  gateName: string | null;
  link: string;
  /** What people read and type, without the scheme. */
  host: string;
  code: string;
  line: string;
  contact: string;
  madeAt: number;
  trial: boolean;
}

/** What every layout says in the same words. */
export const SAID = {
  trial: { vi: 'BẢN THỬ, chưa dùng để khai báo', short: 'BẢN THỬ' },
  here: { vi: 'Khách khai báo tại đây', short: 'Khai báo tại đây' },
  without: { vi: 'Không có điện thoại hay mạng? Xin nói tên với bảo vệ.', en: 'No phone or no network? Tell the guard your name.' },
  steps: [
    { vi: 'Mở máy ảnh, quét mã', en: 'Scan with your camera' },
    { vi: 'Trả lời vài câu', en: 'Answer a few questions' },
    { vi: 'Đưa mã cho bảo vệ', en: 'Show your pass' },
  ],
} as const;

/** A gate, as wide as 48 units: the mark of QuaCổng. */
const MARK = 'M3 15C12 13 17 10 24 4c7 6 12 9 21 11v5H3z M7 22h8v22H7z M33 22h8v22h-8z';

export const spaced = (code: string): string => `${code.slice(0, 3)} ${code.slice(3)}`;

/** "Lập ngày 21/11/2026", for whoever wonders whether a poster is an old one. */
export const madeText = (madeAt: number): string => `Lập ngày ${dayText(dayOf(madeAt))}`;

/** Under the school's name: which gate, and what this is. That it is a trial is never cut off. */
export function headingOf({ gateName, trial }: PosterContent, width: number, sizes: readonly number[]): Fitted {
  const { vi, short } = trial ? SAID.trial : SAID.here;
  const gate = gateName === null ? '' : drawable(gateName, 'semibold');
  const texts = !gate ? [vi] : trial ? [`${vi} · ${gate}`, `${short} · ${gate}`] : [`${gate} · ${vi}`, `${gate} · ${short}`, gate];
  return firstThatFits(texts, 'semibold', width, sizes);
}

/** The mark and the name, ending at `right`. */
export function mark(right: number, y: number, size: number): Operation[] {
  const scale = size / 34;
  return [
    { kind: 'path', x: right - widthOf('QuaCổng', 'semibold', size) - 58 * scale, y: y - 42 * scale, scale, d: MARK, fill: 'quiet' },
    line('QuaCổng', right, y, { size, weight: 'semibold', ink: 'quiet', align: 'right' }),
  ];
}
