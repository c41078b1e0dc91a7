/** The language that each shift begins in, whatever the one before switched to. */
import { forget, keep, recall } from '../../lib/keep.ts';
import type { Language } from '../../lib/language.ts';

const KEY = 'quacong.kiosk.shift-language';

/** undefined: as the shift before. */
export function shiftLanguage(): Language | undefined {
  const kept = recall(KEY);
  return kept === 'vi' || kept === 'en' ? kept : undefined;
}

export function setShiftLanguage(language: Language | undefined): void {
  if (language) keep(KEY, language);
  else forget(KEY);
}
