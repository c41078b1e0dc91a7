/** A4 pages of blocks of known height: how many pages there are is known before the first is drawn. Points. */
import PDFDocument from 'pdfkit';
import { drawable, face, type Weight, widthOf, wrap } from '../posters/font.ts';

export const CM = 72 / 2.54;
export const A4 = { width: 21 * CM, height: 29.7 * CM };
export const MARGIN = 1.5 * CM;
export const INNER = A4.width - 2 * MARGIN;
const FOOT = 1.3 * CM;

export type Pdf = PDFKit.PDFDocument;

export interface Block {
  height: number;
  draw(pdf: Pdf, y: number): void;
  /** Never the last of a page. */
  keepWithNext?: boolean;
  /** Drawn again on top of a page that this block begins. */
  head?: Block;
}

/** Fills pages in order; a block higher than a page stands alone. */
export function paginate(blocks: readonly Block[], room = A4.height - MARGIN - FOOT - MARGIN / 2): Block[][] {
  const pages: Block[][] = [];
  let page: Block[] = [];
  let used = 0;
  for (const [index, block] of blocks.entries()) {
    // A heading goes where what it heads goes.
    let needed = block.height;
    for (let next = index; blocks[next]?.keepWithNext; next++) needed += blocks[next + 1]?.height ?? 0;
    if (page.length > 0 && used + needed > room) {
      pages.push(page);
      page = block.head ? [block.head] : [];
      used = block.head?.height ?? 0;
    }
    page.push(block);
    used += block.height;
  }
  if (page.length > 0) pages.push(page);
  return pages;
}

/** Without a first page; its title and language are told to screen readers. */
export const newPdf = (title: string, language: 'vi' | 'en'): Pdf =>
  new PDFDocument({
    size: [A4.width, A4.height],
    margin: 0,
    autoFirstPage: false,
    lang: language,
    pdfVersion: '1.7',
    displayTitle: true,
    info: { Title: title, Creator: 'QuaCổng' },
  });

export interface TextStyle {
  size: number;
  weight?: Weight;
  ink?: string;
  align?: 'left' | 'middle' | 'right';
}

export const INK = '#10231c';
export const QUIET = '#4a5c54';
export const LINE = '#b9c6bf';

/** One line; `y` is the baseline. */
export function put(
  pdf: Pdf,
  text: string,
  x: number,
  y: number,
  { size, weight = 'regular', ink = INK, align = 'left' }: TextStyle,
): void {
  if (!text) return;
  const width = align === 'left' ? 0 : widthOf(text, weight, size);
  pdf.font(face(weight).file).fontSize(size).fillColor(ink);
  pdf.text(text, align === 'left' ? x : align === 'middle' ? x - width / 2 : x - width, y, { lineBreak: false, baseline: 'alphabetic' });
}

/** What can be drawn of a text in one line of that width. */
export function fitted(text: string, width: number, size: number, weight: Weight = 'regular'): string {
  const clean = drawable(text, weight);
  return wrap(clean, weight, size, width, 1)[0] ?? '';
}

/** The same in at most two lines. */
export const linesOf = (text: string, width: number, size: number): string[] => wrap(drawable(text, 'regular'), 'regular', size, width, 2);
