/** The look, as far as numbers can hold it: contrast of every pair of colours, and one mark everywhere. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MARK } from '../../shared/mark.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

type Tokens = ReadonlyMap<string, string>;

/** Custom properties by day and by night; what the night does not name stays as by day. */
function tokensOf(...paths: string[]): Record<'light' | 'dark', Tokens> {
  const light = new Map<string, string>();
  const dark = new Map<string, string>();
  for (const css of paths.map(read)) {
    const [day = '', night = ''] = css.split('@media screen and (prefers-color-scheme: dark)');
    for (const [part, into] of [
      [day, light],
      [night, dark],
    ] as const) {
      for (const [, name = '', value = ''] of part.matchAll(/(--[\w-]+):\s*([^;]+);/g)) into.set(name, value);
    }
  }
  return { light, dark: new Map([...light, ...dark]) };
}

/** @throws Error for a name that no file defines, and for anything but an opaque colour */
function rgb(tokens: Tokens, name: string): number[] {
  const value = tokens.get(name) ?? '';
  const other = /^var\((--[\w-]+)\)$/.exec(value)?.[1];
  if (other) return rgb(tokens, other);
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/.exec(value)?.[1];
  if (!hex) throw new Error(`${name} is no colour: "${value}"`);
  const digits = hex.length === 3 ? [...hex].map((digit) => digit + digit) : (hex.match(/../g) ?? []);
  return digits.map((pair) => Number.parseInt(pair, 16) / 255);
}

/** Relative luminance of WCAG 2. */
function luminance(colour: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(tokens: Tokens, one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(rgb(tokens, one)), luminance(rgb(tokens, other))].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const TEXT: readonly [ink: string, ground: string][] = [
  ...['--ink', '--ink-soft', '--brand', '--error-ink'].flatMap((ink): [string, string][] =>
    ['--ground', '--surface', '--raised'].map((ground) => [ink, ground]),
  ),
  ['--brand-ink', '--brand'],
  ['--ink', '--brand-soft'],
  ...(['info', 'success', 'warn', 'error'] as const).map((kind): [string, string] => [`--${kind}-ink`, `--${kind}-ground`]),
];
/** Edges of what can be tapped, the ring of the keyboard, and signs without words: 3:1 (WCAG 1.4.11). */
const EDGES: readonly [string, string][] = [
  ...['--edge', '--focus', '--error-ink', '--brand'].flatMap((edge): [string, string][] =>
    ['--ground', '--surface'].map((ground) => [edge, ground]),
  ),
];
const VERDICTS = ['green', 'amber', 'red'] as const;

describe('contrast', () => {
  const tokens = tokensOf('web/ui/tokens.css');
  for (const scheme of ['light', 'dark'] as const) {
    it.each(TEXT)(`${scheme}: %s on %s can be read (AA)`, (ink, ground) => {
      expect(contrast(tokens[scheme], ink, ground)).toBeGreaterThanOrEqual(4.5);
    });
    it.each(EDGES)(`${scheme}: %s is seen on %s`, (edge, ground) => {
      expect(contrast(tokens[scheme], edge, ground)).toBeGreaterThanOrEqual(3);
    });
    it.each(VERDICTS)(`${scheme}: the verdict %s can be read from afar (AAA)`, (verdict) => {
      expect(contrast(tokens[scheme], `--verdict-${verdict}-ink`, `--verdict-${verdict}`)).toBeGreaterThanOrEqual(7);
    });
  }

  const office = tokensOf('web/ui/tokens.css', 'web/admin/css/colours.css');
  it.each(['light', 'dark'] as const)('%s: the band of the office and the paper of its book can be read', (scheme) => {
    const of = office[scheme];
    expect(contrast(of, '--shutter-ink', '--shutter')).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of, '--ink', '--paper')).toBeGreaterThanOrEqual(7);
    expect(contrast(of, '--ink-soft', '--paper')).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of, '--ochre', '--shutter')).toBeGreaterThanOrEqual(3);
    expect(contrast(of, '--mark-act', '--paper')).toBeGreaterThanOrEqual(3);
  });

  it('finds a pair that cannot be read', () => {
    const poor = new Map([
      ['--ink', '#777'],
      ['--ground', '#fff'],
    ]);
    expect(contrast(poor, '--ink', '--ground')).toBeLessThan(4.5);
  });
});

describe('the mark', () => {
  it.each(['web/visit/icon.svg', 'web/kiosk/icon.svg'])('is the same in %s', (path) => {
    expect(read(path)).toContain(`d="${MARK.gate}"`);
    expect(read(path)).toContain(`d="${MARK.way}"`);
  });
});

it('keeps the font away from the visitor, who waits for it', () => {
  expect(read('web/ui/tokens.css')).not.toContain('Be Vietnam');
  expect(read('web/visit/main.tsx')).not.toContain('fonts.css');
});
