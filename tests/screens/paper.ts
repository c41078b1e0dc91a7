/** What is printed: the poster as it hangs, and pages as a printer gets them. */
import type { Page } from 'playwright-core';
import { POSTER_LAYOUTS, type PosterLayout } from '../../shared/poster/layouts.ts';
import { DESK } from '../e2e/browsing.ts';
import { alone, type Screen } from './screen.ts';
import type { Stage } from './stage.ts';

/** The sheet alone, as large as it is on A4. */
async function poster(stage: Stage, layout: PosterLayout): Promise<Page> {
  const page = await stage.desk(DESK);
  const { office, server } = stage;
  const { code } = await office.poster();
  await page.goto(`${server.origin}/healthz`);
  await page.setContent(`<!doctype html><html lang="vi"><title>A4</title><main><h1>A4</h1><img alt="A4" height="1122"></main></html>`);
  await page
    .locator('img')
    .evaluate((image, src) => image.setAttribute('src', src), `/api/schools/${office.school}/posters/${code}.svg?layout=${layout}`);
  await page.waitForFunction(() => (document.images[0]?.naturalWidth ?? 0) > 0);
  return page;
}

export const paper: readonly Screen[] = alone('paper', [
  ...POSTER_LAYOUTS.map((layout): [string, (stage: Stage) => Promise<Page>] => [`poster, ${layout}`, (stage) => poster(stage, layout)]),
  [
    'guide',
    async (stage) => {
      const page = await stage.device(DESK);
      const { code } = await stage.office.poster();
      await page.goto(`${stage.server.origin}/guide/${code}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      return page;
    },
  ],
  [
    'guide, where the real poster is described',
    async (stage) => {
      const page = await stage.device(DESK);
      const { code } = await stage.office.poster();
      await page.goto(`${stage.server.origin}/guide/${code}`);
      await page.getByRole('heading', { name: 'Bảng thật trông như thế nào' }).evaluate((title) => title.scrollIntoView());
      return page;
    },
  ],
  [
    'today, printed',
    async (stage) => {
      const { origin, signedIn } = await stage.demo();
      const page = await stage.device({ ...DESK, storageState: await signedIn('vanphong1') });
      await page.goto(`${origin}/admin/`);
      await page.locator('.inside').waitFor();
      await page.emulateMedia({ media: 'print' });
      return page;
    },
  ],
]);
