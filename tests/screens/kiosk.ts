/** The tablet at the gate. */
import type { Page } from 'playwright-core';
import { PHONE, TABLET } from '../e2e/browsing.ts';
import { beginShift, openKiosk, quickEntry, scanByTyping, scanByWedge, sendNow, verdict } from '../e2e/kiosk.ts';
import { declare, HONG, type Pass, type Visitor } from '../e2e/visitor.ts';
import { journey, type Screen } from './screen.ts';
import type { Stage } from './stage.ts';
import { hold, release } from './still.ts';

const tap = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('button', { name }).first().click();
const back = (page: Page): Promise<void> => page.locator('.sheet-head button').click();

async function passOf(stage: Stage, visitor: Visitor): Promise<Pass> {
  const phone = await stage.device(PHONE);
  await phone.goto((await stage.office.poster()).link);
  const pass = await declare(phone, visitor);
  await phone.context().close();
  return pass;
}

const forged = ({ digits }: Pass): string => `${digits.slice(0, -1)}${(Number(digits.at(-1)) + 1) % 10}`;

const tablet = async (stage: Stage): Promise<Page> => {
  const page = await stage.device(TABLET);
  await page.goto(`${stage.server.origin}/kiosk/`);
  await page.getByLabel('Mã ghép máy').waitFor();
  return page;
};

const pairing = journey('kiosk', tablet, [
  ['pairing', async () => undefined],
  [
    'pairing with a wrong code',
    async (page) => {
      await page.getByLabel('Mã ghép máy').fill('1234567897');
      await tap(page, 'Ghép máy');
      await page.getByRole('alert').waitFor();
    },
  ],
]);

const closeVerdict = async (page: Page): Promise<void> => {
  await release(page);
  const close = verdict(page).getByRole('button', { name: /^(Đóng|Hủy|Thôi)/ });
  if (await close.isVisible()) await close.click();
  await verdict(page).waitFor({ state: 'detached' });
};

/** The pass of who came in. */
let scanned: Pass = { digits: '', typedCode: '' };

const atTheGate = journey(
  'kiosk',
  async (stage) => {
    const page = await stage.device(TABLET);
    await openKiosk(page, stage.server.origin, await stage.office.pairingCode());
    return page;
  },
  [
    ['start of a shift', async () => undefined],
    ['gate, ready', async (page) => beginShift(page)],
    [
      'verdict red: forged',
      async (page, stage) => {
        await scanByWedge(page, forged(await passOf(stage, { ...HONG, phone: '0900000401' })));
        await verdict(page).getByText('KHÔNG QUA').waitFor();
      },
    ],
    [
      'verdict amber: to be asked about',
      async (page, stage) => {
        await closeVerdict(page);
        await scanByWedge(page, (await passOf(stage, { ...HONG, phone: '0900000402', symptoms: true })).digits);
        await verdict(page).getByText('CẦN XEM').waitFor();
      },
    ],
    ['reasons to let in', (page) => verdict(page).getByRole('button', { name: 'Cho vào', exact: true }).click()],
    [
      'decided: let in',
      async (page) => {
        await hold(page);
        await verdict(page).getByRole('button', { name: 'Đã hỏi, không có gì' }).click();
        await verdict(page).getByText('ĐÃ CHO VÀO').waitFor();
      },
    ],
    [
      'verdict green',
      async (page, stage) => {
        await closeVerdict(page);
        scanned = await passOf(stage, { ...HONG, phone: '0900000403' });
        await hold(page);
        await scanByWedge(page, scanned.digits);
        await verdict(page).getByText('QUA', { exact: true }).waitFor();
      },
    ],
    [
      'which way',
      async (page) => {
        await closeVerdict(page);
        // The kiosk hears of the digits with an exchange.
        await sendNow(page);
        await scanByTyping(page, scanned.typedCode);
        await verdict(page).getByText('Ra, hay vào lại?').waitFor();
      },
    ],
    [
      'shown: the own poster',
      async (page, stage) => {
        await closeVerdict(page);
        await scanByWedge(page, (await stage.office.poster()).link);
        await verdict(page).getByText('Đây là bảng mã của trường').waitFor();
      },
    ],
    [
      'shown: no code of a gate',
      async (page) => {
        await closeVerdict(page);
        await scanByWedge(page, 'WIFI:S:quan-ca-phe;T:WPA;P:khongcogi;;');
        await verdict(page).getByText('Không phải mã qua cổng').waitFor();
      },
    ],
    [
      'gate, after a scan',
      async (page) => {
        await closeVerdict(page);
        await quickEntry(page, { name: 'Lê Văn Tám', phone: '0900000108', host: 'Đón con' });
        await verdict(page).getByText('ĐÃ CHO VÀO').waitFor();
        await verdict(page).waitFor({ state: 'detached' });
      },
    ],
    ['visitor without a code', (page) => tap(page, 'Không có mã')],
    [
      'ten digits',
      async (page) => {
        await back(page);
        await tap(page, 'Gõ mã 10 số');
      },
    ],
    [
      'declaring at the gate',
      async (page) => {
        await back(page);
        await tap(page, 'Khai tại chỗ');
      },
    ],
    [
      'who is inside',
      async (page) => {
        await back(page);
        await tap(page, /Trong trường/);
      },
    ],
    [
      'visitor card',
      async (page) => {
        await back(page);
        await tap(page, 'In thẻ');
      },
    ],
    [
      'roll call',
      async (page) => {
        await back(page);
        await tap(page, 'Điểm danh');
      },
    ],
    [
      'state of the device',
      async (page) => {
        await back(page);
        await page.locator('.status-lines').click();
      },
    ],
    ['settings', (page) => tap(page, 'Cài đặt')],
    ['file for the office', (page) => tap(page, 'Tệp cho văn phòng')],
    [
      'end of a shift',
      async (page) => {
        await back(page);
        await tap(page, 'Kết thúc ca');
      },
    ],
    ['round at the end of the day', (page) => tap(page, 'Đóng cổng hôm nay')],
  ],
);

export const kiosk: readonly Screen[] = [...pairing, ...atTheGate];
