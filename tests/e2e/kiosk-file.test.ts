import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPart, signIn } from './admin.ts';
import { DESK, openDevice, TABLET } from './browsing.ts';
import { beginShift, openKiosk, quickEntry, sentLine, verdict } from './kiosk.ts';
import { describeSetting } from './setting.ts';

const GUARD = { name: 'Bác Thành', pin: '2468' };
const setting = describeSetting();
const folder = mkdtempSync(join(tmpdir(), 'quacong-usb-'));
let kiosk: Page;

beforeAll(async () => {
  const { browser, watcher, server, office } = setting();
  await office.addOperator(GUARD.name, GUARD.pin);
  kiosk = await openDevice(browser, watcher, TABLET);
  await openKiosk(kiosk, server.origin, await office.pairingCode('Máy cổng sau'));
  await beginShift(kiosk, GUARD);
  await sentLine(kiosk).waitFor();
  await kiosk.context().setOffline(true);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A click that downloads: the file as it would lie on a USB stick. */
async function downloaded(page: Page, button: string | RegExp): Promise<string> {
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  const download = await coming;
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

async function openFileSheet(): Promise<void> {
  await kiosk.locator('.status-lines').click();
  await kiosk.getByRole('button', { name: 'Cài đặt…' }).click();
  await kiosk.getByLabel('Mã PIN').fill('1111');
  await kiosk.getByRole('button', { name: 'Mở', exact: true }).click();
  await kiosk.getByText('PIN chưa đúng.').waitFor();
  await kiosk.getByLabel('Mã PIN').fill(GUARD.pin);
  await kiosk.getByRole('button', { name: 'Mở', exact: true }).click();
  await kiosk.getByRole('button', { name: 'Tệp cho văn phòng…' }).click();
}

describe('a tablet without network', () => {
  it('sends its entries as a file, and knows from the answer that they arrived', async () => {
    const people = ['Phan Thị Một', 'Võ Văn Hai', 'Lý Thị Ba'];
    for (const name of people) {
      await quickEntry(kiosk, { name, phone: '0900000777', host: 'Cô Lan, phòng 12' });
      await verdict(kiosk).getByText('ĐÃ CHO VÀO').waitFor();
      await verdict(kiosk).waitFor({ state: 'detached' });
    }
    await kiosk.getByText(/Chưa gửi \d+ lượt/).waitFor();
    await openFileSheet();
    const request = await downloaded(kiosk, /^Ghi \d+ lượt chưa gửi ra tệp$/);
    expect(request).toMatch(/quacong_may-cong-sau_.*\.qcfile$/);
    await kiosk.getByText('Tệp được mã hóa').waitFor();

    const { server, office, device } = setting();
    expect((await office.log()).filter((row) => people.includes(row.name ?? ''))).toHaveLength(0);
    const page = await device(DESK);
    await signIn(page, server.origin);
    await openPart(page, 'Máy ở cổng');
    await page.locator('.kiosk-file input[type=file]').setInputFiles(request);
    await page.getByText('Đã nhận tệp của Máy cổng sau').waitFor();
    const answer = await downloaded(page, 'Tải tệp trả lời');
    expect(answer).toMatch(/_tra-loi\.qcfile$/);
    expect(
      (await office.log())
        .map((row) => row.name)
        .filter((name) => people.includes(name ?? ''))
        .sort(),
    ).toEqual([...people].sort());

    // What the tablet sent itself is no answer; what the office made is.
    const input = kiosk.locator('.file-choice input');
    await input.setInputFiles(request);
    await kiosk.getByText('Đây là tệp máy gửi đi').waitFor();
    await input.setInputFiles(answer);
    await kiosk.getByText(/Văn phòng đã nhận \d+ lượt/).waitFor();
    await kiosk.getByRole('button', { name: 'Quay lại' }).click();
    await sentLine(kiosk).waitFor();

    // Brought a second time it changes nothing.
    await page.getByRole('button', { name: 'Nhận tệp khác' }).click();
    await page.locator('.kiosk-file input[type=file]').setInputFiles(request);
    await page.getByText('lượt đã có từ trước').waitFor();
    expect((await office.log()).filter((row) => people.includes(row.name ?? ''))).toHaveLength(people.length);
  });

  it('calls the roll without network and keeps the ticks over a reload', async () => {
    await kiosk.getByRole('button', { name: 'Điểm danh', exact: true }).click();
    await kiosk.getByRole('button', { name: /^Đã thấy .*Hai/ }).click();
    await kiosk.getByRole('status').getByText('1 Đã thấy').waitFor();
    await kiosk.getByRole('status').getByText('2 Chưa thấy').waitFor();
    await kiosk.context().setOffline(false);
    await kiosk.reload();
    await kiosk.getByRole('status').getByText('1 Đã thấy').waitFor();
    await kiosk.getByRole('button', { name: 'Kết thúc điểm danh' }).click();
    await kiosk.getByRole('button', { name: 'Xóa các dấu đã đánh?' }).click();
  });

  it('asks about everybody who is still inside before the gate closes', async () => {
    await beginShift(kiosk, GUARD);
    await kiosk.getByRole('button', { name: /^Kết thúc ca/ }).click();
    await kiosk.getByRole('button', { name: 'Đóng cổng hôm nay' }).click();
    const choose = (name: RegExp, found: string) =>
      kiosk
        .getByRole('listitem')
        .filter({ hasText: name })
        .getByRole('button', { name: new RegExp(found) })
        .click();
    await choose(/Một/, 'Ở lại');
    await kiosk.getByText('Đã chọn 1 trong 3 người').waitFor();
    await kiosk.getByRole('button', { name: '2 người còn lại đã về' }).click();
    await kiosk.getByRole('button', { name: 'Chắc chắn: ghi 2 người đã về' }).click();
    await kiosk.getByText('Đã chọn 3 trong 3 người').waitFor();
    await kiosk.getByRole('button', { name: 'Đóng cổng hôm nay' }).click();
    await kiosk.getByRole('button', { name: 'Bắt đầu ca' }).waitFor();
    await sentLine(kiosk).waitFor();
    expect((await setting().office.day()).openVisits.map((visit) => visit.name)).toEqual(['Phan Thị Một']);
  });
});
