import { type Cleaned, cleanText, refuse } from './clean.ts';

/** Letters of any writing with their marks, apostrophes, hyphen, dot, middle dots, spaces: all else stands in no name. */
const STRANGE = /[^\p{L}\p{M}'’.·・ -]|\p{DI}/u;
const STARTS_RIGHT = /^['’]?\p{L}/u;
const MARK_WITHOUT_LETTER = /[^\p{L}\p{M}]\p{M}/u;
/** One name in two alphabets that look alike is a disguise ("Nguyеn" with a Cyrillic е). */
const LATIN = /\p{sc=Latn}/u;
const LOOKS_LATIN = /\p{sc=Cyrl}|\p{sc=Grek}/u;

/**
 * A person's name as typed: NFC, outer spaces off, inner spaces single. An allow-list, so that no name starts a formula
 * in a spreadsheet or carries a control; `K'Đen`, `Y Bhiu Êban`, `O’Connor`, 金正 pass.
 */
export function checkName(typed: string, max = 100): Cleaned {
  const cleaned = cleanText(typed, max);
  if (!cleaned.ok) return cleaned.reason === 'too-long' ? cleaned : refuse('not-a-name');
  const text = cleaned.text.replace(/\p{Zs}+/gu, ' ');
  if (text === '') return refuse('required');
  const isName = !STRANGE.test(text) && STARTS_RIGHT.test(text) && !MARK_WITHOUT_LETTER.test(text);
  return isName && !(LATIN.test(text) && LOOKS_LATIN.test(text)) ? { ok: true, text } : refuse('not-a-name');
}
