import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../../web/${path}`, import.meta.url), 'utf8');
const list = (folder: string): string[] => readdirSync(new URL(`../../web/${folder}`, import.meta.url));

it('shows every shared component on the page of components', () => {
  const page = list('parts')
    .filter((name) => name.endsWith('.tsx'))
    .map((name) => read(`parts/${name}`))
    .join('\n');
  const components = list('ui').filter((name) => name.endsWith('.tsx'));
  expect(components.length).toBeGreaterThan(10);
  expect(components.filter((name) => !page.includes(`'../ui/${name}'`))).toEqual([]);
});
