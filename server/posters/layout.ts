/**
 * What stands on a poster. Vietnamese first, English under it; nothing depends on colour; the first line is for people who
 * cannot use it. A4 is the poster of a gate, A3 the same enlarged; desk.ts draws the small ones.
 */
import { codeSizeText, distanceText, LAYOUT_FACTS, type PosterLayout } from '../../shared/poster/layouts.ts';
import { headingOf, madeText, mark, type PosterContent, SAID, spaced } from './content.ts';
import { cardSheet, sixSheet } from './desk.ts';
import { type Drawing, type Operation, scaled } from './drawing.ts';
import { drawable, widthOf } from './font.ts';
import { modulesOf } from './qr.ts';
import { block, CM, fitted, fittedAll, line, title } from './text.ts';

/** One sheet; paper and sizes by shared/poster/layouts.ts. */
export function posterDrawing(content: PosterContent, layout: PosterLayout = 'a4'): Drawing {
  const modules = modulesOf(content.link);
  const named = `${drawable(content.schoolName, 'bold')} · ${content.code}`;
  switch (layout) {
    case 'a4':
      return wall(content, named, modules, 'a4');
    case 'a3':
      return scaled(wall(content, named, modules, 'a3'), LAYOUT_FACTS.a3.code / LAYOUT_FACTS.a4.code);
    case 'six':
      return sixSheet(content, named, modules);
    case 'card':
      return cardSheet(content, named, modules);
  }
}

const WIDTH = 21 * CM;
const HEIGHT = 29.7 * CM;
const MARGIN = 1.5 * CM;
const INNER = WIDTH - 2 * MARGIN;
const MIDDLE = WIDTH / 2;
const HEAD = 3.5 * CM;

function wall(content: PosterContent, named: string, modules: boolean[][], layout: 'a4' | 'a3'): Drawing {
  const size = (LAYOUT_FACTS.a4.code / 10) * CM;
  const quiet = (size / modules.length) * 4;
  const top = 5.2 * CM + quiet;
  const end = top + size + quiet;
  return {
    width: WIDTH,
    height: HEIGHT,
    title: named,
    operations: [
      { kind: 'rect', x: 0, y: 0, width: WIDTH, height: HEIGHT, fill: 'white' },
      ...head(content),
      line(SAID.without.vi, MIDDLE, 4.45 * CM, { size: 17, weight: 'bold', ink: 'ink' }),
      line(SAID.without.en, MIDDLE, 5.05 * CM, { size: 12, weight: 'regular', ink: 'quiet' }),
      { kind: 'modules', x: MIDDLE - size / 2, y: top, size, modules },
      ...steps(end + 0.05 * CM),
      ...typed(content, end + 2.72 * CM),
      ...block(fittedAll([content.line, content.contact], 'semibold', INNER, [2, 2, 3, 4], [14, 12.5, 11.5, 10]), MIDDLE, end + 4.5 * CM, {
        weight: 'semibold',
        ink: 'ink',
      }),
      ...foot(content, layout),
    ],
  };
}

function head(content: PosterContent): Operation[] {
  const heading = headingOf(content, INNER, [19, 17, 15, 13, 12]);
  return [
    { kind: 'rect', x: 0, y: 0, width: WIDTH, height: HEAD, fill: content.trial ? 'warn' : 'brand' },
    ...block(
      title(content.schoolName, INNER, [28, 26, 24, 22], [21, 19, 17, 15, 13]),
      MIDDLE,
      1.4 * CM,
      { weight: 'bold', ink: 'white' },
      1.18,
    ),
    line(heading.lines[0] ?? '', MIDDLE, 2.95 * CM, { size: heading.size, weight: 'semibold', ink: 'white' }),
  ];
}

function steps(y: number): Operation[] {
  const gap = 0.25 * CM;
  const width = (INNER - 2 * gap) / 3;
  return SAID.steps.flatMap(({ vi, en }, index) => {
    const x = MARGIN + (width + gap) * index;
    return [
      { kind: 'rect', x, y, width, height: 1.75 * CM, fill: 'pale', radius: 6 } as const,
      line(`${index + 1}. ${vi}`, x + width / 2, y + 0.8 * CM, { size: 13, weight: 'bold', ink: 'ink' }),
      line(en, x + width / 2, y + 1.37 * CM, { size: 11, weight: 'regular', ink: 'quiet' }),
    ];
  });
}

function typed({ host, code }: PosterContent, y: number): Operation[] {
  const codeWidth = widthOf(spaced(code), 'bold', 26);
  const gap = 0.35 * CM;
  const vi = fitted(`Hoặc mở ${host}/p và gõ mã`, 'regular', INNER - codeWidth - gap, 1, [14, 13, 12, 11, 10, 9]);
  const text = vi.lines[0] ?? '';
  const width = widthOf(text, 'regular', vi.size);
  const left = MIDDLE - (width + gap + codeWidth) / 2;
  const en = fitted(`Or open ${host}/p and type the code`, 'regular', INNER, 1, [11, 10, 9]);
  return [
    line(text, left, y, { size: vi.size, weight: 'regular', ink: 'ink', align: 'left' }),
    line(spaced(code), left + width + gap, y + 2, { size: 26, weight: 'bold', ink: 'black', align: 'left' }),
    line(en.lines[0] ?? '', MIDDLE, y + 0.68 * CM, { size: en.size, weight: 'regular', ink: 'quiet' }),
  ];
}

/** When it was made and how large it is when printed rightly, and whose it is. */
function foot({ madeAt, trial }: PosterContent, layout: 'a4' | 'a3'): Operation[] {
  const y = HEIGHT - 0.75 * CM;
  const style = { size: 9.5, weight: 'regular', ink: 'quiet' } as const;
  return [
    line(madeText(madeAt), MARGIN, y - 0.48 * CM, { ...style, align: 'left' }),
    line(`Mã ${codeSizeText(layout, 'vi')}, đọc được từ ${distanceText(layout, 'vi')}`, MARGIN, y, { ...style, align: 'left' }),
    ...mark(WIDTH - MARGIN, y, style.size),
    ...(trial ? trialStamp() : []),
  ];
}

/** What the header says already, a second time at the foot. */
const trialStamp = (): Operation[] => [
  { kind: 'rect', x: MIDDLE - 2.1 * CM, y: HEIGHT - 1.5 * CM, width: 4.2 * CM, height: 0.95 * CM, fill: 'warn', radius: 3 },
  line(SAID.trial.short, MIDDLE, HEIGHT - 0.82 * CM, { size: 17, weight: 'bold', ink: 'white' }),
];
