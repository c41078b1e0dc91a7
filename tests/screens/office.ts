/** The office at its desk. */
import type { Page } from 'playwright-core';
import { openPart, type Part } from '../e2e/admin.ts';
import { DESK } from '../e2e/browsing.ts';
import { alone, journey, type Screen, type Step } from './screen.ts';
import type { Stage } from './stage.ts';

const signInPage = async (stage: Stage): Promise<Page> => {
  const page = await stage.device(DESK);
  await page.goto(`${stage.server.origin}/admin/`);
  await page.getByRole('button', { name: 'Đăng nhập' }).waitFor();
  return page;
};

const part = (name: string, of: Part): Step => [
  name,
  async (page) => {
    await openPart(page, of);
    await page.getByRole('heading', { level: 1, name: of }).waitFor();
    await page.waitForLoadState('load');
  },
];

const doors = journey('admin', signInPage, [['sign in', async () => undefined]]);

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
    part('download', 'Tải sổ về'),
    part('posters', 'Bảng mã QR'),
    part('kiosks, none', 'Máy ở cổng'),
    part('school', 'Nhà trường'),
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
  [['today, after a week', async () => undefined], part('log, after a week', 'Sổ ra vào')],
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
]);

export const office: readonly Screen[] = [...doors, ...firstDay, ...week, ...lists];
