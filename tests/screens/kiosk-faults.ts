/** The tablet on a bad day: what it is then told, and what it then says. */
import type { Page } from 'playwright-core';
import { DAY } from '../../shared/clock.ts';
import { TABLET } from '../e2e/browsing.ts';
import { beginShift, openKiosk, quickEntry, sendNow, verdict } from '../e2e/kiosk.ts';
import { answer } from './answer.ts';
import { journey, type Screen } from './screen.ts';
import type { Stage } from './stage.ts';

const GUARD = { name: 'Bác Thành', pin: '2468' };

const fresh = (stage: Stage): Promise<Page> => stage.device(TABLET);

async function paired(page: Page, stage: Stage, name: string): Promise<void> {
  await openKiosk(page, stage.server.origin, await stage.office.pairingCode(name));
}

const burnt = journey('kiosk', fresh, [
  [
    'pairing with a code that is over',
    async (page, stage) => {
      await page.route('**/api/pair', (route) => answer(route, 'gone'));
      await page.goto(`${stage.server.origin}/kiosk/`);
      await page.getByLabel('Mã ghép máy').fill(await stage.office.pairingCode('Máy hỏng'));
      await page.getByRole('button', { name: 'Ghép máy', exact: true }).click();
      await page.getByRole('alert').waitFor();
    },
  ],
]);

const noCamera = journey(
  'kiosk',
  async (stage) => {
    const page = await fresh(stage);
    await page.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
    });
    await paired(page, stage, 'Máy không camera');
    return page;
  },
  [
    [
      'gate, camera denied',
      async (page) => {
        await beginShift(page);
        await page.getByRole('button', { name: 'Mở lại camera' }).waitFor();
      },
    ],
  ],
);

const offline = journey(
  'kiosk',
  async (stage) => {
    const page = await fresh(stage);
    await page.addInitScript(() => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + Number(sessionStorage.getItem('ahead') ?? 0);
    });
    await paired(page, stage, 'Máy cổng sau');
    await beginShift(page);
    await page.route('**/api/**', (route) => route.abort());
    await quickEntry(page, { name: 'Ngô Thị Cuối', phone: '0900000777' });
    await verdict(page).getByText('ĐÃ CHO VÀO').waitFor();
    await verdict(page).waitFor({ state: 'detached' });
    return page;
  },
  [
    [
      'gate, three days without network',
      async (page) => {
        await page.evaluate((ahead) => sessionStorage.setItem('ahead', String(ahead)), 3 * DAY);
        await sendNow(page);
        await page.getByRole('button', { name: 'Đúng', exact: true }).waitFor();
      },
    ],
    ['state of a device in trouble', (page) => page.locator('.status-lines').click()],
  ],
);

const full = journey(
  'kiosk',
  async (stage) => {
    const page = await fresh(stage);
    await page.addInitScript(() => {
      navigator.storage.estimate = () => Promise.resolve({ usage: 9_700_000_000, quota: 10_000_000_000 });
    });
    await paired(page, stage, 'Máy đầy');
    await beginShift(page);
    return page;
  },
  [['state of a device that is full', (page) => page.locator('.status-lines').click()]],
);

const other = journey('kiosk', fresh, [
  [
    'open in another tab',
    async (page, stage) => {
      const first = await page.context().newPage();
      await first.goto(`${stage.server.origin}/kiosk/`);
      await first.getByLabel('Mã ghép máy').waitFor();
      await page.goto(`${stage.server.origin}/kiosk/`);
      await page.getByRole('heading', { name: 'Máy ở cổng đang mở ở một thẻ khác' }).waitFor();
    },
  ],
]);

/** It says on the console what went wrong, so nobody watches this page. */
const broken = journey('kiosk', (stage) => stage.unwatched(TABLET), [
  [
    'storage that does not open',
    async (page, stage) => {
      await page.addInitScript(() => {
        indexedDB.open = () => {
          throw new DOMException('Internal error', 'UnknownError');
        };
      });
      await page.goto(`${stage.server.origin}/kiosk/`);
      await page.getByRole('alert').waitFor();
    },
  ],
]);

/** Guards with names: after this one, shifts of this school ask who is on duty. */
const guarded = journey(
  'kiosk',
  async (stage) => {
    await stage.office.addOperator(GUARD.name, GUARD.pin);
    const page = await fresh(stage);
    await paired(page, stage, 'Máy có người trực');
    await page.getByRole('button', { name: GUARD.name }).waitFor();
    return page;
  },
  [
    ['who is on duty', async () => undefined],
    ['PIN of a guard', (page) => page.getByRole('button', { name: GUARD.name }).click()],
    [
      'wrong PIN',
      async (page) => {
        await page.getByLabel('Mã PIN').fill('1111');
        await page.getByRole('button', { name: 'Bắt đầu ca' }).click();
        await page.getByText('PIN chưa đúng.').waitFor();
      },
    ],
    [
      'settings behind a PIN',
      async (page) => {
        await beginShift(page, GUARD);
        await page.locator('.status-lines').click();
        await page.getByRole('button', { name: 'Cài đặt…' }).click();
      },
    ],
    [
      'gate of a device that the office withdrew',
      async (page, { office }) => {
        await page.locator('.sheet-head button').click();
        const mine = (await office.kiosks()).find((each) => each.name === 'Máy có người trực');
        await office.call('DELETE', `/api/schools/${office.school}/kiosks/${mine?.id}`);
        await sendNow(page);
        await page.getByText('Văn phòng đã thu hồi máy này').first().waitFor();
      },
    ],
  ],
);

export const kioskFaults: readonly Screen[] = [...burnt, ...noCamera, ...offline, ...full, ...other, ...broken, ...guarded];
