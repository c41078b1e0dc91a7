/** A visitor's phone, in every state that it can come to. */
import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { makePlaceCode } from '../../shared/codes.ts';
import { PHONE } from '../e2e/browsing.ts';
import { declare, fillForm, HONG, sendButton } from '../e2e/visitor.ts';
import { alone, journey, type Screen } from './screen.ts';
import type { Stage } from './stage.ts';

const openPoster = async (page: Page, stage: Stage): Promise<Page> => {
  await page.goto((await stage.office.poster()).link);
  await sendButton(page).waitFor();
  return page;
};
const phone = async (stage: Stage): Promise<Page> => openPoster(await stage.device(PHONE), stage);
const opened = async (stage: Stage, path: string, heading: string): Promise<Page> => {
  const page = await stage.device(PHONE);
  await page.goto(`${stage.server.origin}${path}`);
  await page.getByRole('heading', { name: heading }).waitFor();
  return page;
};
const tap = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('button', { name, exact: true }).first().click();
const lost = 'Chưa gửi được. Hãy nói tên với bảo vệ.';

const filling = journey('visit', phone, [
  ['form empty', async () => undefined],
  [
    'form with errors',
    async (page) => {
      await sendButton(page).click();
      await page.getByText(/^Còn \d+ chỗ cần xem lại/).waitFor();
    },
  ],
  ['form filled', (page) => fillForm(page, { ...HONG, name: 'Nguyễn Phúc Thiên Thanh Hoàng Ngọc Bảo Châu' })],
  [
    'form with a draft restored',
    async (page) => {
      await page.reload();
      await page.getByText('Những gì điền dở vẫn còn đây').waitFor();
    },
  ],
  ['pass cleared', async (page) => void (await declare(page, HONG))],
  ['pass full screen', (page) => tap(page, 'Phóng to trên nền trắng')],
  [
    'pass as a picture',
    async (page) => {
      await tap(page, 'Đóng');
      await tap(page, 'Lưu thành ảnh');
      await page.locator('img.picture').waitFor();
    },
  ],
  [
    'own data',
    async (page) => {
      await page.keyboard.press('Escape');
      await tap(page, 'Dữ liệu trên máy này');
      await page.getByRole('heading', { level: 1, name: 'Dữ liệu trên máy này' }).waitFor();
    },
  ],
  [
    'own data, delete everything',
    async (page) => {
      await tap(page, 'Xóa hết');
      await page.getByRole('dialog').waitFor();
    },
  ],
]);

const attention = journey('visit', phone, [
  ['pass to be asked about', async (page) => void (await declare(page, { ...HONG, phone: '0900000302', symptoms: true }))],
]);

/** The page is there, and then nothing reaches the server any more. */
const unsent = journey('visit', phone, [
  [
    'waiting to be sent',
    async (page) => {
      await page.route('**/api/declarations', (route) => route.abort());
      await fillForm(page, HONG);
      await sendButton(page).click();
      await page.getByRole('heading', { name: lost }).waitFor();
    },
  ],
]);

const troubles = alone('visit', [
  ['trouble: no code', (stage) => opened(stage, '/p/', 'Khai báo khi vào trường')],
  ['trouble: a wrong character', (stage) => opened(stage, '/p/22222C', 'Mã này có chỗ gõ nhầm')],
  [
    'trouble: no such board',
    (stage) => opened(stage, `/p/${makePlaceCode((length) => randomBytes(length))}`, 'Không có bảng nào mang mã này'),
  ],
  [
    'trouble: forged',
    async (stage) => {
      const { code } = await stage.office.poster();
      return opened(stage, `/p/${code}#12345`, 'Đây không phải mã của nhà trường');
    },
  ],
]);

export const visit: readonly Screen[] = [...filling, ...attention, ...unsent, ...troubles];
