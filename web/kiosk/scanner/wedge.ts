/**
 * Keyboard-wedge scanners type into whatever has the focus. Keys that come faster than a person types are a code; what
 * such a burst left in a field before it was recognised is put back, and the focus stays where it was. Digits are taken
 * from the physical key too, so that an input method such as Telex cannot swallow them.
 */
export interface WedgeKey {
  key: string;
  /** Physical key: `Digit7`, `Numpad7`, `KeyA`. */
  code: string;
  /** Monotonic ms. */
  at: number;
  repeat: boolean;
  ctrl: boolean;
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

/** Scanners send a key every 1 to 40 ms (the slow ones by radio), quick hands one every 60. */
const FAST = 50;
/** Once it is sure that no person types, a stutter of radio or page does not end the code. */
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
    key({ key, code, at, repeat, ctrl }) {
      const fast = at - last <= (text.length >= SURE ? STUTTER : FAST);
      if (key === 'Enter' || key === 'Tab') {
        const scanned = fast || text.length >= SURE ? take() : undefined;
        text = '';
        return scanned === undefined ? { swallow: false } : { swallow: true, code: scanned };
      }
      const char = charOf(key, code);
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

function charOf(key: string, code: string): string | undefined {
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1];
  // An input method hides the character behind 'Process' or 'Unidentified'; the key itself is known.
  if (digit !== undefined && (key.length !== 1 || /^[0-9]$/.test(key))) return digit;
  return key.length === 1 ? key : undefined;
}
