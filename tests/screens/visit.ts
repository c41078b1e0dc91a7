/** A visitor's phone, in every state that it can come to. */
import { randomBytes } from 'node:crypto';
import type { Page, Route } from 'playwright-core';
import type { PosterView } from '../../shared/api/schools.schema.ts';
import { DAY } from '../../shared/clock.ts';
import { makePlaceCode } from '../../shared/codes.ts';
import { PHONE } from '../e2e/browsing.ts';
import { declare, fillForm, HONG, sendButton } from '../e2e/visitor.ts';
import { answer } from './answer.ts';
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

const behalf = journey('visit', phone, [
  [
    'form for another person',
    async (page) => {
      await declare(page, { ...HONG, phone: '0900000311' });
      await tap(page, 'Khai cho người khác');
      await sendButton(page).waitFor();
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

const refused = journey('visit', phone, [
  [
    'refused by the school',
    async (page) => {
      await page.route('**/api/declarations', (route) => answer(route, 'invalid-input'));
      await fillForm(page, HONG);
      await sendButton(page).click();
      await page.getByRole('alert').waitFor();
    },
  ],
]);

/** The messenger's own browser keeps nothing. */
const inApp = journey(
  'visit',
  async (stage) => {
    const page = await stage.device(PHONE);
    await page.addInitScript(() => {
      const refuse = (): never => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      };
      Object.defineProperty(window, 'localStorage', { get: refuse });
      Object.defineProperty(window, 'indexedDB', { get: refuse });
    });
    return openPoster(page, stage);
  },
  [
    [
      'waiting where nothing is kept',
      async (page) => {
        await page.route('**/api/declarations', (route) => route.abort());
        await fillForm(page, HONG);
        await sendButton(page).click();
        await page.getByRole('heading', { name: lost }).waitFor();
      },
    ],
  ],
);

/** The screen stays open over the end of its pass. */
const expired = journey('visit', phone, [
  [
    'pass expired',
    async (page) => {
      await declare(page, { ...HONG, phone: '0900000312' });
      await page.clock.setFixedTime(Date.now() + 3 * DAY);
      // Whatever is drawn anew says what time it is.
      await tap(page, 'English');
      await tap(page, 'Tiếng Việt');
      await page.getByText('Mã này đã hết hạn').first().waitFor();
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
  [
    'trouble: board replaced',
    async (stage) => {
      const { call, school } = stage.office;
      const posters = `/api/schools/${school}/posters`;
      const all = (await call<{ posters: PosterView[] }>('GET', posters)).posters;
      const old = all.find((poster) => poster.gate !== null);
      if (old?.withdrawnAt === null) await call('POST', `${posters}/${old.code}/rotate`);
      return opened(stage, `/p/${old?.code}`, 'Bảng này không còn dùng nữa');
    },
  ],
  ['trouble: the server is busy', (stage) => broken(stage, (route) => answer(route, 'internal-error'), 'Hệ thống của trường đang bận')],
  ['trouble: no network', (stage) => broken(stage, (route) => route.abort(), 'Điện thoại chưa có mạng')],
]);

/** A code that came without its place, and a server that does not say which it is. */
async function broken(stage: Stage, how: (route: Route) => Promise<void>, heading: string): Promise<Page> {
  const page = await stage.device(PHONE);
  await page.route('**/api/places/*', how);
  await page.goto(`${stage.server.origin}/p/${makePlaceCode((length) => randomBytes(length))}`);
  await page.getByRole('heading', { name: heading }).waitFor();
  return page;
}

export const visit: readonly Screen[] = [...filling, ...behalf, ...attention, ...unsent, ...refused, ...inApp, ...expired, ...troubles];
