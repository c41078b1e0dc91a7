/** The office at its desk, in Vietnamese, by clicking. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { ADMIN, SCHOOL } from './office.ts';

const next = (page: Page): Promise<void> => page.getByRole('button', { name: 'Tiếp tục', exact: true }).click();

export interface SetUpChoices {
  /** The four recovery words are put off. */
  later?: boolean;
  /** Called on each step before it is filled in. */
  look?(step: string): Promise<void>;
}

/** From the printed link to the first day: the administrator, the school with one gate, four recovery words asked back. */
export async function setUpByHand(page: Page, link: string, { later = false, look }: SetUpChoices = {}): Promise<void> {
  const heading = async (name: string): Promise<void> => {
    await page.getByRole('heading', { name, level: 1 }).waitFor();
    await look?.(name);
  };
  await page.goto(link);
  await heading('Ai quản trị hệ thống?');
  await page.getByRole('textbox', { name: 'Họ và tên' }).fill(ADMIN.name);
  await page.getByRole('textbox', { name: 'Tên đăng nhập' }).fill(ADMIN.login);
  await page.getByLabel('Mật khẩu', { exact: true }).fill(ADMIN.password);
  await next(page);

  await heading('Trường nào?');
  await page.getByRole('textbox', { name: 'Tên trường' }).fill(SCHOOL.name);
  await page.getByRole('textbox', { name: 'Tên ngắn' }).fill(SCHOOL.shortName);
  await page.getByRole('combobox', { name: 'Cấp học' }).selectOption(SCHOOL.kind);
  await page.getByRole('combobox', { name: 'Tỉnh, thành phố' }).selectOption(SCHOOL.province);
  await page.getByRole('combobox', { name: 'Xã, phường, đặc khu' }).selectOption(SCHOOL.commune);
  await page.getByRole('textbox', { name: 'Điện thoại của trường' }).fill(SCHOOL.phone);
  await page.getByRole('textbox', { name: 'Cổng 1' }).fill('Cổng chính');
  await next(page);

  await heading('Khách mở tờ khai ở địa chỉ nào?');
  await page.getByText('Chỉ trên máy này, để xem thử').click();
  await page.getByRole('button', { name: 'Lập trường' }).click();

  await heading('Phiếu khôi phục');
  if (later) await page.getByRole('button', { name: 'Để sau' }).click();
  else await confirmRecovery(page);
  await heading('Xác thực hai lớp');
  await page.getByRole('button', { name: 'Để sau' }).click();
  await heading('Trường đã sẵn sàng đón khách');
}

/** Reads the sheet on the screen and types back the words that are asked. */
async function confirmRecovery(page: Page): Promise<void> {
  const words = await page.locator('ol.words li').allInnerTexts();
  for (const field of await page.getByRole('textbox', { name: /^Từ số/ }).all()) {
    const place = Number(/\d+/.exec((await field.evaluate((input: HTMLInputElement) => input.labels?.[0]?.innerText)) ?? '')?.[0]);
    await field.fill(words[place - 1] ?? '');
  }
  await page.getByRole('button', { name: 'Các từ đã đúng, tiếp tục' }).click();
}

export async function signIn(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/admin/`);
  await page.getByRole('textbox', { name: 'Tên đăng nhập' }).fill(ADMIN.login);
  await page.getByLabel('Mật khẩu', { exact: true }).fill(ADMIN.password);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await page.getByRole('button', { name: 'Đăng xuất', includeHidden: true }).waitFor({ state: 'attached' });
}

export type Part = 'Hôm nay' | 'Sổ ra vào' | 'Cần giải quyết' | 'Tải sổ về' | 'Bảng mã QR' | 'Máy ở cổng' | 'Nhà trường';

/** By the page's own menu, which a phone has behind a button. */
export async function openPart(page: Page, part: Part): Promise<void> {
  const more = page.getByRole('button', { name: 'Mục lục' });
  if ((await more.isVisible()) && (await more.getAttribute('aria-expanded')) === 'false') await more.click();
  await page.getByRole('navigation', { name: 'Các trang của trường' }).getByRole('link', { name: part }).click();
}

/** The three files of a poster, as a click on their links gives them. */
export async function posterFiles(page: Page, of = 'Toàn trường'): Promise<Record<'pdf' | 'png' | 'svg', Buffer>> {
  const poster = page.getByRole('article', { name: of });
  return {
    pdf: await download(page, poster.getByRole('link', { name: /^Tải PDF/ })),
    png: await download(page, poster.getByRole('link', { name: /^Ảnh PNG/ })),
    svg: await download(page, poster.getByRole('link', { name: /^Hình SVG/ })),
  };
}

/** A code for a kiosk at the first gate; the page goes on waiting for that kiosk. */
export async function makePairingCode(page: Page, name: string): Promise<string> {
  await page.getByRole('textbox', { name: 'Gọi máy này là gì?' }).fill(name);
  await page.getByRole('combobox', { name: 'Đặt ở cổng nào?' }).selectOption('Cổng chính');
  await page.getByRole('button', { name: 'Lấy mã ghép' }).click();
  return (await page.locator('.pair-code').innerText()).replace(/\D/g, '');
}

/** The whole log as a file: the rows that the page states, and the bytes. */
export async function downloadLog(page: Page, format: 'Bảng tính Excel (XLSX)' | 'CSV'): Promise<{ rows: number; bytes: Buffer }> {
  await page.getByText('Kiểm tra nội bộ').click();
  await page.getByText(format, { exact: true }).click();
  const bytes = await download(page, page.getByRole('button', { name: 'Tải về' }));
  const stated = await page.getByText(/^Đã tải đủ \d+ dòng$/).innerText();
  return { rows: Number(/\d+/.exec(stated)?.[0]), bytes };
}

async function download(page: Page, from: Locator): Promise<Buffer> {
  const arriving = page.waitForEvent('download');
  await from.click();
  return readFile(await (await arriving).path());
}

/** Rows of the log as they stand on the page, newest first: `Vào Nguyễn An`. */
export async function logRows(page: Page): Promise<string[]> {
  const rows = await page.locator('.book-log .book-row').all();
  return Promise.all(
    rows.map(async (row) => {
      const [, direction = ''] = /^\S+\s+(.+)$/s.exec(await row.locator('.book-time').innerText()) ?? [];
      return `${direction.trim()} ${await row.locator('.book-open').innerText()}`;
    }),
  );
}
