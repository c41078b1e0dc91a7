/** WCAG 2.2 AA as far as a machine can judge it, on every screen of a normal day, light and dark. */
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { openPart, type Part, setUpByHand, signIn } from './admin.ts';
import { createWatcher, DESK, openDevice, PHONE, TABLET } from './browsing.ts';
import { beginShift, openKiosk, quickEntry, scanByWedge, verdict } from './kiosk.ts';
import { startServer } from './server.ts';
import { describeSetting } from './setting.ts';
import { troubled } from './troubles.ts';
import { declare, HONG, sendButton } from './visitor.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const setting = describeSetting();
/** The checker is put into the page as a script, which the page's own policy forbids; other journeys hold the policy. */
const device = (of: BrowserContextOptions): Promise<Page> => setting().device({ ...of, bypassCSP: true });

/** What the checker finds, as lines to read; in the dark only the colours are others. */
async function findings(page: Page, screen: string): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const light = await new AxeBuilder({ page }).setLegacyMode().withTags(RULES).analyze();
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  const dark = await new AxeBuilder({ page }).setLegacyMode().withRules(['color-contrast']).analyze();
  await page.emulateMedia({ colorScheme: 'light' });
  const linesOf = ({ violations }: typeof light, scheme: string): string[] =>
    violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${screen} (${scheme}): ${id}, ${help}: ${target.join(' ')}: ${failureSummary ?? ''}`),
    );
  return [...linesOf(light, 'light'), ...linesOf(dark, 'dark')];
}

describe('no barrier that a machine can find', () => {
  it('on the phone: form, form with errors, pass, bright pass, own data, trouble', async () => {
    const phone = await device(PHONE);
    await phone.goto((await setting().office.poster()).link);
    await sendButton(phone).waitFor();
    const found = await findings(phone, 'form');
    await sendButton(phone).click();
    found.push(...(await findings(phone, 'form with errors')));
    await declare(phone, HONG);
    found.push(...(await findings(phone, 'pass')));
    await phone.getByRole('button', { name: 'Phóng to trên nền trắng' }).click();
    found.push(...(await findings(phone, 'bright pass')));
    await phone.getByRole('button', { name: 'Đóng' }).click();
    await phone.getByRole('button', { name: 'Dữ liệu trên máy này' }).click();
    found.push(...(await findings(phone, 'own data')));
    const lost = await device(PHONE);
    await lost.goto(`${setting().server.origin}/p/22222C`);
    await lost.getByRole('heading', { name: 'Mã này có chỗ gõ nhầm' }).waitFor();
    found.push(...(await findings(lost, 'trouble')));
    expect(found).toEqual([]);
  });

  it('on the tablet: pairing, shift, ready, verdicts, sheets', async () => {
    const { office, server } = setting();
    const phone = await device(PHONE);
    await phone.goto((await office.poster()).link);
    const pass = await declare(phone, { ...HONG, phone: '0900000301', symptoms: true });
    const kiosk = await device(TABLET);
    await kiosk.goto(`${server.origin}/kiosk/`);
    await kiosk.getByLabel('Mã ghép máy').waitFor();
    const found = await findings(kiosk, 'pairing');
    await openKiosk(kiosk, server.origin, await office.pairingCode());
    found.push(...(await findings(kiosk, 'shift')));
    await beginShift(kiosk);
    found.push(...(await findings(kiosk, 'ready')));

    await scanByWedge(kiosk, `${pass.digits.slice(0, -1)}${(Number(pass.digits.at(-1)) + 1) % 10}`);
    await verdict(kiosk).getByText('KHÔNG QUA').waitFor();
    found.push(...(await findings(kiosk, 'red')));
    await verdict(kiosk).getByRole('button', { name: 'Đóng' }).click();
    await scanByWedge(kiosk, pass.digits);
    await verdict(kiosk).getByText('CẦN XEM').waitFor();
    found.push(...(await findings(kiosk, 'amber')));
    await verdict(kiosk).getByRole('button', { name: 'Cho vào', exact: true }).click();
    found.push(...(await findings(kiosk, 'reasons')));
    await verdict(kiosk).getByRole('button', { name: 'Đã hỏi, không có gì' }).click();
    await verdict(kiosk).waitFor({ state: 'detached' });

    for (const sheet of ['Không có mã', 'Gõ mã 10 số', 'Khai tại chỗ', /Trong trường/, 'Kết thúc ca']) {
      await kiosk.getByRole('button', { name: sheet }).click();
      found.push(...(await findings(kiosk, `sheet ${sheet}`)));
      await kiosk.getByRole('button', { name: 'Quay lại' }).first().click();
    }
    // Green goes by itself; its colours and words are those that the list of decisions ends with.
    await quickEntry(kiosk, { name: 'Lê Văn Tám' });
    await verdict(kiosk).getByText('ĐÃ CHO VÀO').waitFor();
    const green = new AxeBuilder({ page: kiosk }).setLegacyMode().include('.verdict').withTags(RULES).analyze();
    found.push(...(await green).violations.map(({ id, help }) => `green: ${id} ${help}`));
    expect(found).toEqual([]);
  });

  it('at the desk and on the head’s phone: sign-in and the pages of a school', async () => {
    const { server } = setting();
    const found: string[] = [];
    const pages: [string, BrowserContextOptions, Part[]][] = [
      ['desk', DESK, ['Sổ ra vào', 'Cần giải quyết', 'Tải sổ về', 'Bảng mã QR', 'Máy ở cổng', 'Nhà trường', 'Hôm nay']],
      ['phone', PHONE, ['Sổ ra vào', 'Hôm nay']],
    ];
    for (const [name, size, parts] of pages) {
      const page = await device(size);
      await page.goto(`${server.origin}/admin/`);
      await page.getByRole('button', { name: 'Đăng nhập' }).waitFor();
      found.push(...(await findings(page, `${name} sign-in`)));
      await signIn(page, server.origin);
      for (const part of parts) {
        await openPart(page, part);
        await page.getByRole('heading', { level: 1 }).waitFor();
        found.push(...(await findings(page, `${name} ${part}`)));
      }
    }
    expect(found).toEqual([]);
  });

  it.each([
    ['desk', DESK],
    ['phone', PHONE],
  ])('where much is wrong at once (%s): alarms, chart, held items, corrections, alarm settings, a kiosk’s file', async (name, size) => {
    const page = await device(size);
    await troubled(page);
    await signIn(page, setting().server.origin);
    const found: string[] = [];
    const look = async (screen: string): Promise<void> => void found.push(...(await findings(page, `${name} ${screen}`)));

    await page.getByText('Xem bảng số').click();
    for (const closed of await page.locator('.today-look summary').all()) await closed.click();
    await look('today');
    // An alarm leads to where it is mended.
    await page.getByRole('link', { name: 'Mở trang Cần giải quyết' }).first().click();
    await page.getByText('Xem nguyên văn những gì đã nhận').click();
    await look('held items');
    await page.getByRole('button', { name: 'Giữ bản trong sổ' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Giữ bản trong sổ' }).click();
    await page.getByRole('dialog').getByText('Xin điền hoặc chọn mục này.').waitFor();
    await look('settling with an error');
    await page.keyboard.press('Escape');

    await openPart(page, 'Sổ ra vào');
    await page.locator('.book-open').first().click();
    await page.getByText('Sửa lượt này').click();
    await page.getByText('Khách đã về mà không quét').click();
    await page.getByRole('button', { name: 'Ghi lời sửa' }).click();
    await page.getByRole('dialog').getByText('Xin điền hoặc chọn mục này.').first().waitFor();
    await look('correction with errors');
    await page.keyboard.press('Escape');

    await openPart(page, 'Nhà trường');
    await page.getByRole('button', { name: 'Thêm địa chỉ' }).click();
    await page.getByRole('textbox', { name: 'Địa chỉ thư 2' }).fill('không phải thư');
    await page.getByRole('button', { name: 'Lưu cảnh báo' }).click();
    await page.getByRole('textbox', { name: 'Địa chỉ thư 2' }).and(page.locator('[aria-invalid]')).waitFor();
    await look('alarm settings with an error');

    await openPart(page, 'Máy ở cổng');
    await page
      .getByLabel('Chọn tệp của máy')
      .setInputFiles({ name: 'anh.qcfile', mimeType: 'application/octet-stream', buffer: Buffer.from('anh') });
    await page.getByText('Không nhận được tệp này').waitFor();
    await look('a kiosk’s file refused');
    expect(found).toEqual([]);
  });

  it('on every step of the set-up, and under the red line that an unchecked recovery sheet leaves', async () => {
    const watcher = createWatcher();
    const server = await startServer();
    const browser = await launchBrowser();
    try {
      const page = await openDevice(browser, watcher, { ...DESK, bypassCSP: true });
      const found: string[] = [];
      await setUpByHand(page, await server.setUpLink(), {
        later: true,
        look: async (step) => void found.push(...(await findings(page, `set-up: ${step}`))),
      });
      await page.getByRole('link', { name: 'Vào trang văn phòng' }).click();
      await page.getByText('Phiếu khôi phục chưa được kiểm lại').waitFor();
      found.push(...(await findings(page, 'the first day')));
      expect(found).toEqual([]);
      watcher.check();
    } finally {
      await browser.close();
      await server.remove();
    }
  });
});
