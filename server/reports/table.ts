import type { Weight } from '../posters/font.ts';
import { type Block, fitted, INK, INNER, LINE, linesOf, MARGIN, type Pdf, put, QUIET } from './page.ts';

const SIZE = 8.5;
const ROW = 15;
const HEAD = 17;
const LEADING = 10.5;
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

/** Title, heads and rows; the heads are repeated on each page. `breathe` (server/turns.ts): a big day has 100,000 texts to measure. */
export async function tableBlocks({ title, columns, rows, none }: TableOf, breathe: () => Promise<void>): Promise<Block[]> {
  const heading = headingBlock(title);
  if (rows.length === 0) return [heading, lineBlock(none)];
  const head: Block = {
    height: HEAD,
    keepWithNext: true,
    draw(pdf, y) {
      drawCells(
        pdf,
        columns,
        columns.map(({ text }) => [text]),
        y + 12,
        'semibold',
      );
      rule(pdf, y + HEAD - 1, INK);
    },
  };
  const blocks = [heading, head];
  for (const cells of rows) {
    const lines = cells.map((cell, index) => linesOf(cell, (columns[index]?.share ?? 0) * INNER - GAP, SIZE));
    const height = ROW + (Math.max(...lines.map(({ length }) => length), 1) - 1) * LEADING;
    blocks.push({
      height,
      head,
      draw(pdf, y) {
        drawCells(pdf, columns, lines, y + 10.5, 'regular');
        rule(pdf, y + height - 0.5, LINE);
      },
    });
    await breathe();
  }
  return blocks;
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

function drawCells(pdf: Pdf, columns: readonly Column[], cells: readonly (readonly string[])[], y: number, weight: Weight): void {
  let x = MARGIN;
  for (const [index, { share, align = 'left' }] of columns.entries()) {
    const width = share * INNER;
    const left = align === 'left' ? x : x + width - GAP;
    for (const [line, text] of (cells[index] ?? []).entries()) put(pdf, text, left, y + line * LEADING, { size: SIZE, weight, align });
    x += width;
  }
}

function rule(pdf: Pdf, y: number, ink: string): void {
  pdf.rect(MARGIN, y, INNER, 0.5).fill(ink);
}
