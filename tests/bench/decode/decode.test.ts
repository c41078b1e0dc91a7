import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCode } from '../../../shared/cards/read-code.ts';
import { codeOf } from './codes.ts';
import { makeCorpus } from './corpus.ts';
import { readManifest } from './manifest.ts';
import { type Result, report, textOf } from './report.ts';

const folder = mkdtempSync(join(tmpdir(), 'quacong-manifest-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the corpus', () => {
  it('holds what the product makes: passes and posters of at most 49 modules', async () => {
    for (let number = 0; number < 12; number++) {
      const { text, modules } = await codeOf(number);
      expect(readCode(text).kind).toBe(number % 4 < 2 ? 'pass' : 'poster');
      expect(modules.length).toBeLessThanOrEqual(49);
      expect((await codeOf(number)).text).toBe(text);
    }
  });

  it('is the same each time', async () => {
    const first = async () => (await makeCorpus().next()).value;
    const [one, other] = [await first(), await first()];
    expect(one?.frame).toMatchObject({ class: 'clean', file: 'clean-00.png' });
    expect(other?.png.equals(one?.png ?? Buffer.alloc(0))).toBe(true);
  });
});

describe('a folder of frames', () => {
  const write = (manifest: string): void => writeFileSync(join(folder, 'manifest.json'), manifest);

  it('is refused in plain words', () => {
    expect(() => readManifest(join(folder, 'nowhere'))).toThrow('is no folder');
    expect(() => readManifest(folder)).toThrow('manifest.json is missing');
    write('[');
    expect(() => readManifest(folder)).toThrow('is not JSON');
    write('[]');
    expect(() => readManifest(folder)).toThrow('at least one frame');
    write('[{"file": "a.png", "class": "x", "text": 5}]');
    expect(() => readManifest(folder)).toThrow('"text" must be a text or null');
    write('[{"file": "a.png", "class": "x", "text": null}]');
    expect(() => readManifest(folder)).toThrow('1 of 1 files are missing');
  });

  it('may name its classes as it likes', () => {
    writeFileSync(join(folder, 'a.png'), '');
    write('[{"file": "a.png", "class": "Mờ & tối", "text": "1"}, {"file": "a.png", "class": "", "text": null}]');
    expect(readManifest(folder)).toEqual([
      { file: 'a.png', class: 'Mờ & tối', text: '1' },
      { file: 'a.png', class: '', text: null },
    ]);
  });
});

describe('the report', () => {
  const frame = (file: string, kind: string, text: string | null) => ({ file, class: kind, text });
  const look = (text: string | null) => ({ text, ms: 4 });
  const results: Result[] = [
    { frame: frame('1', 'blur', 'a'), looks: { quacong: look('a'), one: look('a'), other: look(null) } },
    { frame: frame('2', 'blur', 'b'), looks: { quacong: look('b'), one: look(null), other: look('b') } },
    { frame: frame('3', 'dark', 'c'), looks: { quacong: look('c'), one: look('x'), other: look(null) } },
    { frame: frame('4', 'empty', null), looks: { quacong: look(null), one: look(null), other: look('y') } },
  ];
  const made = report(results, ['quacong', 'one', 'other'], 'wasm');

  it('counts what was read, wrong texts and reads of nothing; the product is not part of the union', () => {
    expect(made.decoders.map(({ decoder, all, wrong, falseReads }) => [decoder, all.read, wrong, falseReads])).toEqual([
      ['quacong', 3, 0, 0],
      ['one', 1, 1, 0],
      ['other', 1, 0, 1],
    ]);
    expect(made.union).toMatchObject({ all: { frames: 3, read: 2 }, classes: { blur: { rate: 1 }, dark: { rate: 0 } } });
    expect(made.wrong).toEqual([
      { decoder: 'one', file: '3', text: 'x' },
      { decoder: 'other', file: '4', text: 'y' },
    ]);
  });

  it('is a table with a column for each class', () => {
    expect(textOf(made).split('\n')[0]).toMatch(/^% of frames read +blur +dark +ALL/);
    expect(textOf(made)).toContain('wrong: one read "x" in 3');
  });
});
