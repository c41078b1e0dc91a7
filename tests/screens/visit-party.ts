/** A visitor who brings others, notes coming and going, comes back, or asks what became of it all. */
import type { Page } from 'playwright-core';
import { MINUTE } from '../../shared/clock.ts';
import { makePlaceCode } from '../../shared/codes.ts';
import { PHONE, TABLET } from '../e2e/browsing.ts';
import { beginShift, openKiosk, scanByWedge, sentLine, verdict } from '../e2e/kiosk.ts';
import { declare, fillForm, HONG, readPass, sendButton } from '../e2e/visitor.ts';
import { alone, journey, type Screen } from './screen.ts';
import type { Stage } from './stage.ts';

const phone = async (stage: Stage): Promise<Page> => {
  const page = await stage.device(PHONE);
  await page.goto((await stage.office.poster()).link);
  await sendButton(page).waitFor();
  return page;
};
const tap = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('button', { name }).first().click();
const heading = (page: Page, name: string): Promise<void> => page.getByRole('heading', { name }).waitFor();

async function addChild(page: Page, name: string): Promise<void> {
  const person = page.locator('.along-person').last();
  await person.getByRole('textbox', { name: 'Họ và tên' }).fill(name);
  for (const question of ['dấu hiệu nào sau đây', 'tiếp xúc gần']) {
    await person.getByRole('group', { name: question }).getByText('Không', { exact: true }).click();
  }
}

const family = journey('visit', phone, [
  [
    'form with companions, with errors',
    async (page) => {
      await fillForm(page, { ...HONG, phone: '0900000321' });
      await tap(page, 'Đi cùng trẻ em hoặc người khác?');
      await sendButton(page).click();
      await page.getByText('Còn 3 chỗ cần xem lại.').waitFor();
    },
  ],
  [
    'form with companions',
    async (page) => {
      await addChild(page, 'Trần Minh Anh');
      await tap(page, 'Thêm một người nữa');
      await addChild(page, 'Trần Minh Đức');
    },
  ],
  [
    'pass of a group',
    async (page) => {
      await sendButton(page).click();
      await page.getByText('Mã này dùng chung cho 3 người').waitFor();
      await page.evaluate(() => scrollTo(0, 0));
    },
  ],
  ['pass of a group, full screen', (page) => tap(page, 'Phóng to trên nền trắng')],
]);

const apart = journey('visit', phone, [
  [
    'pass, one each',
    async (page) => {
      await fillForm(page, { ...HONG, phone: '0900000322' });
      await tap(page, 'Đi cùng trẻ em hoặc người khác?');
      await addChild(page, 'Trần Minh Anh');
      await page.getByText('Mỗi người một mã').click();
      await sendButton(page).click();
      await page.getByText('1/2', { exact: true }).waitFor();
    },
  ],
]);

const noting = journey('visit', phone, [
  [
    'arrival noted, not sent yet',
    async (page) => {
      await declare(page, { ...HONG, phone: '0900000323' });
      await page.context().setOffline(true);
      await tap(page, /Ghi giờ đến/);
      await page.getByText('Chưa gửi tới trường').waitFor();
    },
  ],
  [
    'arrival noted',
    async (page) => {
      await page.context().setOffline(false);
      await page.getByText('Trường đã nhận.').waitFor();
    },
  ],
  [
    'come or go',
    async (page) => {
      await page.clock.install({ time: Date.now() + 10 * MINUTE });
      await page.reload();
      await heading(page, 'Anh/chị ra về, hay vừa đến lại?');
    },
  ],
  [
    'leaving noted',
    async (page) => {
      await tap(page, 'Ra về');
      await page.getByText(/Đã ghi giờ về/).waitFor();
    },
  ],
  ['history', (page) => tap(page, 'Dữ liệu trên máy này')],
]);

const known = journey('visit', phone, [
  [
    'form of somebody known',
    async (page) => {
      await fillForm(page, { ...HONG, phone: '0900000324' });
      await page.getByRole('checkbox', { name: /Nhớ thông tin/ }).check();
      await sendButton(page).click();
      await readPass(page);
      await tap(page, 'Khai lại');
      await page.locator('.known').waitFor();
    },
  ],
]);

const rights = journey('visit', phone, [
  [
    'own record',
    async (page) => {
      await declare(page, { ...HONG, phone: '0900000325' });
      await tap(page, 'Xem dữ liệu trường đang giữ');
      await page.getByText(HONG.name).waitFor();
    },
  ],
  [
    'before withdrawing',
    async (page) => {
      await tap(page, 'Rút lại đồng ý');
      await page.getByRole('button', { name: 'Rút lại các mục đã chọn' }).click();
      await page.getByText('Xin chọn ít nhất một mục.').waitFor();
    },
  ],
  [
    'receipt of a withdrawal',
    async (page) => {
      await page.getByRole('checkbox', { name: /Phòng, chống dịch bệnh/ }).check();
      await tap(page, 'Rút lại các mục đã chọn');
      await heading(page, 'Trường đã nhận việc rút lại đồng ý');
    },
  ],
]);

/** Comes in at the gate, and asks for erasing while still inside. */
const inside = journey('visit', phone, [
  [
    'before erasing',
    async (page, stage) => {
      const { digits } = await declare(page, { ...HONG, phone: '0900000326' });
      const gate = await stage.device(TABLET);
      await openKiosk(gate, stage.server.origin, await stage.office.pairingCode('Máy cổng phụ'));
      await beginShift(gate);
      await scanByWedge(gate, digits);
      await verdict(gate).waitFor();
      await verdict(gate).waitFor({ state: 'detached' });
      await sentLine(gate).waitFor();
      await gate.context().close();
      await tap(page, 'Xóa dữ liệu của tôi');
      await page.getByText('Yêu cầu này xóa 1 tờ khai').waitFor();
    },
  ],
  [
    'receipt of an erasure that waits',
    async (page) => {
      await tap(page, 'Yêu cầu xóa');
      await heading(page, 'Trường đã nhận yêu cầu xóa dữ liệu');
    },
  ],
  [
    'receipt as a picture',
    async (page) => {
      await tap(page, 'Lưu phiếu thành ảnh');
      await page.locator('img.picture').waitFor();
    },
  ],
]);

const erased = journey('visit', phone, [
  [
    'receipt of an erasure',
    async (page) => {
      await declare(page, { ...HONG, phone: '0900000327' });
      await tap(page, 'Xóa dữ liệu của tôi');
      await tap(page, 'Yêu cầu xóa');
      await heading(page, 'Trường đã nhận yêu cầu xóa dữ liệu');
    },
  ],
  ['history with a receipt', (page) => tap(page, 'Dữ liệu trên máy này')],
]);

const large = journey('visit', phone, [
  [
    'form in large print',
    async (page) => {
      await tap(page, /^Chữ to/);
      await tap(page, /^Chữ to 125/);
    },
  ],
  ['pass in large print', async (page) => void (await declare(page, { ...HONG, phone: '0900000328' }))],
]);

const portal = alone('visit', [
  [
    'trouble: a Wi-Fi that lets nothing out',
    async (stage) => {
      const page = await stage.device(PHONE);
      await page.route('**/api/places/*', (route) => route.fulfill({ contentType: 'text/html', body: '<title>Wi-Fi</title>' }));
      await page.goto(`${stage.server.origin}/p/${makePlaceCode((length) => crypto.getRandomValues(new Uint8Array(length)))}`);
      await heading(page, 'Wi-Fi này chưa vào được Internet');
      return page;
    },
  ],
]);

export const visitParty: readonly Screen[] = [
  ...family,
  ...apart,
  ...noting,
  ...known,
  ...rights,
  ...inside,
  ...erased,
  ...large,
  ...portal,
];
