/** The font of all paper: whole TTFs (web font files are subsets and lack letters), read once. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';

export type Weight = 'regular' | 'semibold' | 'bold';

const FILES: Record<Weight, string> = {
  regular: '400Regular/BeVietnamPro_400Regular.ttf',
  semibold: '600SemiBold/BeVietnamPro_600SemiBold.ttf',
  bold: '700Bold/BeVietnamPro_700Bold.ttf',
};

export interface Face {
  file: string;
  font: Font;
}
const faces = new Map<Weight, Face>();

export function face(weight: Weight): Face {
  const known = faces.get(weight);
  if (known) return known;
  const file = createRequire(import.meta.url).resolve(`@expo-google-fonts/be-vietnam-pro/${FILES[weight]}`);
  const font = create(readFileSync(file));
  if (!('layout' in font)) throw new Error('a font collection stands where one font is wanted');
  const made = { file, font };
  faces.set(weight, made);
  return made;
}

/** Text that can be drawn: NFC, controls and bidi marks out, letters without a glyph out, white space as single spaces. */
export function drawable(text: string, weight: Weight): string {
  const { font } = face(weight);
  const kept = Array.from(text.normalize('NFC').replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, ' ')).filter((char) =>
    /\s/.test(char) ? true : font.hasGlyphForCodePoint(char.codePointAt(0) ?? 0),
  );
  return kept.join('').replace(/\s+/g, ' ').trim();
}

/** Width in points at a size in points. */
export function widthOf(text: string, weight: Weight, size: number): number {
  const { font } = face(weight);
  return (font.layout(text).advanceWidth * size) / font.unitsPerEm;
}

/** Lines no wider than `width`, at most `maxLines`; what does not fit ends in an ellipsis. */
export function wrap(text: string, weight: Weight, size: number, width: number, maxLines: number): string[] {
  const lines: string[] = [];
  let line = '';
  const fits = (candidate: string): boolean => widthOf(candidate, weight, size) <= width;
  for (const word of text.split(' ')) {
    // One line too many is enough to know that there is an ellipsis.
    if (lines.length > maxLines) break;
    const longer = line ? `${line} ${word}` : word;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line) lines.push(line);
    line = word;
    while (lines.length <= maxLines && !fits(line)) {
      const letters = Array.from(line);
      const cut = longestFit(letters, fits);
      lines.push(letters.slice(0, cut).join(''));
      line = letters.slice(cut).join('');
    }
  }
  if (line) lines.push(line);
  if (lines.length <= maxLines) return lines;
  let last = `${lines[maxLines - 1] ?? ''}…`;
  while (!fits(last)) last = `${Array.from(last).slice(0, -2).join('').trimEnd()}…`;
  return [...lines.slice(0, maxLines - 1), last];
}

/** How many of the letters fit, at least one; by halving, for a word without an end would be measured letter by letter. */
function longestFit(letters: readonly string[], fits: (text: string) => boolean): number {
  let low = 1;
  let high = letters.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(letters.slice(0, middle).join(''))) low = middle;
    else high = middle - 1;
  }
  return low;
}
