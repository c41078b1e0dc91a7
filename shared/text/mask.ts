import { splitGraphemes } from './graphemes.ts';

/** The pass is a QR of limited size: a Vietnamese word has at most 7 letters and 9 bytes. */
const MAX_INITIALS = 4;
const MAX_WORD_BYTES = 24;

const LETTER = /\p{L}\p{M}*/u;
const ONE_WORD_WRITING = /^[\p{sc=Hani}\p{sc=Hang}\p{sc=Hira}\p{sc=Kana}]/u;

/**
 * The only form of a name on kiosk, pass and roll call (decisions 12): initials of all words but the last, the last in
 * full, the last 3 digits of the phone: `N.T.B. Hồng ·678`. In Chinese, Korean and Japanese writing the family name
 * stands first without a space: its first character is covered. At most 51 bytes of UTF-8.
 */
export function maskName(fullName: string, phone: string): string {
  const words = fullName
    .normalize('NFC')
    .split(/\s+/)
    .filter((word) => LETTER.test(word));
  const last = words.pop() ?? '';
  const initials = words.slice(0, MAX_INITIALS).map(initial).join('');
  const shown = initials === '' && ONE_WORD_WRITING.test(last) ? covered(last) : last;
  const tail = /^\+?[0-9]{4,}$/.test(phone) ? `·${phone.slice(-3)}` : '';
  return [initials, shorten(shown), tail].filter((part) => part !== '').join(' ');
}

/** First letter in upper case; a mark that has no composed form is left off. */
const initial = (word: string): string => `${Array.from((LETTER.exec(word)?.[0] ?? '').toUpperCase())[0] ?? ''}.`;

function covered(word: string): string {
  const [first, ...rest] = splitGraphemes(word);
  return rest.length === 0 ? (first ?? '') : `*${rest.join('')}`;
}

function shorten(word: string): string {
  const encoder = new TextEncoder();
  if (encoder.encode(word).length <= MAX_WORD_BYTES) return word;
  let kept = '';
  for (const letter of splitGraphemes(word)) {
    if (encoder.encode(`${kept}${letter}…`).length > MAX_WORD_BYTES) break;
    kept += letter;
  }
  return `${kept}…`;
}
