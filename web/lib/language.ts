/** Which language a page speaks. Vietnamese unless this device chose English before. */
import { keep, recall } from './keep.ts';

export type Language = 'vi' | 'en';

const KEY = 'quacong.language';

export const rememberedLanguage = (): Language => (recall(KEY) === 'en' ? 'en' : 'vi');

/** Remembers the choice and tells screen readers, hyphenation and translation tools. */
export function applyLanguage(language: Language): void {
  keep(KEY, language);
  document.documentElement.lang = language;
}
