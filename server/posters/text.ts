/** Text that stays where it belongs: the largest size that fits, and an ellipsis where none does. */
import type { Ink, Operation } from './drawing.ts';
import { drawable, inTwo, type Weight, widthOf, wrap } from './font.ts';

export const CM = 72 / 2.54;

export interface Fitted {
  lines: string[];
  size: number;
}

/** Of the sizes the first at which the text has no more lines than that; at the last one it is cut. Points. */
export function fitted(text: string, weight: Weight, width: number, maxLines: number, sizes: readonly number[]): Fitted {
  const clean = drawable(text, weight);
  const smallest = sizes.at(-1) ?? 10;
  for (const size of sizes) {
    const lines = wrap(clean, weight, size, width, maxLines + 1);
    if (lines.length <= maxLines && lines.every((each) => widthOf(each, weight, size) <= width)) return { lines, size };
  }
  return { lines: wrap(clean, weight, smallest, width, maxLines), size: smallest };
}

/** A name that stands at the top: in one line where that is still large, in two of which none is left nearly empty. */
export function title(text: string, width: number, one: readonly number[], two: readonly number[]): Fitted {
  const clean = drawable(text, 'bold');
  for (const size of one) if (widthOf(clean, 'bold', size) <= width) return { lines: [clean], size };
  for (const between of [true, false]) {
    for (const size of two) {
      const lines = inTwo(clean, 'bold', size, width, between);
      if (lines) return { lines, size };
    }
  }
  return fitted(text, 'bold', width, 2, two.slice(-1));
}

/** The first of several ways to say something that fits in one line, the largest first; the last one is cut. */
export function firstThatFits(texts: readonly string[], weight: Weight, width: number, sizes: readonly number[]): Fitted {
  for (const text of texts) {
    const clean = drawable(text, weight);
    for (const size of sizes) if (widthOf(clean, weight, size) <= width) return { lines: [clean], size };
  }
  return fitted(texts.at(-1) ?? '', weight, width, 1, sizes.slice(-1));
}

/** Several texts under each other in a box: the first size at which all their lines fit; then the first texts are cut last. */
export function fittedAll(
  texts: readonly string[],
  weight: Weight,
  width: number,
  maxLines: readonly number[],
  sizes: readonly number[],
): Fitted {
  const clean = texts.map((text) => drawable(text, weight)).filter((text) => text !== '');
  for (const [index, size] of sizes.entries()) {
    const room = maxLines[index] ?? 1;
    const lines = clean.flatMap((text) => wrap(text, weight, size, width, room + 1));
    if (lines.length <= room) return { lines, size };
  }
  const size = sizes.at(-1) ?? 10;
  const room = maxLines.at(-1) ?? 1;
  // Each text has at least its share; what one leaves over is the next one's.
  const lines: string[] = [];
  for (const [index, text] of clean.entries()) {
    const later = clean.length - index - 1;
    const needed = clean.slice(index + 1).reduce((sum, each) => sum + wrap(each, weight, size, width, room).length, 0);
    const most = Math.max(1, Math.floor(room / clean.length), room - lines.length - Math.max(later, needed));
    lines.push(...wrap(text, weight, size, width, Math.min(most, room - lines.length - later)));
  }
  return { lines, size };
}

export interface Style {
  size: number;
  weight: Weight;
  ink: Ink;
  align?: 'left' | 'middle' | 'right';
}

/** One line; `y` is the baseline. */
export const line = (text: string, x: number, y: number, { size, weight, ink, align = 'middle' }: Style): Operation => ({
  kind: 'text',
  x,
  y,
  text,
  size,
  weight,
  ink,
  align,
});

/** Lines under each other, `leading` times the size apart, the block's middle at `middle`. */
export function block({ lines, size }: Fitted, x: number, middle: number, style: Omit<Style, 'size'>, leading = 1.22): Operation[] {
  // Capitals and marks reach 0.78 of the size over the baseline, tails 0.2 under it.
  const first = middle - ((lines.length - 1) * size * leading) / 2 + size * 0.29;
  return lines.map((text, index) => line(text, x, first + index * size * leading, { ...style, size }));
}
