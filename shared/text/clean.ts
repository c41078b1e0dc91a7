/** What may be stored of a text that a person typed: well-formed Unicode in NFC without anything invisible or steering. */
import type { FieldReason } from '../problem.ts';
import { isLonger } from './graphemes.ts';

export type Cleaned = { ok: true; text: string } | { ok: false; reason: FieldReason };

export const refuse = (reason: FieldReason): Cleaned => ({ ok: false, reason });

/**
 * Controls, bidi and other format characters, private use, lone surrogates, line separators, noncharacters. A zero-width
 * joiner between two pictures is part of an emoji and may stay. (No look-behind and no short names of newer properties
 * in any expression here: one that an old browser cannot parse would take the whole page with it.)
 */
const REFUSED = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{NChar}]/u;
const EMOJI_JOINER = /(\p{Extended_Pictographic}\p{Emoji_Modifier}?\ufe0f?)\u200d(?=\p{Extended_Pictographic})/gu;
/** More than four marks on one base is no writing of any language, but a way to paint over the lines around it. */
const HEAPED_MARKS = /\p{M}{5}/u;

/** True when the text holds a character that no field of ours takes, line ends apart. */
const isRefused = (text: string): boolean =>
  REFUSED.test(text.indexOf('\u200d') < 0 ? text : text.replace(EMOJI_JOINER, '$1')) || HEAPED_MARKS.test(text.normalize('NFD'));

/**
 * Free text of at most `max` graphemes on at most `lines` lines; one line unless told. Trimmed, NFC, line ends as LF;
 * empty is allowed.
 */
export function cleanText(typed: string, max: number, lines = 1): Cleaned {
  // Before any work: no text so long is ever right.
  if (typed.length > max * 16 + 16) return refuse('too-long');
  const unix = lines > 1 ? typed.replace(/\r\n?/g, '\n') : typed;
  const rows = lines > 1 ? unix.split('\n') : [unix];
  if (rows.some(isRefused)) return refuse('not-text');
  const text = unix.normalize('NFC').trim();
  return isLonger(text, max) || text.split('\n').length > lines ? refuse('too-long') : { ok: true, text };
}

/** One line of at most `max` graphemes. */
export const cleanLine = (typed: string, max: number): Cleaned => cleanText(typed, max);
