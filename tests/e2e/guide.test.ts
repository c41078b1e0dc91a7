/** The guide page in a real browser, under its own policy: no barrier, no violation, nothing wider than the screen. */
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guidePage } from '../../server/guide/page.ts';
import { visitor } from '../../server/questionnaires/content/visitor.ts';
import { launchBrowser } from '../browser.ts';
import { DESK, PHONE } from './browsing.ts';

const html = guidePage({
  school: {
    name: 'Trường Trung học phổ thông chuyên Năng khiếu Thể dục Thể thao Nguyễn Thị Minh Khai',
    street: 'Số 1, đường Mẫu',
    phone: '0213 0000 000',
    line: 'Xin đeo khẩu trang khi vào khu lớp học.',
    contact: 'Văn phòng: thầy Bình',
  },
  origin: 'https://quacong.thpt-nguyen-thi-minh-khai.edu.example',
  posters: [
    { code: 'K7M2QT', gate: null },
    { code: 'QTK7M2', gate: 'Cổng chính' },
  ],
  questionnaire: visitor,
});

let browser: Awaited<ReturnType<typeof launchBrowser>>;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

describe.each([
  ['a phone', PHONE],
  ['a desk', DESK],
])('the guide on %s', (_, device) => {
  it('has no barrier that a machine can find, by day and by night, and breaks no rule of its own', async () => {
    const context = await browser.newContext({ ...device, javaScriptEnabled: true, bypassCSP: false });
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.setContent(html);
    expect(said).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
    expect(await page.locator('h1').evaluate((element) => getComputedStyle(element).fontWeight)).toBe('700');
    await context.close();
    const free = await browser.newContext({ ...device, bypassCSP: true });
    const checked = await free.newPage();
    const found: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await checked.emulateMedia({ colorScheme });
      await checked.setContent(html);
      const { violations } = await new AxeBuilder({ page: checked }).setLegacyMode().analyze();
      found.push(...violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes.map(({ html: where }) => where).join(' ')}`));
    }
    expect(found).toEqual([]);
    await free.close();
  });
});
