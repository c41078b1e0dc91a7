/**
 * Letters as people count them (extended grapheme clusters, UAX 29). Phones older than Chromium 87 have no Segmenter:
 * for them the expression below knows marks, flags and joined emoji, which is all that differs in names and addresses.
 */
const CLUSTER =
  /\r\n|\p{RI}\p{RI}|\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f|\u200d\p{Extended_Pictographic})*\p{M}*|\P{M}\p{M}*|\p{M}+/gsu;

export const splitPlainly = (text: string): string[] => text.match(CLUSTER) ?? [];

const segmenter = typeof Intl === 'object' && 'Segmenter' in Intl ? new Intl.Segmenter('vi') : undefined;

export const splitGraphemes: (text: string) => string[] = segmenter
  ? (text) => Array.from(segmenter.segment(text), (part) => part.segment)
  : splitPlainly;

/** The number of graphemes of a text. */
export const graphemes = (text: string): number => splitGraphemes(text).length;

/** More than `max` graphemes. A text of megabytes is answered without being split. */
export const isLonger = (text: string, max: number): boolean => text.length > max && (text.length > max * 8 || graphemes(text) > max);
