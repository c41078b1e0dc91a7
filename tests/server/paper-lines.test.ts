import { describe, expect, it } from 'vitest';
import { widthOf, wrap } from '../../server/posters/font.ts';

describe('lines on paper', () => {
  it('break between words, and within a word that has no end', () => {
    expect(wrap('Trường Tiểu học Hoa Ban', 'regular', 9, 60, 3)).toEqual(['Trường Tiểu', 'học Hoa Ban']);
    const lines = wrap('ế'.repeat(200), 'regular', 9, 80, 2);
    expect(lines).toHaveLength(2);
    expect(lines.join('')).toMatch(/^ế+…$/);
    for (const line of lines) expect(widthOf(line, 'regular', 9)).toBeLessThanOrEqual(80);
    // Each but the last is as full as it can be.
    expect(widthOf(`${lines[0]}ế`, 'regular', 9)).toBeGreaterThan(80);
  });

  it('end also where no letter fits', () => {
    expect(wrap('WW', 'regular', 9, 1, 3)).toEqual(['W', 'W']);
  });
});
