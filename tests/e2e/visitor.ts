/** A visitor at their phone, in Vietnamese unless said otherwise. */
import type { Locator, Page } from 'playwright-core';
import { readCode } from './picture.ts';

export interface Visitor {
  name: string;
  phone: string;
  host: string;
  symptoms?: boolean;
}

export const HONG: Visitor = { name: 'Nguyễn Thị Bích Hồng', phone: '0900 000 678', host: 'Cô Lan, lớp 3A' };
export const HONG_MASKED = 'N.T.B. Hồng ·678';

/** Fills the short form by clicking and typing; nothing is sent. */
export async function fillForm(page: Page, { name, phone, host, symptoms = false }: Visitor): Promise<void> {
  await page.getByRole('textbox', { name: 'Họ và tên' }).fill(name);
  await page.getByRole('textbox', { name: 'Số điện thoại' }).fill(phone);
  await page.getByRole('textbox', { name: 'Anh/chị đến gặp ai hoặc có việc gì?' }).fill(host);
  await answer(page, 'dấu hiệu nào sau đây', symptoms);
  await answer(page, 'tiếp xúc gần', false);
  for (const box of await requiredConsents(page)) await box.check();
}

async function answer(page: Page, question: string, yes: boolean): Promise<void> {
  const group = page.getByRole('group', { name: question });
  await group.getByText(yes ? 'Có' : 'Không', { exact: true }).click();
}

/** Consent is one box for each purpose; those that may stay empty say so. */
export async function requiredConsents(page: Page): Promise<Locator[]> {
  const boxes = await page.getByRole('region', { name: 'Đồng ý' }).getByRole('checkbox').all();
  const needed: Locator[] = [];
  for (const box of boxes)
    if (!/không bắt buộc/.test(await box.evaluate((node) => node.closest('label')?.textContent ?? ''))) needed.push(box);
  return needed;
}

export const sendButton = (page: Page): Locator => page.getByRole('button', { name: 'Gửi và nhận mã' });

/** From the open form to the pass on the screen. */
export async function declare(page: Page, visitor: Visitor): Promise<Pass> {
  await fillForm(page, visitor);
  await sendButton(page).click();
  return readPass(page);
}

export interface Pass {
  /** What the QR code holds: decimal digits. */
  digits: string;
  typedCode: string;
}

/** Off the screen as a stranger's scanner would read it. */
export async function readPass(page: Page): Promise<Pass> {
  const code = page.getByRole('img', { name: /QR/ });
  await code.locator('path').waitFor();
  const digits = readCode(await page.locator('.pass').screenshot());
  const typed = await page.locator('.pass-typed strong').innerText();
  return { digits, typedCode: typed.replace(/\D/g, '') };
}
