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

const glyphs: Record<Weight, Map<string, boolean>> = { regular: new Map(), semibold: new Map(), bold: new Map() };

function hasGlyph(char: string, weight: Weight): boolean {
  const known = glyphs[weight].get(char);
  if (known !== undefined) return known;
  const has = face(weight).font.hasGlyphForCodePoint(char.codePointAt(0) ?? 0);
  glyphs[weight].set(char, has);
  return has;
}

/** Text that can be drawn: NFC, controls and bidi marks out, letters without a glyph out, white space as single spaces. */
export function drawable(text: string, weight: Weight): string {
  const kept = Array.from(text.normalize('NFC').replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, ' ')).filter(
    (char) => /\s/.test(char) || hasGlyph(char, weight),
  );
  return kept.join('').replace(/\s+/g, ' ').trim();
}

/** Shaping a line costs a third of a page; words come again and again. */
const words: Record<Weight, Map<string, number>> = { regular: new Map(), semibold: new Map(), bold: new Map() };
const MOST_WORDS = 4000;
const LONG_WORD = 24;

/** Width in points at a size in points: word by word, each with the space after it, as the PDF library sets them. */
export function widthOf(text: string, weight: Weight, size: number): number {
  let units = 0;
  for (let from = 0; from < text.length; ) {
    const space = text.indexOf(' ', from);
    const end = space < 0 ? text.length : space + 1;
    units += unitsOf(text.slice(from, end), weight);
    from = end;
  }
  return (units * size) / face(weight).font.unitsPerEm;
}

function unitsOf(word: string, weight: Weight): number {
  const known = words[weight].get(word);
  if (known !== undefined) return known;
  const units = face(weight).font.layout(word).advanceWidth;
  if (word.length > LONG_WORD) return units;
  if (words[weight].size >= MOST_WORDS) words[weight].clear();
  words[weight].set(word, units);
  return units;
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

/** Two lines as equal as they can be; `between`: broken only where a new name begins, so that "Thể dục" stays whole. */
export function inTwo(text: string, weight: Weight, size: number, width: number, between: boolean): [string, string] | undefined {
  const parts = text.split(' ');
  let best: { lines: [string, string]; longer: number } | undefined;
  for (let at = 1; at < parts.length; at++) {
    if (between && !/^\p{Lu}/u.test(parts[at] ?? '')) continue;
    const lines: [string, string] = [parts.slice(0, at).join(' '), parts.slice(at).join(' ')];
    const longer = Math.max(widthOf(lines[0], weight, size), widthOf(lines[1], weight, size));
    if (longer <= width && (!best || longer < best.longer)) best = { lines, longer };
  }
  return best?.lines;
}
