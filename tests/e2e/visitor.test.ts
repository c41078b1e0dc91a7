import { randomBytes } from 'node:crypto';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { makePlaceCode } from '../../shared/codes.ts';
import { DESK } from './browsing.ts';
import { tabTo } from './keyboard.ts';
import { describeSetting } from './setting.ts';
import { declare, fillForm, HONG, HONG_MASKED, readPass, requiredConsents, sendButton } from './visitor.ts';

const setting = describeSetting();
const openPoster = async (page: Page): Promise<Page> => {
  await page.goto((await setting().office.poster()).link);
  await sendButton(page).waitFor();
  return page;
};
const passCode = (page: Page): Locator => page.getByRole('img', { name: /QR/ });

describe('declaring', () => {
  it('answers with a pass that a stranger’s decoder reads, and shows it again the same day', async () => {
    const phone = await openPoster(await setting().device());
    const pass = await declare(phone, HONG);
    expect(pass.digits).toMatch(/^\d{200,500}$/);
    expect(pass.typedCode).toMatch(/^\d{10}$/);
    await expect.poll(() => phone.locator('.pass').innerText()).toContain(HONG_MASKED);
    await phone.goto('about:blank');
    await phone.goto((await setting().office.poster()).link);
    expect(await readPass(phone)).toEqual(pass);
  });

  it('says beside each field what is missing, and sends nothing', async () => {
    const phone = await openPoster(await setting().device());
    await sendButton(phone).click();
    await phone.getByText('Còn 7 chỗ cần xem lại.').waitFor();
    const name = phone.getByRole('textbox', { name: 'Họ và tên' });
    expect(await name.getAttribute('aria-invalid')).toBe('true');
    expect(await name.evaluate((field) => field === document.activeElement)).toBe(true);
    await fillForm(phone, { ...HONG, phone: '12' });
    await phone.getByText('Còn 1 chỗ cần xem lại.').waitFor();
    await sendButton(phone).click();
    expect(await phone.getByRole('textbox', { name: 'Số điện thoại' }).getAttribute('aria-invalid')).toBe('true');
    expect(await passCode(phone).count()).toBe(0);
  });

  it('speaks English when asked, to the end and the next time', async () => {
    const phone = await openPoster(await setting().device());
    await phone.getByRole('button', { name: 'English' }).click();
    await phone.getByRole('textbox', { name: 'Full name' }).fill('Nguyễn An');
    await phone.getByRole('textbox', { name: 'Phone number' }).fill('0900 000 111');
    await phone.getByRole('textbox', { name: 'Whom do you visit' }).fill('Ms Lan');
    for (const question of ['have you had any of these', 'close contact']) {
      await phone.getByRole('group', { name: question }).getByText('No', { exact: true }).click();
    }
    for (const purpose of ['gate', 'health']) await phone.locator(`#consent-${purpose}`).check();
    await phone.getByRole('button', { name: 'Send and get the code' }).click();
    await phone.getByText('Thank you for answering. Please show this code to the guard.').waitFor();
    expect(await phone.evaluate(() => document.documentElement.lang)).toBe('en');
    await phone.reload();
    await phone.getByText('Thank you for answering. Please show this code to the guard.').waitFor();
  });

  it('needs nothing but a keyboard', async () => {
    const page = await openPoster(await setting().device(DESK));
    for (const [name, text] of [
      ['Họ và tên', HONG.name],
      ['Số điện thoại', HONG.phone],
      ['Anh/chị đến gặp ai', HONG.host],
    ] as const) {
      await tabTo(page, page.getByRole('textbox', { name }));
      await page.keyboard.type(text);
    }
    for (const question of ['dấu hiệu nào sau đây', 'tiếp xúc gần']) {
      await tabTo(page, page.getByRole('group', { name: question }).getByRole('radio', { name: 'Không' }));
      await page.keyboard.press('Space');
    }
    for (const box of await requiredConsents(page)) {
      await tabTo(page, box);
      await page.keyboard.press('Space');
    }
    await tabTo(page, sendButton(page));
    await page.keyboard.press('Enter');
    expect((await readPass(page)).typedCode).toMatch(/^\d{10}$/);
  });
});

describe('links that lead nowhere', () => {
  const opened = async (path: string): Promise<Page> => {
    const phone = await setting().device();
    await phone.goto(path.startsWith('http') ? path : `${setting().server.origin}${path}`);
    return phone;
  };

  it('asks for the short code where the link has none, and opens the form with it', async () => {
    const phone = await opened('/p/');
    await phone.getByRole('heading', { name: 'Khai báo khi vào trường' }).waitFor();
    const { code } = await setting().office.poster();
    await phone.getByRole('textbox').fill(`${code.slice(0, 3)} ${code.slice(3).toLowerCase()}`);
    await phone.getByRole('button', { name: 'Mở tờ khai' }).click();
    await sendButton(phone).waitFor();
  });

  it('tells a typing error from a board that does not exist', async () => {
    const wrong = await opened('/p/22222C');
    await wrong.getByRole('heading', { name: 'Mã này có chỗ gõ nhầm' }).waitFor();
    const unknown = await opened(`/p/${makePlaceCode((length) => randomBytes(length))}`);
    await unknown.getByRole('heading', { name: 'Không có bảng nào mang mã này' }).waitFor();
  });

  it('warns of a board that the school did not make', async () => {
    const { link } = await setting().office.poster();
    const [address = '', digits = ''] = link.split('#');
    const middle = digits.length / 2;
    const forged = `${digits.slice(0, middle)}${(Number(digits.charAt(middle)) + 1) % 10}${digits.slice(middle + 1)}`;
    for (const path of [`${address}#${forged}`, `${address}#12345`]) {
      const phone = await opened(path);
      await phone.getByRole('heading', { name: 'Đây không phải mã của nhà trường' }).waitFor();
      expect(await phone.getByRole('textbox').count()).toBe(0);
    }
  });

  it('says that a board was replaced', async () => {
    const { office } = setting();
    const { posters } = await office.call<{ posters: { code: string; link: string; gate: unknown }[] }>(
      'GET',
      `/api/schools/${office.school}/posters`,
    );
    const old = posters.find((poster) => poster.gate !== null);
    if (!old) throw new Error('The gate has no poster');
    await office.call('POST', `/api/schools/${office.school}/posters/${old.code}/rotate`);
    const phone = await opened(old.link);
    await phone.getByRole('heading', { name: 'Bảng này không còn dùng nữa' }).waitFor();
    expect(await sendButton(phone).count()).toBe(0);
  });
});

describe('a phone without a network', () => {
  it('keeps what was filled in, shows nothing that looks like a pass, and gets the pass when the server is back', async () => {
    const { server } = setting();
    const { link } = await setting().office.poster();
    const phone = await openPoster(await setting().device());
    await phone.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await server.stop();
    await fillForm(phone, HONG);
    await sendButton(phone).click();
    await phone.getByRole('heading', { name: 'Chưa gửi được. Hãy nói tên với bảo vệ.' }).waitFor();
    expect(await passCode(phone).count()).toBe(0);

    // The tab is closed and the poster scanned again, still without a network.
    const again = await setting().watcher.page(await phone.context().newPage());
    await phone.close();
    await again.goto(link);
    await again.getByRole('heading', { name: 'Chưa gửi được. Hãy nói tên với bảo vệ.' }).waitFor();

    await server.start();
    await again.getByRole('button', { name: 'Gửi lại ngay' }).click();
    expect((await readPass(again)).typedCode).toMatch(/^\d{10}$/);
    expect(await again.getByText('Chưa gửi được').count()).toBe(0);
  });
});
