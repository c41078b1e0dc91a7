/** The posters' page of the office: each paper, many at once, the guide, and replacing a poster. */
import type { Page } from 'playwright-core';
import { DESK } from '../e2e/browsing.ts';
import { journey, type Screen, type Step } from './screen.ts';

const PAPERS = { 'on A3': /^A3/, 'six on a sheet': /^6 mã nhỏ/, 'card for the desk': /^Thẻ bàn/, 'on A4': /^A4/ } as const;

const drawn = (page: Page): Promise<void> =>
  page.getByRole('img', { name: /^Hình bảng mã/ }).evaluate((image: HTMLImageElement) => image.decode());

const papers: Step[] = Object.entries(PAPERS).map(([name, radio]) => [
  `posters, ${name}`,
  async (page) => {
    await page.getByRole('radio', { name: radio }).check();
    await drawn(page);
  },
]);

/** As somebody who has come there by the keyboard. */
const show = (page: Page, button: string): Promise<void> => page.getByText(button, { exact: true }).focus();

export const officePosters: readonly Screen[] = journey(
  'admin',
  async (stage) => {
    const { origin, signedIn } = await stage.demo();
    const page = await stage.device({ ...DESK, storageState: await signedIn('quantri') });
    await page.goto(`${origin}/admin/schools`);
    await page
      .getByRole('link', { name: /^Trường/ })
      .first()
      .click();
    await page.getByRole('link', { name: 'Bảng mã QR' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Bảng mã QR' }).waitFor();
    await drawn(page);
    return page;
  },
  [
    ['posters of a school among several', async () => undefined],
    ...papers,
    ['posters, many schools', (page) => show(page, 'Tải PDF nhiều trường')],
    [
      'posters, many schools under way',
      async (page) => {
        // The answer is on its way for as long as it is looked at.
        await page.route('**/api/posters.pdf*', () => undefined);
        await page.getByRole('button', { name: 'Tải PDF nhiều trường' }).click();
        await page.getByRole('button', { name: 'Dừng tải' }).waitFor();
      },
    ],
    [
      'posters, many schools failed',
      async (page) => {
        await page.getByRole('button', { name: 'Dừng tải' }).click();
        await page.unroute('**/api/posters.pdf*');
        await page.route('**/api/posters.pdf*', (route) => route.abort());
        await page.getByRole('button', { name: 'Tải PDF nhiều trường' }).click();
        await page.getByText('Chưa tải được').waitFor();
      },
    ],
    [
      'posters, many schools done',
      async (page) => {
        await page.unroute('**/api/posters.pdf*');
        await page.getByRole('button', { name: 'Tải PDF nhiều trường' }).click();
        await page.getByText(/^Đã tải \d+ trang/).waitFor();
      },
    ],
    ['posters, the guide’s part', (page) => show(page, 'Mở trang hướng dẫn')],
  ],
);
