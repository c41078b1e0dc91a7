/** Every screen and state of the catalogue, as far as a machine can judge it. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUE } from './catalogue.ts';
import { judge } from './judge.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
let last: Page | undefined;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe('no barrier that a machine can find', () => {
  it('has a name of its own for every state', () => {
    const names = CATALOGUE.map(({ entry, name }) => `${entry} ${name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  for (const screen of CATALOGUE) {
    it(`${screen.entry}: ${screen.name}`, async () => {
      const page = await screen.open(stage);
      if (last && last !== page) await last.context().close();
      last = page;
      expect(await judge(page, screen)).toEqual([]);
      stage.check();
    });
  }
});
