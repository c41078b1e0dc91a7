/** What a poster is printed on: paper, size of the code, and from how far it is read (docs/posters.md says how that was tried). */

export const POSTER_LAYOUTS = ['a4', 'a3', 'six', 'card'] as const;
export type PosterLayout = (typeof POSTER_LAYOUTS)[number];

export interface LayoutFacts {
  /** mm. */
  paper: { width: number; height: number };
  /** Side of the code's modules in mm; the quiet zone of 4 modules comes on top. */
  code: number;
  /** No code of this layout may be smaller, in mm. 150 is Hanoi's rule of 2021 for a place's code. */
  least: number;
  /** Metres from which a phone's camera of 720p reads it. */
  reads: number;
  /** Codes on one sheet. */
  copies: number;
}

/** A3 is A4 enlarged by the root of two, as paper is. */
const A3 = Math.SQRT2;

export const LAYOUT_FACTS: Record<PosterLayout, LayoutFacts> = {
  a4: { paper: { width: 210, height: 297 }, code: 150, least: 150, reads: 1.5, copies: 1 },
  a3: { paper: { width: 210 * A3, height: 297 * A3 }, code: 150 * A3, least: 200, reads: 2, copies: 1 },
  six: { paper: { width: 210, height: 297 }, code: 60.5, least: 60, reads: 0.5, copies: 6 },
  card: { paper: { width: 210, height: 297 }, code: 96, least: 90, reads: 0.9, copies: 2 },
};

/** "15 × 15 cm"; A3's 21,2 cm with a Vietnamese comma or an English point. */
export function codeSizeText(layout: PosterLayout, language: 'vi' | 'en'): string {
  const cm = decimal(LAYOUT_FACTS[layout].code / 10, language);
  return `${cm} × ${cm} cm`;
}

/** "1,5 m". */
export const distanceText = (layout: PosterLayout, language: 'vi' | 'en'): string => `${decimal(LAYOUT_FACTS[layout].reads, language)} m`;

/** Never rounded up: what is stated is there. */
const decimal = (value: number, language: 'vi' | 'en'): string => {
  const text = String(Math.floor(value * 10) / 10);
  return language === 'vi' ? text.replace('.', ',') : text;
};
