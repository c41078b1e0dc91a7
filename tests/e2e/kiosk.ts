/** The guard at the kiosk, in Vietnamese. */
import type { Locator, Page } from 'playwright-core';

/** Types the pairing code and waits until the kiosk has its rules. */
export async function openKiosk(page: Page, origin: string, code: string): Promise<void> {
  await page.goto(`${origin}/kiosk/`);
  await page.getByLabel('Mã ghép máy').fill(code);
  await page.getByRole('button', { name: 'Ghép máy', exact: true }).click();
  await shiftButton(page).waitFor();
}

export const shiftButton = (page: Page): Locator => page.getByRole('button', { name: 'Bắt đầu ca' });

/** `guard`: chosen by name with a PIN where the office has named people. */
export async function beginShift(page: Page, guard?: { name: string; pin: string }): Promise<void> {
  if (guard) {
    await page.getByRole('button', { name: guard.name }).click();
    await page.getByLabel('Mã PIN').fill(guard.pin);
  }
  try {
    await shiftButton(page).click();
    await page.getByRole('button', { name: 'Không có mã' }).waitFor();
  } catch (error) {
    // What stood there instead tells more than which button did not.
    throw new Error(`no shift begun; the screen says:\n${await page.locator('body').innerText()}`, { cause: error });
  }
}

export const verdict = (page: Page): Locator => page.getByRole('alertdialog');

/** As the kiosk says it; waits until it does not say that all is sent. */
export async function unsentCount(page: Page): Promise<number> {
  return Number(/Chưa gửi (\d+) lượt/.exec(await page.getByText(/Chưa gửi \d+ lượt/).innerText())?.[1]);
}
export const sentLine = (page: Page): Locator => page.getByText('Đã gửi hết');

/** Does not wait for the next regular exchange, as a guard would who sees the server come back. */
export async function sendNow(page: Page): Promise<void> {
  await page.locator('.status-lines').click();
  await page.getByRole('button', { name: 'Gửi ngay' }).click();
  await page.getByRole('button', { name: 'Quay lại' }).click();
}

/** As a hand scanner types: every character within a few milliseconds, then Enter. */
export async function scanByWedge(page: Page, text: string): Promise<void> {
  await page.evaluate((typed) => {
    const press = (key: string, code = ''): void => {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true }));
    };
    for (const char of typed) press(char, /\d/.test(char) ? `Digit${char}` : '');
    press('Enter', 'Enter');
  }, text);
}

/** The ten digits under the code on the phone; resolves with what the kiosk says to them. */
export async function scanByTyping(page: Page, typedCode: string): Promise<string> {
  await page.getByRole('button', { name: 'Gõ mã 10 số' }).click();
  await page.getByRole('textbox', { name: 'Gõ mã 10 số' }).fill(typedCode);
  await page.getByRole('button', { name: 'Xem mã' }).click();
  return verdict(page).innerText();
}

/** Without phone or code: a name lets in. */
export async function quickEntry(page: Page, person: { name: string; phone?: string; host?: string }): Promise<void> {
  await page.getByRole('button', { name: 'Không có mã' }).click();
  await page.getByRole('textbox', { name: 'Họ và tên' }).fill(person.name);
  if (person.phone) await page.getByRole('textbox', { name: 'Số điện thoại' }).fill(person.phone);
  if (person.host) await page.getByRole('textbox', { name: 'Gặp ai, việc gì' }).fill(person.host);
  await page.getByRole('button', { name: 'Cho vào' }).click();
}
