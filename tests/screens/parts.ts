/** The page of components, which only the demonstration serves. */
import { DESK } from '../e2e/browsing.ts';
import { journey, type Screen } from './screen.ts';

export const parts: readonly Screen[] = journey(
  'parts',
  async (stage) => {
    const page = await stage.device(DESK);
    await page.goto(`${(await stage.demo()).origin}/demo/parts`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  },
  [
    ['every part', (page) => page.locator('.qr path').first().waitFor()],
    [
      'every part in large print',
      async (page) => {
        await page.getByRole('button', { name: 'Chữ to' }).click();
        await page.getByRole('button', { name: 'Chữ to 125 %' }).click();
        await page.getByRole('button', { name: 'Chữ to 150 %' }).waitFor();
      },
    ],
    [
      'dialog',
      async (page) => {
        await page.getByRole('button', { name: 'Chữ to 150 %' }).click();
        await page.getByRole('button', { name: 'Mở hộp thoại' }).click();
        await page.getByRole('dialog').waitFor();
      },
    ],
  ],
);
