import { utf8 } from '../bytes.ts';

/**
 * A name as it may be shown: without control, bidi, format and other invisible characters, which could turn a guard's
 * screen around even inside a validly signed pass.
 */
export const shownName = (name: string): string => name.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim();

/** The longest beginning of whole characters (with their marks) of at most `maxBytes` bytes of UTF-8. */
export function cutUtf8(text: string, maxBytes: number): string {
  let cut = '';
  let length = 0;
  for (const character of text.match(/\P{M}\p{M}*|\p{M}+/gu) ?? []) {
    length += utf8(character).length;
    if (length > maxBytes) return cut.trimEnd();
    cut += character;
  }
  return cut;
}
