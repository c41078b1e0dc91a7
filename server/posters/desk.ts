/** What lies or stands on a desk: six small codes to cut apart, and a card that is folded in the middle and stands by itself. */
import { codeSizeText, distanceText, LAYOUT_FACTS } from '../../shared/poster/layouts.ts';
import { headingOf, madeText, mark, type PosterContent, SAID, spaced } from './content.ts';
import { type Drawing, type Operation, placed } from './drawing.ts';
import { widthOf } from './font.ts';
import { block, CM, fitted, fittedAll, line, title } from './text.ts';

const WIDTH = 21 * CM;
const HEIGHT = 29.7 * CM;
const PAPER: Operation = { kind: 'rect', x: 0, y: 0, width: WIDTH, height: HEIGHT, fill: 'white' };

const SMALL = { width: WIDTH / 2, height: HEIGHT / 3 };

export function sixSheet(content: PosterContent, named: string, modules: boolean[][]): Drawing {
  const one = small(content, modules);
  const copies = [0, 1, 2].flatMap((row) =>
    [0, 1].flatMap((column) => one.map((each) => placed(each, 1, column * SMALL.width, row * SMALL.height))),
  );
  const cuts: Operation[] = [
    { kind: 'dashes', x: WIDTH / 2, y: 0, toX: WIDTH / 2, toY: HEIGHT, ink: 'quiet' },
    { kind: 'dashes', x: 0, y: SMALL.height, toX: WIDTH, toY: SMALL.height, ink: 'quiet' },
    { kind: 'dashes', x: 0, y: 2 * SMALL.height, toX: WIDTH, toY: 2 * SMALL.height, ink: 'quiet' },
  ];
  return { width: WIDTH, height: HEIGHT, title: named, operations: [PAPER, ...copies, ...cuts] };
}

/** One of the six, its corner at the origin. */
function small(content: PosterContent, modules: boolean[][]): Operation[] {
  const size = (LAYOUT_FACTS.six.code / 10) * CM;
  const middle = SMALL.width / 2;
  const inner = SMALL.width - 1.6 * CM;
  const top = 1.58 * CM + (size / modules.length) * 4;
  const end = top + size * (1 + 4 / modules.length);
  const heading = headingOf(content, inner, [10, 9, 8.5, 8]);
  const codeWidth = widthOf(spaced(content.code), 'bold', 13);
  const about = fitted(
    `Quét từ ${distanceText('six', 'vi')} trở lại · ${madeText(content.madeAt)}`,
    'regular',
    inner - codeWidth - 8,
    1,
    [8],
  );
  const left = middle - (codeWidth + 8 + widthOf(about.lines[0] ?? '', 'regular', about.size)) / 2;
  const address = fitted(`${content.host}/p`, 'regular', inner, 1, [9.5, 9, 8, 7]);
  return [
    ...block(title(content.schoolName, inner, [12, 11, 10.5], [10, 9.5, 9, 8.5]), middle, 0.78 * CM, { weight: 'bold', ink: 'ink' }, 1.15),
    line(heading.lines[0] ?? '', middle, 1.52 * CM, { size: heading.size, weight: 'semibold', ink: content.trial ? 'warn' : 'brand' }),
    { kind: 'modules', x: middle - size / 2, y: top, size, modules },
    line(address.lines[0] ?? '', middle, end + 0.265 * CM, { size: address.size, weight: 'regular', ink: 'ink' }),
    line(spaced(content.code), left, end + 0.76 * CM, { size: 13, weight: 'bold', ink: 'black', align: 'left' }),
    line(about.lines[0] ?? '', left + codeWidth + 8, end + 0.76 * CM, { size: about.size, weight: 'regular', ink: 'quiet', align: 'left' }),
  ];
}

const FACE = { width: WIDTH, height: HEIGHT / 2 };

/** The lower half faces the visitor; the upper one stands on its head, and on its feet once the sheet is folded. */
export function cardSheet(content: PosterContent, named: string, modules: boolean[][]): Drawing {
  const face = cardFace(content, modules).map((each) => placed(each, 1, 0, FACE.height));
  return {
    width: WIDTH,
    height: HEIGHT,
    title: named,
    operations: [
      PAPER,
      ...face,
      { kind: 'turned', x: WIDTH / 2, y: HEIGHT / 2, operations: face },
      { kind: 'dashes', x: 0, y: HEIGHT / 2, toX: WIDTH, toY: HEIGHT / 2, ink: 'white' },
    ],
  };
}

/** A5 across: the code on the left, what to do on the right. */
function cardFace(content: PosterContent, modules: boolean[][]): Operation[] {
  const size = (LAYOUT_FACTS.card.code / 10) * CM;
  const quiet = (size / modules.length) * 4;
  const head = 2.5 * CM;
  const margin = 1.1 * CM;
  const x = margin + size + quiet + 0.1 * CM;
  const width = WIDTH - x - margin;
  const top = head + 0.35 * CM;
  const heading = headingOf(content, WIDTH - 2 * margin, [15, 14, 12.5, 11, 10]);
  const one = fitted(`${content.host}/p`, 'regular', width, 1, [13, 12, 11, 10, 9]);
  const address = one.lines[0]?.endsWith('…') ? fitted(`${content.host}/p`, 'regular', width, 2, [10, 9, 8]) : one;
  const left = { align: 'left' } as const;
  return [
    { kind: 'rect', x: 0, y: 0, width: WIDTH, height: head, fill: content.trial ? 'warn' : 'brand' },
    ...block(
      title(content.schoolName, WIDTH - 2 * margin, [22, 20, 18], [15, 14, 13, 12]),
      WIDTH / 2,
      0.98 * CM,
      { weight: 'bold', ink: 'white' },
      1.15,
    ),
    line(heading.lines[0] ?? '', WIDTH / 2, 2.05 * CM, { size: heading.size, weight: 'semibold', ink: 'white' }),
    { kind: 'modules', x: margin, y: head + 0.15 * CM + quiet, size, modules },
    ...SAID.steps.flatMap(({ vi, en }, index) => {
      const y = top + 0.45 * CM + index * 1.4 * CM;
      return [
        line(`${index + 1}. ${vi}`, x, y + 0.25 * CM, { ...left, size: 14.5, weight: 'bold', ink: 'ink' }),
        line(en, x + 0.55 * CM, y + 0.8 * CM, { ...left, size: 10.5, weight: 'regular', ink: 'quiet' }),
      ];
    }),
    { kind: 'rect', x, y: top + 4.4 * CM, width, height: 2.05 * CM, fill: 'pale', radius: 6 },
    line('Không có điện thoại hay mạng?', x + 0.3 * CM, top + 5.07 * CM, { ...left, size: 12.5, weight: 'bold', ink: 'ink' }),
    line('Xin nói tên với bảo vệ.', x + 0.3 * CM, top + 5.62 * CM, { ...left, size: 12.5, weight: 'bold', ink: 'ink' }),
    line(SAID.without.en, x + 0.3 * CM, top + 6.15 * CM, { ...left, size: 8.5, weight: 'regular', ink: 'quiet' }),
    ...block(fittedAll([content.line, content.contact], 'semibold', width, [3, 3, 4], [11.5, 10, 9]), x, top + 7.4 * CM, {
      ...left,
      weight: 'semibold',
      ink: 'ink',
    }),
    line('Hoặc gõ mã này ở địa chỉ:', x, FACE.height - 3.45 * CM, { ...left, size: 10, weight: 'regular', ink: 'quiet' }),
    ...block(address, x, FACE.height - 2.72 * CM, { ...left, weight: 'regular', ink: 'ink' }, 1.1),
    line(spaced(content.code), x, FACE.height - 1.28 * CM, { ...left, size: 24, weight: 'bold', ink: 'black' }),
    line(
      `${madeText(content.madeAt)} · mã ${codeSizeText('card', 'vi')}, đọc từ ${distanceText('card', 'vi')}`,
      margin,
      FACE.height - 0.6 * CM,
      {
        ...left,
        size: 8.5,
        weight: 'regular',
        ink: 'quiet',
      },
    ),
    ...mark(WIDTH - margin, FACE.height - 0.6 * CM, 8.5),
  ];
}
