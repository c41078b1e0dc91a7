/** A page as a list of drawing operations; SVG and PDF draw the same list. Points, origin at the top left. */
import type { Weight } from './font.ts';

export type Ink = 'black' | 'white' | 'ink' | 'quiet' | 'brand' | 'pale' | 'warn';

export const INKS: Record<Ink, string> = {
  black: '#000000',
  white: '#ffffff',
  ink: '#10231c',
  quiet: '#4a5c54',
  brand: '#0b5d43',
  pale: '#e8f2ed',
  warn: '#b3261e',
};

export type Operation =
  | { kind: 'rect'; x: number; y: number; width: number; height: number; fill: Ink; radius?: number }
  /** `x` is the left edge, the middle or the right edge by `align`; `y` is the baseline. */
  | { kind: 'text'; x: number; y: number; text: string; size: number; weight: Weight; ink: Ink; align: 'left' | 'middle' | 'right' }
  /** Rows of modules, dark where true; the quiet zone is not part of it. */
  | { kind: 'modules'; x: number; y: number; size: number; modules: readonly (readonly boolean[])[] }
  /** Dashed, to cut or fold along. */
  | { kind: 'dashes'; x: number; y: number; toX: number; toY: number; ink: Ink }
  /** An SVG path in units of its own, `scale` points each, from (x, y). */
  | { kind: 'path'; x: number; y: number; scale: number; d: string; fill: Ink }
  /** Upside down about a point: the other face of what is folded. */
  | { kind: 'turned'; x: number; y: number; operations: readonly Operation[] };

export interface Drawing {
  width: number;
  height: number;
  title: string;
  operations: readonly Operation[];
}

/** A stretch of dark modules in one row, in modules: whole stretches, so that no hair lines appear between them. */
export interface Run {
  x: number;
  y: number;
  length: number;
}

export function runsOf(modules: readonly (readonly boolean[])[]): Run[] {
  const runs: Run[] = [];
  for (const [y, row] of modules.entries()) {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      const start = x;
      while (row[x + 1]) x++;
      runs.push({ x: start, y, length: x + 1 - start });
    }
  }
  return runs;
}

/** The same sheet, larger or smaller. */
export const scaled = (drawing: Drawing, by: number): Drawing => ({
  ...drawing,
  width: drawing.width * by,
  height: drawing.height * by,
  operations: drawing.operations.map((operation) => placed(operation, by, 0, 0)),
});

/** Enlarged about the origin, then moved. */
export function placed(operation: Operation, by: number, right: number, down: number): Operation {
  const x = operation.x * by + right;
  const y = operation.y * by + down;
  switch (operation.kind) {
    case 'rect': {
      const { width, height, radius } = operation;
      return { ...operation, x, y, width: width * by, height: height * by, ...(radius ? { radius: radius * by } : {}) };
    }
    case 'text':
    case 'modules':
      return { ...operation, x, y, size: operation.size * by };
    case 'dashes':
      return { ...operation, x, y, toX: operation.toX * by + right, toY: operation.toY * by + down };
    case 'path':
      return { ...operation, x, y, scale: operation.scale * by };
    case 'turned':
      return { ...operation, x, y, operations: operation.operations.map((each) => placed(each, by, right, down)) };
  }
}
