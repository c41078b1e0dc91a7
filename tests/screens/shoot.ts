/**
 * `npm run screens -- FOLDER [filter]`: pictures of every state on three screens, in both languages, by day and by night,
 * and one sheet for each state with all twelve.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { fileNameOf, matching } from './catalogue.ts';
import { openStage } from './stage.ts';
import { LANGUAGES, SCHEMES, SIZES, setLanguage, setScheme, settled, showFocus } from './variants.ts';

interface Picture {
  label: string;
  file: string;
}

const [folder, ...filter] = process.argv.slice(2);
if (!folder) {
  process.stderr.write('npm run screens -- FOLDER [words of a name]\n');
  process.exit(2);
}
const target = resolve(folder);
mkdirSync(join(target, 'sheets'), { recursive: true });
const screens = matching(filter.join(' '));
const stage = await openStage();
try {
  const sheetPage = await stage.device({ viewport: { width: 1500, height: 900 } });
  let last: Page | undefined;
  for (const [index, screen] of screens.entries()) {
    process.stdout.write(`${index + 1}/${screens.length} ${screen.entry}: ${screen.name}\n`);
    const page = await screen.open(stage);
    if (last && last !== page) await last.context().close();
    last = page;
    await photograph(page, fileNameOf(screen), `${screen.entry}: ${screen.name}`, sheetPage);
  }
} finally {
  await stage.close();
}

async function photograph(page: Page, name: string, title: string, sheetPage: Page): Promise<void> {
  const before = page.viewportSize();
  const pictures: Picture[] = [];
  for (const language of LANGUAGES) {
    if (!(await setLanguage(page, language))) continue;
    for (const size of SIZES) {
      await page.setViewportSize(size);
      for (const scheme of SCHEMES) {
        await setScheme(page, scheme);
        await settled(page);
        await showFocus(page);
        const label = `${size.width}-${language}-${scheme}`;
        const file = `${name}-${label}.png`;
        await page.screenshot({ path: join(target, file) });
        pictures.push({ label, file });
      }
    }
  }
  await setLanguage(page, 'vi');
  await setScheme(page, 'light');
  if (before) await page.setViewportSize(before);
  const sheet = join(target, 'sheets', `${name}.html`);
  writeFileSync(sheet, sheetOf(title, pictures));
  await sheetPage.goto(`file://${sheet}`);
  await sheetPage.screenshot({ path: join(target, 'sheets', `${name}.png`), fullPage: true });
}

function sheetOf(title: string, pictures: readonly Picture[]): string {
  const figures = pictures.map(({ label, file }) => `<figure><img src="../${file}" alt=""><figcaption>${label}</figcaption></figure>`);
  return `<!doctype html><meta charset="utf-8"><title>${title}</title>
<style>
body { font: 14px sans-serif; background: #888; margin: 12px; color: #000 }
main { display: flex; flex-wrap: wrap; gap: 12px; align-items: flex-start }
figure { margin: 0 } img { display: block; height: 400px } h1 { font-size: 18px; margin: 0 0 8px }
</style><h1>${title}</h1><main>${figures.join('\n')}</main>
`;
}
