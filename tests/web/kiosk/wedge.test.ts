import { describe, expect, it } from 'vitest';
import { BURST_END, createWedge, type WedgeKey } from '../../../web/kiosk/scanner/wedge.ts';

const codeOf = (char: string): string => (/\d/.test(char) ? `Digit${char}` : /[a-z]/i.test(char) ? `Key${char.toUpperCase()}` : 'Other');

/** Nobody holds anything, and a field has the focus. */
const PLAIN = { repeat: false, ctrl: false, shift: false, typing: true };

/** Keys `gap` ms apart from `start` on. */
function keysOf(text: string, gap: number, start = 0): WedgeKey[] {
  return [...text].map((char, i) => ({ ...PLAIN, key: char, code: codeOf(char), at: start + i * gap }));
}
const enter = (at: number): WedgeKey => ({ ...PLAIN, key: 'Enter', code: 'Enter', at });

/** Key and Shift of a US keyboard, as a scanner presses them. */
function usKey(char: string): Pick<WedgeKey, 'code' | 'shift'> {
  const signs: Record<string, [string, boolean]> = {
    '*': ['Digit8', true],
    '#': ['Digit3', true],
    '|': ['Backslash', true],
    ':': ['Semicolon', true],
    '/': ['Slash', false],
    '.': ['Period', false],
    '-': ['Minus', false],
    ' ': ['Space', false],
  };
  const [code, shift] = signs[char] ?? [codeOf(char), /[A-Z]/.test(char)];
  return { code, shift };
}

function feed(keys: readonly WedgeKey[]) {
  const wedge = createWedge();
  const results = keys.map((key) => wedge.key(key));
  return { wedge, codes: results.flatMap((each) => each.code ?? []), swallowed: results.filter((each) => each.swallow).length };
}

const DIGITS = '7012345678901234567890123456789';

describe('a keyboard-wedge scanner', () => {
  it('is known by its speed, ends with Enter, and its keys do nothing on the page', () => {
    const { codes, swallowed } = feed([...keysOf(DIGITS, 4), enter(DIGITS.length * 4)]);
    expect(codes).toEqual([DIGITS]);
    expect(swallowed).toBe(DIGITS.length - 6 + 1);
  });

  it('may end without Enter', () => {
    const { wedge, codes } = feed(keysOf(DIGITS, 8));
    expect(codes).toEqual([]);
    expect(wedge.idle(DIGITS.length * 8)).toBeUndefined();
    expect(wedge.idle(DIGITS.length * 8 + BURST_END)).toBe(DIGITS);
    expect(wedge.idle(DIGITS.length * 8 + 2 * BURST_END)).toBeUndefined();
  });

  it('gives its digits also when Telex hides the characters', () => {
    const hidden = keysOf(DIGITS, 5).map((key) => ({ ...key, key: 'Process' }));
    expect(feed([...hidden, enter(DIGITS.length * 5)]).codes).toEqual([DIGITS]);
    const keypad = keysOf(DIGITS, 5).map((key) => ({ ...key, key: 'Unidentified', code: key.code.replace('Digit', 'Numpad') }));
    expect(feed([...keypad, enter(DIGITS.length * 5)]).codes).toEqual([DIGITS]);
  });

  it('takes letters and signs with Shift as they come', () => {
    const text = '******000001|NGUYEN VAN MAU|1990-**-**|0|16|';
    const shift = { ...PLAIN, key: 'Shift', code: 'ShiftLeft' };
    const keys = keysOf(text, 6).flatMap((key) => [{ ...shift, at: key.at - 1 }, key]);
    expect(feed([...keys, enter(text.length * 6)]).codes).toEqual([text]);
  });

  it('tells the letters and signs of a card when an input method hides them', () => {
    const card = '******000001|NGUYEN VAN MAU|1990-**-**|0|16|';
    const hidden = [...card].map((char, i) => ({ ...PLAIN, ...usKey(char), key: i % 2 === 0 ? 'Process' : 'Unidentified', at: i * 7 }));
    expect(feed([...hidden, enter(card.length * 7)]).codes).toEqual([card]);
    const link = 'https://quacong.truong.example/p/K7M2QX#1234567';
    const keys = [...link].map((char, i) => ({ ...PLAIN, ...usKey(char), key: 'Process', at: i * 7 }));
    expect(feed([...keys, enter(link.length * 7)]).codes).toEqual([link]);
  });

  it('survives an input method that takes a letter back and writes another (Telex: dd, VNI: a1)', () => {
    const back = { ...PLAIN, key: 'Backspace', code: 'Backspace', at: 0 };
    const typed = [...keysOf('012345678901|NGUYEN VAN D', 0), back, ...keysOf('Đ|1990', 0)];
    const timed = typed.map((key, i) => ({ ...key, at: i * 6 }));
    const { codes, swallowed } = feed([...timed, enter(timed.length * 6)]);
    expect(codes).toEqual(['012345678901|NGUYEN VAN Đ|1990']);
    expect(swallowed).toBe(typed.length - 6 + 1);
  });

  it('may end with Tab', () => {
    const tab: WedgeKey = { ...PLAIN, key: 'Tab', code: 'Tab', at: DIGITS.length * 8 };
    const { codes, swallowed } = feed([...keysOf(DIGITS, 8), tab]);
    expect({ codes, swallowed }).toEqual({ codes: [DIGITS], swallowed: DIGITS.length - 6 + 1 });
  });

  it.each([70, 100, 145])('may be as slow as a key every %i ms while no field has the focus', (gap) => {
    const keys = keysOf(DIGITS, gap).map((key) => ({ ...key, typing: false }));
    expect(feed([...keys, enter(DIGITS.length * gap)]).codes).toEqual([DIGITS]);
  });

  it('by radio stutters, and gives one code all the same', () => {
    let at = 0;
    const keys = keysOf(DIGITS, 0).map((key, i) => {
      at += i > 6 && i % 5 === 0 ? 140 : 38;
      return { ...key, at };
    });
    expect(feed([...keys, enter(at + 100)]).codes).toEqual([DIGITS]);
  });

  it('two codes one after the other are two', () => {
    const second = DIGITS.split('').reverse().join('');
    const keys = [...keysOf(DIGITS, 3), enter(100), ...keysOf(second, 3, 400), enter(500)];
    expect(feed(keys).codes).toEqual([DIGITS, second]);
  });
});

describe('a person typing', () => {
  it.each([
    ['at 60 ms a key', 60],
    ['very fast, 55 ms a key', 55],
  ])('is never taken for a scanner: %s', (_name, gap) => {
    const { codes, swallowed, wedge } = feed([...keysOf('Nguyễn Thị Hoa 0912345678', gap), enter(3_000)]);
    expect({ codes, swallowed, rest: wedge.idle(10_000) }).toEqual({ codes: [], swallowed: 0, rest: undefined });
  });

  it('is not held up by a scan in the middle: the code alone is taken, and its beginning is known', () => {
    const wedge = createWedge();
    const begins: number[] = [];
    const keys = [...keysOf('Phạm', 120), ...keysOf(DIGITS, 4, 1_000), enter(1_000 + DIGITS.length * 4)];
    const codes = keys.flatMap((key, i) => {
      const result = wedge.key(key);
      if (result.begins) begins.push(i);
      return result.code ?? [];
    });
    expect(codes).toEqual([DIGITS]);
    expect(begins.at(-1)).toBe(4);
  });

  it('takes back what was mistyped, at any speed', () => {
    const back: WedgeKey = { ...PLAIN, key: 'Backspace', code: 'Backspace', at: 130 };
    const { codes, swallowed } = feed([...keysOf('Hoa', 60), back, ...keysOf('à', 60, 190), enter(260)]);
    expect({ codes, swallowed }).toEqual({ codes: [], swallowed: 0 });
  });

  it('keeps Enter, shortcuts and a held key', () => {
    const ctrl = keysOf('aaaaaaaaaaaa', 5).map((key) => ({ ...key, ctrl: true }));
    const held = keysOf('000000000000', 30).map((key, i) => ({ ...key, repeat: i > 0 }));
    expect(feed([...ctrl, enter(500)]).swallowed).toBe(0);
    expect(feed([...held, enter(500)])).toMatchObject({ codes: [], swallowed: 0 });
  });
});
