/** The visitor's way on a phone that was last updated in 2020 (decision 18 of the project: Chromium 80). */
import type { OldPage } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { launchOldChromium } from './old-browser.ts';
import { readCode } from './picture.ts';
import { describeSetting } from './setting.ts';
import { HONG, HONG_MASKED } from './visitor.ts';

const setting = describeSetting();

describe('Chromium 80', () => {
  it('opens the poster, declares, shows the pass, and shows it again without network', async () => {
    const { office } = setting();
    const { link } = await office.poster();
    await using old = await launchOldChromium();
    expect(old.version).toMatch(/Chrome\/80\./);
    const { page, errors } = await old.page();

    await page.goto(link, { waitUntil: 'networkidle0' });
    await fill(page);
    await (await button(page, 'Gửi và nhận mã')).tap();
    await page.waitForFunction(`document.querySelector('.pass svg path') !== null`, { timeout: 15_000 });
    expect(await text(page)).toContain(HONG_MASKED);
    expect(readCode(await page.screenshot())).toMatch(/^\d{100,}$/);
    expect((await office.log()).length).toBe(0);

    await page.waitForFunction('navigator.serviceWorker.ready.then(() => true)', { timeout: 15_000 });
    await page.setOfflineMode(true);
    await page.reload();
    await page.waitForFunction(`document.querySelector('.pass svg path') !== null`, { timeout: 15_000 });
    expect(errors).toEqual([]);
  });
});

/** The short form, by touch. */
async function fill(page: OldPage): Promise<void> {
  for (const [label, value] of [
    ['Họ và tên', HONG.name],
    ['Số điện thoại', HONG.phone],
    ['đến gặp ai', HONG.host],
  ] as const) {
    await (await page.waitForXPath(`//input[@id=//label[contains(., '${label}')]/@for]`)).type(value);
  }
  for (const question of ['dấu hiệu nào sau đây', 'tiếp xúc gần']) {
    await (await page.waitForXPath(`//fieldset[contains(., '${question}')]//label[normalize-space()='Không']`)).tap();
  }
  for (const consent of await page.$x(`//label[.//input[@type='checkbox']][ancestor::section][not(contains(., 'không bắt buộc'))]`)) {
    await consent.tap();
  }
}

const button = (page: OldPage, name: string) => page.waitForXPath(`//button[contains(., '${name}')]`);
const text = (page: OldPage): Promise<unknown> => page.evaluate('document.body.innerText');
