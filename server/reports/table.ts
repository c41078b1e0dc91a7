import { type Block, fitted, INK, INNER, LINE, MARGIN, type Pdf, put, QUIET } from './page.ts';

const SIZE = 8.5;
const ROW = 15;
const HEAD = 17;
const GAP = 6;

/** `shares`: of the width, together 1. */
export interface Column {
  text: string;
  share: number;
  align?: 'left' | 'right';
}

export interface TableOf {
  title: string;
  columns: readonly Column[];
  rows: readonly (readonly string[])[];
  /** Stands there when there are no rows. */
  none: string;
}

/** Title, heads and rows; the heads are repeated on each page. */
export function tableBlocks({ title, columns, rows, none }: TableOf): Block[] {
  const heading = headingBlock(title);
  if (rows.length === 0) return [heading, lineBlock(none)];
  const head: Block = {
    height: HEAD,
    keepWithNext: true,
    draw(pdf, y) {
      drawCells(
        pdf,
        columns,
        columns.map(({ text }) => text),
        y + 12,
        true,
      );
      rule(pdf, y + HEAD - 1, INK);
    },
  };
  return [
    heading,
    head,
    ...rows.map(
      (cells): Block => ({
        height: ROW,
        head,
        draw(pdf, y) {
          drawCells(pdf, columns, cells, y + 10.5, false);
          rule(pdf, y + ROW - 0.5, LINE);
        },
      }),
    ),
  ];
}

export const headingBlock = (title: string): Block => ({
  height: 30,
  keepWithNext: true,
  draw: (pdf, y) => put(pdf, title, MARGIN, y + 24, { size: 11, weight: 'bold' }),
});

export const lineBlock = (text: string): Block => ({
  height: ROW,
  draw: (pdf, y) => put(pdf, fitted(text, INNER, 9), MARGIN, y + 11, { size: 9, ink: QUIET }),
});

function drawCells(pdf: Pdf, columns: readonly Column[], cells: readonly string[], y: number, head: boolean): void {
  let x = MARGIN;
  for (const [index, { share, align = 'left' }] of columns.entries()) {
    const width = share * INNER;
    const weight = head ? 'semibold' : 'regular';
    const text = fitted(cells[index] ?? '', width - GAP, SIZE, weight);
    put(pdf, text, align === 'left' ? x : x + width - GAP, y, { size: SIZE, weight, align });
    x += width;
  }
}

function rule(pdf: Pdf, y: number, ink: string): void {
  pdf.rect(MARGIN, y, INNER, 0.5).fill(ink);
}
