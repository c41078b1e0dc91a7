import { describe, expect, it } from 'vitest';
import type { SchoolView } from '../../shared/api/schools.schema.ts';
import { openPart, signIn } from './admin.ts';
import { DESK } from './browsing.ts';
import { tabTo } from './keyboard.ts';
import { beginShift, openKiosk } from './kiosk.ts';
import { ADMIN } from './office.ts';
import { describeSetting } from './setting.ts';

const setting = describeSetting();

describe('the office', () => {
  it('signs in and out with nothing but a keyboard', async () => {
    const page = await setting().device(DESK);
    await page.goto(`${setting().server.origin}/admin/`);
    const login = page.getByRole('textbox', { name: 'Tên đăng nhập' });
    await login.waitFor();
    await tabTo(page, login);
    await page.keyboard.type(ADMIN.login);
    await tabTo(page, page.getByLabel('Mật khẩu', { exact: true }));
    await page.keyboard.type('không phải mật khẩu này');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Mật khẩu', { exact: true }).focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type(ADMIN.password);
    await page.keyboard.press('Enter');
    const out = page.getByRole('button', { name: 'Đăng xuất' });
    await out.waitFor();
    await tabTo(page, out);
    await page.keyboard.press('Enter');
    await login.waitFor();
    // Not only on this screen: the session itself is over.
    expect(await page.evaluate(async () => (await fetch('/api/schools')).status)).toBe(401);
  });

  it('replaces a poster; the old one explains itself', async () => {
    const { server, office, device } = setting();
    const old = await office.poster();
    const page = await device(DESK);
    await signIn(page, server.origin);
    await openPart(page, 'Bảng mã QR');
    await page.getByRole('button', { name: 'Thay bảng mới: Toàn trường' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Thay bảng', exact: true }).click();
    await page.getByText('Đã lập bảng mới').waitFor();
    expect((await office.poster()).code).not.toBe(old.code);
    const phone = await device();
    await phone.goto(old.link);
    await phone.getByRole('heading', { name: 'Bảng này không còn dùng nữa' }).waitFor();
  });

  it('names guards for the shift, and withdraws a kiosk after asking', async () => {
    const { server, office, device } = setting();
    const page = await device(DESK);
    await signIn(page, server.origin);
    await openPart(page, 'Máy ở cổng');
    await page.getByRole('textbox', { name: 'Tên người trực' }).fill('Bác Thành');
    await page.getByLabel('Mã PIN').fill('2468');
    await page.getByRole('button', { name: 'Thêm người trực' }).click();
    await page.getByText('Bác Thành').waitFor();
    const kiosk = await device();
    await openKiosk(kiosk, server.origin, await office.pairingCode('Điện thoại của bảo vệ'));
    await beginShift(kiosk, { name: 'Bác Thành', pin: '2468' });
    await page.reload();
    await page.getByRole('button', { name: 'Thu hồi Điện thoại của bảo vệ' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Thu hồi máy' }).click();
    await page.getByText('Máy đã thu hồi').waitFor();
    const { kiosks } = await office.call<{ kiosks: { revokedAt: number | null }[] }>('GET', `/api/schools/${office.school}/kiosks`);
    expect(kiosks.map((each) => each.revokedAt !== null)).toEqual([true]);
  });

  it('changes the school’s own words, which the visitor reads', async () => {
    const { server, office, device } = setting();
    const page = await device(DESK);
    await signIn(page, server.origin);
    await openPart(page, 'Nhà trường');
    await page.getByRole('textbox', { name: 'Tên trường' }).fill('Trường Tiểu học Hoa Ban Trắng');
    await page.getByRole('button', { name: 'Lưu thay đổi' }).click();
    await page.getByText('Đã lưu.').waitFor();
    expect((await office.call<SchoolView>('GET', `/api/schools/${office.school}`)).name).toBe('Trường Tiểu học Hoa Ban Trắng');
    const phone = await device();
    await phone.goto((await office.poster()).link);
    await phone.getByRole('heading', { name: 'Trường Tiểu học Hoa Ban Trắng' }).waitFor();
  });
});
