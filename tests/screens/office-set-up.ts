/** From the printed link to the first day, and the way back in. */
import type { Page } from 'playwright-core';
import { DESK } from '../e2e/browsing.ts';
import { ADMIN, SCHOOL } from '../e2e/office.ts';
import { answer } from './answer.ts';
import { alone, journey, type Screen } from './screen.ts';
import type { Stage } from './stage.ts';

const heading = (page: Page, name: string): Promise<void> => page.getByRole('heading', { name, level: 1 }).waitFor();
const next = (page: Page): Promise<void> => page.getByRole('button', { name: 'Tiếp tục', exact: true }).click();

const setUp = journey('admin', (stage) => stage.device(DESK), [
  [
    'set-up: administrator',
    async (page, stage) => {
      await page.goto(await (await stage.unset()).setUpLink());
      await heading(page, 'Ai quản trị hệ thống?');
    },
  ],
  [
    'set-up: administrator with errors',
    async (page) => {
      await page.getByLabel('Mật khẩu', { exact: true }).fill('123');
      await next(page);
      await page.locator('[aria-invalid=true]').first().waitFor();
    },
  ],
  [
    'set-up: school',
    async (page) => {
      await page.getByRole('textbox', { name: 'Họ và tên' }).fill(ADMIN.name);
      await page.getByRole('textbox', { name: 'Tên đăng nhập' }).fill(ADMIN.login);
      await page.getByLabel('Mật khẩu', { exact: true }).fill(ADMIN.password);
      await next(page);
      await heading(page, 'Trường nào?');
    },
  ],
  [
    'set-up: address',
    async (page) => {
      await page.getByRole('textbox', { name: 'Tên trường' }).fill(SCHOOL.name);
      await page.getByRole('textbox', { name: 'Tên ngắn' }).fill(SCHOOL.shortName);
      await page.getByRole('combobox', { name: 'Cấp học' }).selectOption(SCHOOL.kind);
      await page.getByRole('combobox', { name: 'Tỉnh, thành phố' }).selectOption(SCHOOL.province);
      await page.getByRole('combobox', { name: 'Xã, phường, đặc khu' }).selectOption(SCHOOL.commune);
      await page.getByRole('textbox', { name: 'Điện thoại của trường' }).fill(SCHOOL.phone);
      await page.getByRole('textbox', { name: 'Cổng 1' }).fill('Cổng chính');
      await next(page);
      await heading(page, 'Khách mở tờ khai ở địa chỉ nào?');
    },
  ],
  [
    'set-up: recovery sheet',
    async (page) => {
      await page.getByText('Chỉ trên máy này, để xem thử').click();
      await page.getByRole('button', { name: 'Lập trường' }).click();
      await heading(page, 'Phiếu khôi phục');
    },
  ],
  [
    'set-up: second factor',
    async (page) => {
      await page.getByRole('button', { name: 'Để sau' }).click();
      await heading(page, 'Xác thực hai lớp');
    },
  ],
  [
    'set-up: done',
    async (page) => {
      await page.getByRole('button', { name: 'Để sau' }).click();
      await heading(page, 'Trường đã sẵn sàng đón khách');
    },
  ],
  [
    'today under the red line of an unchecked recovery sheet',
    async (page) => {
      await page.getByRole('link', { name: 'Vào trang văn phòng' }).click();
      await page.getByText('Phiếu khôi phục chưa được kiểm lại').waitFor();
    },
  ],
  [
    'recovery, checking the words',
    async (page) => {
      await page.getByRole('link', { name: 'Kiểm lại bốn từ' }).click();
      await page
        .getByRole('textbox', { name: /^Từ số/ })
        .first()
        .waitFor();
    },
  ],
]);

const opened = async (stage: Stage, path: string): Promise<Page> => {
  const page = await stage.device(DESK);
  await page.goto(`${stage.server.origin}/admin/${path}`);
  return page;
};

const doors = journey('admin', (stage) => opened(stage, ''), [
  ['sign in', (page) => page.getByRole('button', { name: 'Đăng nhập' }).waitFor()],
  [
    'sign in, wrong',
    async (page) => {
      await page.getByRole('textbox', { name: 'Tên đăng nhập' }).fill('ai do');
      await page.getByLabel('Mật khẩu', { exact: true }).fill('không phải mật khẩu này');
      await page.getByRole('button', { name: 'Đăng nhập' }).click();
      await page.getByRole('alert').waitFor();
    },
  ],
  [
    'sign in, second factor',
    async (page) => {
      await page.route('**/api/session', (route) => answer(route, 'second-factor-needed'));
      await page.getByRole('button', { name: 'Đăng nhập' }).click();
      await heading(page, 'Mã xác thực');
    },
  ],
  [
    'sign in, recovery code',
    async (page) => {
      await page.getByRole('button', { name: 'Không có điện thoại? Dùng mã dự phòng' }).click();
      await page.getByRole('textbox', { name: 'Mã dự phòng' }).waitFor();
    },
  ],
]);

const lost = alone('admin', [
  [
    'new password by a link',
    async (stage) => {
      const page = await opened(stage, 'reset#token=abcdefghijklmnop');
      await heading(page, 'Đặt lại mật khẩu');
      return page;
    },
  ],
  [
    'server that cannot be reached',
    async (stage) => {
      const page = await stage.device(DESK);
      await page.route('**/api/**', (route) => route.abort());
      await page.goto(`${stage.server.origin}/admin/`);
      await heading(page, 'Chưa liên lạc được với máy chủ');
      return page;
    },
  ],
]);

export const officeSetUp: readonly Screen[] = [...doors, ...lost, ...setUp];
