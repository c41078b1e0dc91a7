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
  | { kind: 'modules'; x: number; y: number; size: number; modules: readonly (readonly boolean[])[] };

export interface Drawing {
  width: number;
  height: number;
  title: string;
  operations: readonly Operation[];
}

export interface Run {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Dark modules as runs: whole stretches of a row, so that no hair lines appear between them. */
export function runsOf(operation: Extract<Operation, { kind: 'modules' }>): Run[] {
  const { modules, size } = operation;
  const side = size / modules.length;
  return modules.flatMap((row, y) => {
    const runs: Run[] = [];
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      const start = x;
      while (row[x + 1]) x++;
      runs.push({ x: operation.x + start * side, y: operation.y + y * side, width: (x + 1 - start) * side, height: side });
    }
    return runs;
  });
}
