/**
 * Keyboard-wedge scanners type into whatever has the focus. Keys that come faster than a person types are a code; what
 * such a burst left in a field before it was recognised is put back, and the focus stays where it was. An input method
 * such as Telex or VNI either hides the character, and the physical key tells it (scanners type as a US keyboard), or
 * takes characters back and types others, and the code is what then stands there.
 */
export interface WedgeKey {
  key: string;
  /** Physical key: `Digit7`, `Numpad7`, `KeyA`. */
  code: string;
  /** Monotonic ms. */
  at: number;
  repeat: boolean;
  ctrl: boolean;
  shift: boolean;
  /** A text field has the focus: somebody may be typing. */
  typing: boolean;
}

export interface Wedge {
  /**
   * `swallow`: the key belongs to a scanner and must do nothing on the page. `begins`: what follows may be a burst that
   * started here.
   */
  key(key: WedgeKey): { swallow: boolean; begins?: boolean; code?: string };
  /** No key came for a while: a scanner without a closing Enter has ended. */
  idle(now: number): string | undefined;
}

/** Scanners send a key every 1 to 40 ms, quick hands one every 60. */
const FAST = 50;
/** Slow radio: taken for a scanner where no field has the focus, and everywhere once it is sure that no person types. */
const STUTTER = 150;
/** So many fast keys in a row are no person. */
const SURE = 6;
const LEAST = 8;
const MOST = 1000;
/** A pause this long ends a burst without Enter. */
export const BURST_END = 200;

export function createWedge(): Wedge {
  let text = '';
  let last = Number.NEGATIVE_INFINITY;

  function take(): string | undefined {
    const whole = text;
    text = '';
    return whole.length >= LEAST ? whole : undefined;
  }

  return {
    key({ key, code, at, repeat, ctrl, shift, typing }) {
      const fast = at - last <= (text.length >= SURE || !typing ? STUTTER : FAST);
      if (key === 'Enter' || key === 'Tab') {
        const scanned = fast || text.length >= SURE ? take() : undefined;
        text = '';
        return scanned === undefined ? { swallow: false } : { swallow: true, code: scanned };
      }
      // An input method takes back what it is about to write otherwise.
      if (key === 'Backspace' && fast && text !== '') {
        const sure = text.length > SURE;
        text = text.slice(0, -1);
        last = at;
        return { swallow: sure };
      }
      const char = charOf(key, code, shift);
      // Shift and dead keys between the characters of a burst are part of it.
      if (char === undefined || repeat || ctrl) return { swallow: false };
      const goesOn = fast && text !== '' && text.length < MOST;
      text = goesOn ? text + char : char;
      last = at;
      return goesOn ? { swallow: text.length > SURE } : { swallow: false, begins: true };
    },
    idle(now) {
      if (text === '' || now - last < BURST_END) return undefined;
      return take();
    },
  };
}

/** Of a US keyboard, without and with Shift. Letters and digits without Shift follow from the key's name. */
const SIGNS: Record<string, string> = {
  Minus: '-_',
  Equal: '=+',
  BracketLeft: '[{',
  BracketRight: ']}',
  Backslash: '\\|',
  Semicolon: ';:',
  Quote: '\'"',
  Backquote: '`~',
  Comma: ',<',
  Period: '.>',
  Slash: '/?',
  Space: '  ',
};
const SHIFTED_DIGITS = ')!@#$%^&*(';

function charOf(key: string, code: string, shift: boolean): string | undefined {
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1];
  if (digit !== undefined && /^[0-9]$/.test(key)) return digit;
  if (key.length === 1) return key;
  // An input method hides the character behind one of these; the key itself is known.
  if (key !== 'Process' && key !== 'Unidentified') return undefined;
  if (digit !== undefined) return shift && code.startsWith('Digit') ? SHIFTED_DIGITS[Number(digit)] : digit;
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return shift ? letter : letter.toLowerCase();
  return SIGNS[code]?.[shift ? 1 : 0];
}
