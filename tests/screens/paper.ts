/** What is printed: the poster as it hangs, and pages as a printer gets them. */
import { DESK } from '../e2e/browsing.ts';
import { alone, type Screen } from './screen.ts';

export const paper: readonly Screen[] = alone('paper', [
  [
    'poster of a gate',
    async (stage) => {
      const page = await stage.desk(DESK);
      const { office, server } = stage;
      const { code } = await office.poster();
      await page.goto(`${server.origin}/healthz`);
      await page.setContent(`<!doctype html><html lang="vi"><title>A4</title><main><h1>A4</h1><img alt="A4" height="1122"></main></html>`);
      await page
        .locator('img')
        .evaluate((image, src) => image.setAttribute('src', src), `/api/schools/${office.school}/posters/${code}.svg`);
      await page.waitForFunction(() => (document.images[0]?.naturalWidth ?? 0) > 0);
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
