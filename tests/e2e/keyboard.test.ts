/** The four ways through QuaCổng for who has no pointer, and for who hears the page instead of seeing it. */
import { describe, expect, it } from 'vitest';
import { DESK, TABLET } from './browsing.ts';
import { expectNoTrap, hasFocus, press, tabTo, type } from './keyboard.ts';
import { beginShift, openKiosk, scanByWedge, shiftButton, verdict } from './kiosk.ts';
import { ADMIN } from './office.ts';
import { describeSetting } from './setting.ts';
import { expectHeadingsInOrder, treeOf } from './tree.ts';
import { declare, HONG, requiredConsents, sendButton } from './visitor.ts';

const setting = describeSetting();

describe('declaring', () => {
  it('is told as a form, its errors where they are, and the pass as a picture with a name', async () => {
    const page = await setting().device(DESK);
    await page.goto((await setting().office.poster()).link);
    await sendButton(page).waitFor();
    const form = await treeOf(page.locator('main'));
    for (const line of ['heading "Trường Tiểu học Hoa Ban" [level=1]', 'textbox "Họ và tên"', 'textbox "Số điện thoại"', 'radio "Không"'])
      expect(form).toContain(line);
    expect(form).toMatch(/- group "Trong 14 ngày qua/);
    expect(form).toMatch(/- region "Đồng ý"/);
    await expectHeadingsInOrder(page);
    await expectNoTrap(page);

    await press(page, sendButton(page));
    await page
      .getByRole('alert')
      .filter({ hasText: /^Còn \d+ chỗ cần xem lại/ })
      .waitFor();
    const name = page.getByRole('textbox', { name: 'Họ và tên' });
    expect(await hasFocus(name)).toBe(true);
    expect(
      await name.evaluate((field) => document.getElementById(field.getAttribute('aria-describedby')?.split(' ').at(-1) ?? '')?.textContent),
    ).toMatch(/Xin/);

    await type(page, name, HONG.name);
    await type(page, page.getByRole('textbox', { name: 'Số điện thoại' }), HONG.phone);
    await type(page, page.getByRole('textbox', { name: 'Anh/chị đến gặp ai' }), HONG.host);
    for (const question of ['dấu hiệu nào sau đây', 'tiếp xúc gần'])
      await press(page, page.getByRole('group', { name: question }).getByRole('radio', { name: 'Không' }), 'Space');
    for (const box of await requiredConsents(page)) await press(page, box, 'Space');
    await press(page, sendButton(page));
    await page.getByRole('img', { name: /QR/ }).waitFor();
    await expectHeadingsInOrder(page);
    // The new screen begins where it begins, for ears too.
    expect(await hasFocus(page.getByRole('heading', { level: 1 }))).toBe(true);

    const bright = page.getByRole('button', { name: 'Phóng to trên nền trắng' });
    await press(page, bright);
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => hasFocus(bright)).toBe(true);
  });
});

describe('scanning', () => {
  it('pairs, begins a shift, reads a code and answers the question by keys; the verdict is said', async () => {
    const { device, office, server } = setting();
    const phone = await device();
    await phone.goto((await office.poster()).link);
    const pass = await declare(phone, { ...HONG, phone: '0900000501' });
    const kiosk = await device(TABLET);
    await kiosk.goto(`${server.origin}/kiosk/`);
    await type(kiosk, kiosk.getByLabel('Mã ghép máy'), await office.pairingCode('Máy bàn phím'));
    await press(kiosk, kiosk.getByRole('button', { name: 'Ghép máy', exact: true }));
    await shiftButton(kiosk).waitFor();
    await press(kiosk, shiftButton(kiosk));
    const typed = kiosk.getByRole('button', { name: 'Gõ mã 10 số' });
    await typed.waitFor();
    await expectHeadingsInOrder(kiosk);
    await expectNoTrap(kiosk);

    await scanByWedge(kiosk, pass.digits);
    const said = kiosk.getByRole('alertdialog', { name: 'QUA' });
    await said.waitFor();
    expect(await said.getAttribute('aria-live')).toBe('assertive');
    await said.waitFor({ state: 'detached' });

    await press(kiosk, typed);
    await type(kiosk, kiosk.getByRole('textbox', { name: 'Gõ mã 10 số' }), pass.typedCode);
    await press(kiosk, kiosk.getByRole('button', { name: 'Xem mã' }));
    const ask = kiosk.getByRole('alertdialog', { name: 'Ra, hay vào lại?' });
    await ask.waitFor();
    expect(await hasFocus(ask)).toBe(true);
    // What lies under a question is out of reach.
    expect(await typed.evaluate((button) => button.closest('[inert]') !== null)).toBe(true);
    await press(kiosk, ask.getByRole('button', { name: 'RA', exact: true }));
    await verdict(kiosk).getByText('QUA').waitFor();
    await verdict(kiosk).waitFor({ state: 'detached' });
  });
});

describe('the log and the download', () => {
  it('are found, searched, opened and taken home by keys, and say what happens', async () => {
    const { device, office, server } = setting();
    const kiosk = await device(TABLET);
    await openKiosk(kiosk, server.origin, await office.pairingCode('Máy cho sổ'));
    await beginShift(kiosk);
    await press(kiosk, kiosk.getByRole('button', { name: 'Không có mã' }));
    await type(kiosk, kiosk.getByRole('textbox', { name: 'Họ và tên' }), 'Lê Văn Tám');
    await press(kiosk, kiosk.getByRole('button', { name: 'Cho vào' }));
    await verdict(kiosk).getByText('ĐÃ CHO VÀO').waitFor();
    await expect.poll(async () => (await office.log()).map((row) => row.name), { timeout: 15_000 }).toContain('Lê Văn Tám');

    const page = await device(DESK);
    await page.goto(`${server.origin}/admin/`);
    await page.getByRole('button', { name: 'Đăng nhập' }).waitFor();
    await type(page, page.getByRole('textbox', { name: 'Tên đăng nhập' }), ADMIN.login);
    await type(page, page.getByLabel('Mật khẩu', { exact: true }), ADMIN.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Hôm nay' }).waitFor();
    await expectHeadingsInOrder(page);

    await press(page, page.getByRole('link', { name: 'Sổ ra vào', exact: true }));
    const title = page.getByRole('heading', { level: 1, name: 'Sổ ra vào' });
    await title.waitFor();
    expect(await hasFocus(title)).toBe(true);
    await type(page, page.getByLabel('Tên, hoặc số cuối điện thoại'), 'tam');
    await page.keyboard.press('Enter');
    const found = page.getByRole('row').filter({ hasText: 'Lê Văn Tám' });
    await found.waitFor();
    const table = await treeOf(page.getByRole('table'));
    expect(table).toMatch(/- columnheader "Giờ"/);
    expect(table).toMatch(/- rowheader "Lê Văn Tám"/);

    const opener = found.getByRole('button', { name: 'Lê Văn Tám' });
    await press(page, opener);
    const dialog = page.getByRole('dialog', { name: /Lê Văn Tám/ });
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => hasFocus(opener)).toBe(true);

    await page.evaluate(() => scrollTo(0, 0));
    await page.getByRole('link', { name: 'Đến nội dung' }).focus();
    await press(page, page.getByRole('link', { name: 'Tải sổ về' }));
    await page.getByRole('heading', { level: 1, name: 'Tải sổ về' }).waitFor();
    await expectHeadingsInOrder(page);
    const purpose = page.getByRole('group', { name: 'Tải về để làm gì?' }).getByRole('radio').first();
    await press(page, purpose, 'Space');
    // Arrows choose within a group, as everywhere.
    await page.keyboard.press('ArrowDown');
    expect(await purpose.isChecked()).toBe(false);
    await press(page, page.getByRole('button', { name: 'Tải về', exact: true }));
    await page
      .getByRole('status')
      .filter({ hasText: /Đã tải đủ \d+ dòng/ })
      .waitFor();
    await tabTo(page, page.getByRole('button', { name: 'Lưu phiếu kèm tệp' }));
    await expectNoTrap(page);
  });
});
