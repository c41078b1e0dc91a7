/**
 * The bad-input catalogue inside `npm test`: every case against the real server on both engines, what is marked as scale
 * at a twentieth of its counts. `npm run catalogue -- tests/vectors/bad-inputs.json` runs the counts as written.
 */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readCatalogue } from '../catalogue/case.ts';
import { Driver } from '../catalogue/driver.ts';
import { NOT_BUILT, notBuilt } from '../catalogue/not-built.ts';

const cases = readCatalogue(fileURLToPath(new URL('../vectors/bad-inputs.json', import.meta.url)));
const built = cases.filter((of) => notBuilt(of) === undefined);

describe('the bad-input catalogue', () => {
  let driver: Driver;
  beforeAll(async () => {
    const postgres = inject('postgres');
    if ('missing' in postgres) throw new Error(postgres.missing);
    driver = await Driver.open(postgres.adminUrl, 1 / 20);
  }, 120_000);
  afterAll(() => driver.close(), 60_000);

  it.each(built)('$id $name', { timeout: 180_000 }, async (of) => {
    const result = await driver.run(of);
    expect(result.kind === 'failed' ? result.faults : []).toEqual([]);
  });
});

describe('what is not built yet', () => {
  it('is named case by case, and each name is one that its own words would leave out as well', () => {
    const known = new Map(cases.map((of) => [of.id, of]));
    for (const { ids, asks } of NOT_BUILT) {
      for (const id of ids) {
        const of = known.get(id);
        expect(of && asks(of), id).toBe(true);
      }
    }
    expect(cases.length - built.length).toBe(NOT_BUILT.flatMap(({ ids }) => ids).length);
  });
});
