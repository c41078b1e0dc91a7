/** The office at its desk. */
import { makePairingCode, openPart, type Part } from '../e2e/admin.ts';
import { DESK } from '../e2e/browsing.ts';
import { ADMIN } from '../e2e/office.ts';
import { troubled } from '../e2e/troubles.ts';
import { alone, journey, type Screen, type Step } from './screen.ts';

const part = (name: string, of: Part): Step => [
  name,
  async (page) => {
    await openPart(page, of);
    await page.getByRole('heading', { level: 1, name: of }).waitFor();
    await page.waitForLoadState('load');
  },
];

const firstDay = journey(
  'admin',
  async (stage) => {
    const page = await stage.desk();
    await page.goto(`${stage.server.origin}/admin/`);
    await page.getByRole('heading', { level: 1, name: 'Hôm nay' }).waitFor();
    return page;
  },
  [
    ['today, first day', async () => undefined],
    part('log, first day', 'Sổ ra vào'),
    part('posters', 'Bảng mã QR'),
    [
      'posters, replacing one',
      async (page) => {
        await page
          .getByRole('button', { name: /^Thay bảng mới/ })
          .first()
          .click();
        await page.getByRole('dialog').waitFor();
      },
    ],
    [
      'kiosks',
      async (page) => {
        await page.keyboard.press('Escape');
        await openPart(page, 'Máy ở cổng');
        await page.getByRole('button', { name: 'Lấy mã ghép' }).waitFor();
      },
    ],
    [
      'kiosks, pairing',
      async (page) => {
        await makePairingCode(page, 'Máy tính bảng cổng chính');
      },
    ],
    [
      'kiosks, naming a guard with an error',
      async (page) => {
        await page.getByRole('textbox', { name: 'Tên người trực' }).fill('Bác Tư');
        await page.getByLabel('Mã PIN').fill('12');
        await page.getByRole('button', { name: 'Thêm người trực' }).click();
        await page.getByText('Mã PIN gồm 4 đến 8 chữ số.').waitFor();
      },
    ],
    part('school', 'Nhà trường'),
    [
      'account',
      async (page) => {
        await page.getByRole('link', { name: 'Tài khoản' }).click();
        await page.getByRole('heading', { level: 1, name: 'Tài khoản' }).waitFor();
      },
    ],
    [
      'account, adding a second factor',
      async (page) => {
        await page.getByLabel('Xin gõ lại mật khẩu').fill(ADMIN.password);
        await page.getByRole('button', { name: 'Bật xác thực hai lớp' }).click();
        await page.locator('.secret').waitFor();
      },
    ],
    [
      'no such page',
      async (page, stage) => {
        await page.goto(`${stage.server.origin}/admin/khong-co`);
        await page.getByRole('heading', { level: 1, name: 'Không có trang này' }).waitFor();
      },
    ],
  ],
);

const week = journey(
  'admin',
  async (stage) => {
    const { origin, signedIn } = await stage.demo();
    const page = await stage.device({ ...DESK, storageState: await signedIn('vanphong1') });
    await page.goto(`${origin}/admin/`);
    await page.getByRole('heading', { level: 1, name: 'Hôm nay' }).waitFor();
    return page;
  },
  [
    ['today, after a week', async () => undefined],
    ['the day before', (page) => page.getByRole('button', { name: 'Ngày trước' }).click()],
    part('log, today', 'Sổ ra vào'),
    [
      'log of seven days',
      async (page) => {
        await page.getByText('7 ngày', { exact: true }).click();
        await page.getByRole('button', { name: 'Tìm', exact: true }).click();
        await page.locator('.book-row').first().waitFor();
      },
    ],
    [
      'one entry',
      async (page) => {
        const entry = page.locator('.book-row', { has: page.locator('.dir-in') }).first();
        await entry.locator('.book-open').click();
        await page.getByRole('dialog').waitFor();
      },
    ],
    [
      'correcting an entry, with errors',
      async (page) => {
        await page.getByText('Sửa lượt này').click();
        await page.getByText('Khách đã về mà không quét').click();
        await page.getByRole('button', { name: 'Ghi lời sửa' }).click();
        await page.getByRole('dialog').getByText('Xin điền hoặc chọn mục này.').first().waitFor();
      },
    ],
    [
      'log without a hit',
      async (page) => {
        await page.keyboard.press('Escape');
        await page.getByLabel('Tên, hoặc số cuối điện thoại').fill('không ai tên thế này');
        await page.getByRole('button', { name: 'Tìm', exact: true }).click();
        await page.getByText('Không tìm thấy ai').waitFor();
      },
    ],
    part('nothing to settle', 'Cần giải quyết'),
    part('download', 'Tải sổ về'),
    [
      'download with errors',
      async (page) => {
        await page.getByRole('button', { name: 'Tải về', exact: true }).click();
        await page.getByText('Xin điền hoặc chọn mục này.').first().waitFor();
      },
    ],
    [
      'download under way',
      async (page) => {
        // The answer is on its way for as long as it is looked at.
        await page.route('**/export.xlsx*', () => undefined);
        await page.getByText('Kiểm tra nội bộ').click();
        await page.getByRole('button', { name: 'Tải về', exact: true }).click();
        await page.getByRole('button', { name: 'Dừng lại' }).waitFor();
      },
    ],
    [
      'download done',
      async (page) => {
        await page.getByRole('button', { name: 'Dừng lại' }).click();
        await page.unroute('**/export.xlsx*');
        await page.getByRole('button', { name: 'Tải về', exact: true }).click();
        await page.getByText(/^Đã tải đủ \d+/).waitFor();
      },
    ],
    part('school with its alarms', 'Nhà trường'),
  ],
);

/** What a quiet server never shows. */
const trouble = journey(
  'admin',
  async (stage) => {
    const page = await stage.desk();
    await troubled(page);
    await page.goto(`${stage.server.origin}/admin/`);
    await page.getByRole('heading', { level: 1, name: 'Hôm nay' }).waitFor();
    return page;
  },
  [
    ['today, much is wrong', (page) => page.locator('.alarm').first().waitFor()],
    [
      'today, every alarm unfolded',
      async (page) => {
        for (const closed of await page.locator('.today-look summary').all()) await closed.click();
      },
    ],
    part('to settle', 'Cần giải quyết'),
    [
      'settling with an error',
      async (page) => {
        await page.getByRole('button', { name: 'Giữ bản trong sổ' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Giữ bản trong sổ' }).click();
        await page.getByRole('dialog').getByText('Xin điền hoặc chọn mục này.').waitFor();
      },
    ],
    [
      'log, every kind of row',
      async (page) => {
        await page.keyboard.press('Escape');
        await openPart(page, 'Sổ ra vào');
        await page.locator('.book-row').first().waitFor();
      },
    ],
    [
      'alarm settings with an error',
      async (page) => {
        await openPart(page, 'Nhà trường');
        await page.getByRole('button', { name: 'Thêm địa chỉ' }).click();
        await page.getByRole('textbox', { name: 'Địa chỉ thư 2' }).fill('không phải thư');
        await page.getByRole('button', { name: 'Lưu cảnh báo' }).click();
        await page.getByRole('textbox', { name: 'Địa chỉ thư 2' }).and(page.locator('[aria-invalid]')).waitFor();
      },
    ],
    [
      'a file of a kiosk, refused',
      async (page) => {
        await openPart(page, 'Máy ở cổng');
        await page
          .getByLabel('Chọn tệp của máy')
          .setInputFiles({ name: 'anh.qcfile', mimeType: 'application/octet-stream', buffer: Buffer.from('anh') });
        await page.getByText('Không nhận được tệp này').waitFor();
      },
    ],
  ],
);

const lists = alone('admin', [
  [
    'schools',
    async (stage) => {
      const { origin, signedIn } = await stage.demo();
      const page = await stage.device({ ...DESK, storageState: await signedIn('quantri') });
      await page.goto(`${origin}/admin/schools`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      return page;
    },
  ],
  [
    'a new school',
    async (stage) => {
      const { origin, signedIn } = await stage.demo();
      const page = await stage.device({ ...DESK, storageState: await signedIn('quantri') });
      await page.goto(`${origin}/admin/schools/new`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      return page;
    },
  ],
]);

export const office: readonly Screen[] = [...firstDay, ...week, ...trouble, ...lists];
