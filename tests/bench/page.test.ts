import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { whileOpen } from './lib/opened.ts';
import { HEAD, pageOf } from './lib/page.ts';
import { brokenRow, median, quantile, rowOf, rowOnly } from './lib/row.ts';
import { NO_AIM, textOf } from './lib/text.ts';
import { rowsWithin } from './lib/within.ts';

const PARTS = {
  name: 'A thing',
  ours: [90, 110, 100],
  beside: 'another thing',
  other: [200, 100, 200],
  aimWords: 'of its time',
  unit: 's',
  note: 'what was counted',
};
const MACHINE = { system: 'Linux', cores: 2, memory: 24, node: '20.20.2', browser: 'Chromium 156', day: '2026-11-21' };

it('a row is the medians of its rounds, their ratio, and how far the rounds lay apart', () => {
  const row = rowOf({ ...PARTS, aim: { most: 0.5 } });
  expect(row).toMatchObject({
    ours: 100,
    other: 200,
    ratio: 0.5,
    aim: 'at most 0.5 of its time',
    holds: true,
    spread: { low: 0.45, high: 1.1 },
  });
  expect(rowOf({ ...PARTS, aim: { most: 0.49 } }).holds).toBe(false);
  expect(rowOf({ ...PARTS, aim: { least: 0.5 } }).holds).toBe(true);
  expect(rowOf({ ...PARTS, aim: { least: 0.51 } }).holds).toBe(false);
});

it('one number that was given stands beside every round', () => {
  expect(rowOf({ ...PARTS, other: [50], aim: { most: 1 } })).toMatchObject({
    other: 50,
    ratio: 2,
    holds: false,
    spread: { low: 1.8, high: 2.2 },
  });
});

it('quantiles are by nearest rank; the median of an even number lies between', () => {
  const twenty = Array.from({ length: 20 }, (_, i) => 20 - i);
  expect(quantile(twenty, 0.95)).toBe(19);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(() => median([])).toThrow('nothing was measured');
});

it('JSON has these fields and no others', () => {
  const row = rowOnly(rowOf({ ...PARTS, aim: { most: 1 } }));
  expect(Object.keys(row)).toEqual(['name', 'ours', 'beside', 'other', 'ratio', 'aim', 'holds', 'unit']);
});

it('the text says which do not hold', () => {
  const text = textOf([rowOf({ ...PARTS, aim: { most: 0.1 } }), rowOf({ ...PARTS, aim: { most: 1 } }), rowOf(PARTS)]);
  expect(text).toMatch(/^DOES NOT HOLD A thing$/m);
  expect(text).toMatch(/^no aim +A thing$/m);
  expect(text).toMatch(/1 of 2 hold$/);
});

it('without an aim nothing holds or fails', () => {
  expect(rowOf(PARTS)).toMatchObject({ ratio: 0.5, aim: null, holds: null });
  expect(() => rowOf({ ...PARTS, other: [0] })).toThrow('A thing: 100 beside 0');
});

it('a bench that broke is a row that does not hold', () => {
  const row = brokenRow('gate', 'no camera');
  expect(rowOnly(row)).toMatchObject({ name: 'The bench gate to its end', ours: null, ratio: null, aim: null, holds: false });
  expect(textOf([row])).toMatch(/^DOES NOT HOLD The bench gate to its end\n +no camera$/m);
});

it('a bench that takes too long is broken off: what it has open is closed, and its rows stand', async () => {
  const ended: string[] = [];
  async function* slow(): AsyncGenerator<string, void, undefined> {
    try {
      yield 'measured';
      await new Promise((_, reject) => whileOpen(() => reject(new Error('closed'))));
    } finally {
      ended.push('cleared up');
    }
  }
  const rows: string[] = [];
  const all = (async () => {
    for await (const row of rowsWithin(slow(), 0)) rows.push(row);
  })();
  await expect(all).rejects.toThrow('not ended after 0 s');
  expect(rows).toEqual(['measured']);
  expect(ended).toEqual(['cleared up']);
});

const shapeOf = (page: string): string[] => page.split('\n').filter((line) => /^(#|\| what|\| ---)/.test(line));
const rowsOf = (page: string): string[][] =>
  page
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) => line.slice(2, -2).split(/ (?<!\\)\| /));

it('docs/performance.md is what the bench writes', () => {
  const page = readFileSync(new URL('../../docs/performance.md', import.meta.url), 'utf8');
  const written = pageOf([rowOf({ ...PARTS, aim: { most: 1 } })], MACHINE, false);
  expect(shapeOf(page)).toEqual(shapeOf(written));
  // Everything but the machine, the table and the notes is the same word for word.
  const [beginning, end] = [written.slice(0, written.indexOf('Linux')), written.slice(written.indexOf('## To repeat it'))];
  expect(page.startsWith(beginning)).toBe(true);
  expect(page.endsWith(end)).toBe(true);
  expect(page).toMatch(/^\w+, \d+ cores?, \d+ GB; Node \d+\.\d+\.\d+, Chromium \d+; \d{4}-\d\d-\d\d; .+\.$/m);
});

it('each row of the page says what it counts, and holds as its ratio does', () => {
  const page = readFileSync(new URL('../../docs/performance.md', import.meta.url), 'utf8');
  const rows = rowsOf(page);
  expect(rows.length).toBeGreaterThanOrEqual(8);
  for (const cells of rows) {
    expect(cells).toHaveLength(HEAD.length);
    const [name = '', , , ratio = '', aim = '', holds = ''] = cells;
    expect(page).toContain(`- **${name}**: `);
    const value = Number.parseFloat(ratio);
    if (aim === NO_AIM) {
      expect(value).toBeGreaterThan(0);
      expect(holds).toBe('–');
      continue;
    }
    const [, bound, limit] = /^at (least|most) ([\d.]+) /.exec(aim) ?? [];
    expect(holds === 'yes').toBe(bound === 'least' ? value >= Number(limit) : value <= Number(limit));
  }
});
