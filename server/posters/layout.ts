/**
 * The A4 poster. Hanoi's rule of 2021: a place's QR is at least 15 x 15 cm; the first line is for people who cannot use
 * it. Vietnamese first, English under it; nothing depends on colour.
 */
import { dayOf, dayText } from '../../shared/clock.ts';
import type { Drawing, Ink, Operation } from './drawing.ts';
import { drawable, type Weight, widthOf, wrap } from './font.ts';
import { modulesOf } from './qr.ts';

const CM = 72 / 2.54;
const A4 = { width: 21 * CM, height: 29.7 * CM };
const MARGIN = 1.5 * CM;
/** Of the modules alone; the quiet zone of 4 modules comes on top. */
export const QR_SIZE = 15 * CM;

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

export function posterDrawing(content: PosterContent): Drawing {
  const middle = A4.width / 2;
  const inner = A4.width - 2 * MARGIN;
  const operations: Operation[] = [{ kind: 'rect', x: 0, y: 0, width: A4.width, height: A4.height, fill: 'white' }];
  const put = (
    text: string,
    y: number,
    size: number,
    weight: Weight,
    ink: Ink,
    align: 'left' | 'middle' | 'right' = 'middle',
    x = middle,
  ) => operations.push({ kind: 'text', x, y, text, size, weight, ink, align });

  operations.push({ kind: 'rect', x: 0, y: 0, width: A4.width, height: 3.9 * CM, fill: content.trial ? 'warn' : 'brand' });
  const name = fitted(content.schoolName, 'bold', inner, 2, [24, 21, 18, 15, 12]);
  name.lines.forEach((line, index) => {
    put(line, 1.75 * CM - (name.lines.length - 1) * 0.42 * CM + index * name.size * 1.15, name.size, 'bold', 'white');
  });
  const gate = content.gateName === null ? '' : drawable(content.gateName, 'semibold');
  const here = content.trial ? 'BẢN THỬ, chưa dùng để khai báo' : 'Khách khai báo tại đây';
  const heading = fitted(gate ? `${gate} · ${here}` : here, 'semibold', inner, 1, [16, 14, 12, 10]);
  put(heading.lines[0] ?? '', 3.15 * CM, heading.size, 'semibold', 'white');

  put('Không có điện thoại hay mạng? Xin nói tên với bảo vệ.', 4.75 * CM, 14.5, 'bold', 'ink');
  put('No phone or no network? Tell the guard your name.', 5.3 * CM, 10.5, 'regular', 'quiet');

  const qr = modulesOf(content.link);
  const quiet = (QR_SIZE / qr.length) * 4;
  const top = 5.55 * CM + quiet;
  operations.push({ kind: 'modules', x: middle - QR_SIZE / 2, y: top, size: QR_SIZE, modules: qr });

  let y = top + QR_SIZE + quiet + 0.35 * CM;
  const third = inner / 3;
  STEPS.forEach(({ vi, en }, index) => {
    const x = MARGIN + third * index;
    operations.push({ kind: 'rect', x: x + 2, y: y - 0.1 * CM, width: third - 6, height: 1.75 * CM, fill: 'pale', radius: 6 });
    put(`${index + 1}. ${vi}`, y + 0.62 * CM, 11.5, 'bold', 'ink', 'middle', x + third / 2);
    put(en, y + 1.22 * CM, 9.5, 'regular', 'quiet', 'middle', x + third / 2);
  });
  y += 2.55 * CM;

  const typed = fitted(`Hoặc mở ${content.host}/p và gõ mã`, 'regular', inner - 4.4 * CM, 1, [12, 11, 10, 9, 8]);
  const typedWidth = widthOf(typed.lines[0] ?? '', 'regular', typed.size);
  const codeWidth = widthOf(spaced(content.code), 'bold', 22);
  const left = middle - (typedWidth + 0.35 * CM + codeWidth) / 2;
  put(typed.lines[0] ?? '', y, typed.size, 'regular', 'ink', 'left', left);
  put(spaced(content.code), y + 1.5, 22, 'bold', 'black', 'left', left + typedWidth + 0.35 * CM);
  y += 0.65 * CM;
  const english = fitted(`Or open ${content.host}/p and type the code`, 'regular', inner, 1, [9.5, 8, 7]);
  put(english.lines[0] ?? '', y, english.size, 'regular', 'quiet');
  y += 0.72 * CM;
  for (const text of [content.line, content.contact]) {
    const { lines, size } = fitted(text, 'semibold', inner, 1, [11, 10, 9]);
    if (!lines[0]) continue;
    put(lines[0], y, size, 'semibold', 'ink');
    y += 0.55 * CM;
  }
  put(`Lập ngày ${dayText(dayOf(content.madeAt))}`, A4.height - 0.75 * CM, 9, 'regular', 'quiet', 'left', MARGIN);
  const mark = fitted(`QuaCổng · ${content.host}`, 'semibold', inner / 2 - 2.5 * CM, 1, [9, 8, 7]);
  put(mark.lines[0] ?? '', A4.height - 0.75 * CM, mark.size, 'semibold', 'quiet', 'right', A4.width - MARGIN);
  if (content.trial) operations.push(...trialStamp());
  return { ...A4, title: `${drawable(content.schoolName, 'bold')} · ${content.code}`, operations };
}

const STEPS = [
  { vi: 'Mở máy ảnh, quét mã', en: 'Scan with your camera' },
  { vi: 'Trả lời vài câu', en: 'Answer a few questions' },
  { vi: 'Đưa mã cho bảo vệ', en: 'Show your pass' },
];

/** What the header says already, a second time at the foot. */
const trialStamp = (): Operation[] => [
  { kind: 'rect', x: A4.width / 2 - 2.1 * CM, y: A4.height - 1.35 * CM, width: 4.2 * CM, height: 0.95 * CM, fill: 'warn', radius: 3 },
  { kind: 'text', x: A4.width / 2, y: A4.height - 0.67 * CM, text: 'BẢN THỬ', size: 17, weight: 'bold', ink: 'white', align: 'middle' },
];

const spaced = (code: string): string => `${code.slice(0, 3)} ${code.slice(3)}`;

/** The largest of the sizes at which the text stays within its lines; at the smallest it is cut. */
function fitted(
  text: string,
  weight: Weight,
  width: number,
  maxLines: number,
  sizes: readonly number[],
): { lines: string[]; size: number } {
  const clean = drawable(text, weight);
  const smallest = sizes.at(-1) ?? 10;
  for (const size of sizes) {
    const lines = wrap(clean, weight, size, width, maxLines + 1);
    if (lines.length <= maxLines && lines.every((line) => widthOf(line, weight, size) <= width)) return { lines, size };
  }
  return { lines: wrap(clean, weight, smallest, width, maxLines), size: smallest };
}
