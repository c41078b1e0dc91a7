/** What visitors asked for, who came along, what a phone noted; and the office in the largest print. */
import type { Page } from 'playwright-core';
import type { DataRequestList } from '../../shared/api/data-requests.schema.ts';
import { DAY, HOUR } from '../../shared/clock.ts';
import { openPart } from '../e2e/admin.ts';
import { DESK } from '../e2e/browsing.ts';
import { troubled } from '../e2e/troubles.ts';
import { journey, type Screen } from './screen.ts';
import type { Stage } from './stage.ts';

const now = Date.now();
const requests: DataRequestList['requests'] = [
  {
    number: 'K7QM2RXD',
    kind: 'erasure',
    askedAt: now - HOUR,
    doneAt: null,
    dueAt: now + 9 * HOUR,
    covers: { declarations: 1, visits: 1 },
    purposes: [],
  },
  {
    number: 'B4WZ9HTC',
    kind: 'withdrawal',
    askedAt: now - 2 * DAY,
    doneAt: now - 2 * DAY + 2000,
    dueAt: now - DAY,
    covers: { declarations: 3, visits: 12 },
    purposes: ['contact'],
  },
];

const asked = journey('admin', (stage) => stage.desk(), [
  [
    'data requests, none yet',
    async (page, stage) => {
      // Visitors of other states have asked for theirs.
      await page.route('**/data-requests', (route) => route.fulfill({ json: { requests: [] } }));
      await page.goto(`${stage.server.origin}/admin/`);
      await openPart(page, 'Nhà trường');
      await showRequests(page);
      await page.getByText('Chưa có yêu cầu nào.').waitFor();
    },
  ],
  [
    'data requests',
    async (page) => {
      await page.unroute('**/data-requests');
      await page.route('**/data-requests', (route) => route.fulfill({ json: { requests } }));
      await page.reload();
      await page.getByText('K7QM 2RXD').waitFor();
      await showRequests(page);
    },
  ],
  [
    'data requests that cannot be fetched',
    async (page) => {
      await page.unroute('**/data-requests');
      await page.route('**/data-requests', (route) => route.abort());
      await page.reload();
      await page.locator('.data-requests').getByRole('alert').waitFor();
      await showRequests(page);
    },
  ],
]);

const showRequests = (page: Page): Promise<void> =>
  page.locator('.data-requests').evaluate((part: HTMLElement) => {
    // Kept in sight on every screen.
    part.tabIndex = -1;
    part.focus();
  });

const rows = journey(
  'admin',
  async (stage) => {
    const page = await stage.desk();
    await troubled(page);
    await page.goto(`${stage.server.origin}/admin/`);
    await openPart(page, 'Sổ ra vào');
    await page.locator('.book-row').first().waitFor();
    return page;
  },
  [
    [
      'one entry: a group that a phone noted',
      async (page) => {
        await page.locator('.book-row').nth(3).locator('.book-open').click();
        await page.getByRole('dialog').waitFor();
      },
    ],
    [
      'one entry: erased on request',
      async (page) => {
        await page.keyboard.press('Escape');
        await page.locator('.book-row').nth(4).locator('.book-open').click();
        await page.getByRole('dialog').waitFor();
      },
    ],
  ],
);

async function inLargePrint(stage: Stage): Promise<Page> {
  const { origin, signedIn } = await stage.demo();
  const page = await stage.device({ ...DESK, storageState: await signedIn('vanphong1') });
  await page.goto(`${origin}/admin/`);
  await page.getByRole('heading', { level: 1, name: 'Hôm nay' }).waitFor();
  await page.getByRole('button', { name: 'Chữ to' }).click();
  await page.getByRole('button', { name: 'Chữ to 125 %' }).click();
  await page.getByRole('button', { name: 'Chữ to 150 %' }).waitFor();
  return page;
}

const large = journey('admin', inLargePrint, [
  ['today in large print', async () => undefined],
  [
    'log in large print',
    async (page) => {
      await openPart(page, 'Sổ ra vào');
      await page.getByText('7 ngày', { exact: true }).click();
      await page.getByRole('button', { name: 'Tìm', exact: true }).click();
      await page.locator('.book-row').first().waitFor();
    },
  ],
  [
    'posters in large print',
    async (page) => {
      await openPart(page, 'Bảng mã QR');
      await page.getByRole('img', { name: /^Hình bảng mã/ }).evaluate((image: HTMLImageElement) => image.decode());
    },
  ],
  ['school in large print', (page) => openPart(page, 'Nhà trường')],
]);

export const officeRecords: readonly Screen[] = [...asked, ...rows, ...large];
