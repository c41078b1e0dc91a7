/** What a visitor can do beyond the pass: bring others, note coming and going, see, withdraw, erase. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PHONE } from './browsing.ts';
import { describeSetting } from './setting.ts';
import { declare, fillForm, HONG, readPass, requiredConsents, sendButton } from './visitor.ts';

const setting = describeSetting();
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The checker is put into the page as a script, which the page's own policy forbids; other journeys hold the policy. */
const atPoster = async (): Promise<Page> => {
  const phone = await setting().device({ ...PHONE, bypassCSP: true });
  await phone.goto((await setting().office.poster()).link);
  await sendButton(phone).waitFor();
  return phone;
};
const tap = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('button', { name }).first().click();

async function holdNoBarrier(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(RULES).analyze();
    const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(' ')}`));
    expect(found, `${screen} (${colorScheme})`).toEqual([]);
  }
}

/** The first page has no answer to health that was not tapped. */
async function addChild(page: Page, name: string): Promise<void> {
  const persons = page.locator('.along-person');
  const person = persons.last();
  await person.getByRole('textbox', { name: 'Họ và tên' }).fill(name);
  for (const question of ['dấu hiệu nào sau đây', 'tiếp xúc gần']) {
    await person.getByRole('group', { name: question }).getByText('Không', { exact: true }).click();
  }
}

async function fillOwn(page: Page): Promise<void> {
  await fillForm(page, HONG);
  for (const box of await requiredConsents(page)) expect(await box.isChecked()).toBe(true);
}

describe('companions', () => {
  it('come in with one code for the group', async () => {
    const phone = await atPoster();
    await fillOwn(phone);
    await tap(phone, 'Đi cùng trẻ em hoặc người khác?');
    await sendButton(phone).click();
    await phone.getByText('Còn 3 chỗ cần xem lại.').waitFor();
    await holdNoBarrier(phone, 'companions with errors');
    await addChild(phone, 'Nguyễn An');
    await tap(phone, 'Thêm một người nữa');
    await addChild(phone, 'Nguyễn Bình');
    await sendButton(phone).click();
    await phone.getByText('Mã này dùng chung cho 3 người').waitFor();
    await phone.getByText('N. An ·678, N. Bình ·678').waitFor();
    expect((await readPass(phone)).digits).toMatch(/^\d{200,500}$/);
    await holdNoBarrier(phone, 'pass of a group');
  });

  it('come in with a code each, shown one after the other', async () => {
    const phone = await atPoster();
    await fillOwn(phone);
    await tap(phone, 'Đi cùng trẻ em hoặc người khác?');
    await addChild(phone, 'Nguyễn An');
    await phone.getByText('Mỗi người một mã').click();
    await sendButton(phone).click();
    const own = await readPass(phone);
    await phone.getByText('1/2', { exact: true }).waitFor();
    await holdNoBarrier(phone, 'passes of a party');
    await tap(phone, 'Người tiếp theo');
    await phone.getByText('2/2', { exact: true }).waitFor();
    await phone.getByText('N. An ·678').waitFor();
    expect((await readPass(phone)).digits).not.toBe(own.digits);
  });
});

describe('coming and going at the poster', () => {
  it('is noted without a network, sent when there is one, and asked about when the poster is scanned again', async () => {
    const phone = await atPoster();
    await declare(phone, HONG);
    await phone.context().setOffline(true);
    await tap(phone, /Ghi giờ đến/);
    await phone.getByText('Chưa gửi tới trường; sẽ tự gửi khi có mạng.').waitFor();
    await phone.getByText('Tự ghi ở bảng mã, không thay cho việc quét mã ở cổng.').waitFor();
    await phone.context().setOffline(false);
    await phone.getByText('Trường đã nhận.').waitFor();
    await phone.clock.install({ time: Date.now() + 10 * 60_000 });
    await phone.reload();
    await phone.getByRole('heading', { name: 'Anh/chị ra về, hay vừa đến lại?' }).waitFor();
    await holdNoBarrier(phone, 'come or go');
    await tap(phone, 'Ra về');
    await phone.getByText(/Đã ghi giờ về/).waitFor();
  });
});

describe('rights', () => {
  it('are in reach: seen, withdrawn in part, erased with a receipt; without a network nothing is queued', async () => {
    const phone = await atPoster();
    await declare(phone, HONG);
    await phone.context().setOffline(true);
    await tap(phone, 'Xem dữ liệu trường đang giữ');
    // The piece itself is kept by the worker, or asked for again.
    await phone.getByText(/Việc này cần có mạng|Chưa tải được phần này/).waitFor();
    await phone.context().setOffline(false);
    await tap(phone, 'Thử lại');
    await phone.getByText(HONG.name).waitFor();
    await holdNoBarrier(phone, 'own record');
    await tap(phone, 'Xóa dữ liệu của tôi');
    await phone.getByText('Yêu cầu này xóa 1 tờ khai').waitFor();
    await holdNoBarrier(phone, 'before erasing');
    await tap(phone, 'Yêu cầu xóa');
    await phone.getByRole('heading', { name: 'Trường đã nhận yêu cầu xóa dữ liệu' }).waitFor();
    const number = await phone.locator('.receipt-number').innerText();
    expect(number).toMatch(/^[0-9A-Z]{8}$/);
    await holdNoBarrier(phone, 'receipt');
    await tap(phone, 'Hỏi lại trường');
    await phone.getByText('phiếu này đúng như trong sổ của trường').waitFor();
    await tap(phone, 'Dữ liệu trên máy này');
    await phone.getByText('Đã yêu cầu trường xóa.').waitFor();
    await phone.getByText(number).waitFor();
    await holdNoBarrier(phone, 'history');
    await phone.reload();
    // No pass any more: the form again.
    await sendButton(phone).waitFor();
  });

  it('end the pass where a required consent is withdrawn', async () => {
    const phone = await atPoster();
    await declare(phone, { ...HONG, phone: '0900 000 679' });
    await tap(phone, 'Rút lại đồng ý');
    await phone.getByRole('button', { name: 'Rút lại các mục đã chọn' }).click();
    await phone.getByText('Xin chọn ít nhất một mục.').waitFor();
    await holdNoBarrier(phone, 'before withdrawing');
    await phone.getByRole('checkbox', { name: /Phòng, chống dịch bệnh/ }).check();
    await phone.getByRole('button', { name: 'Rút lại các mục đã chọn' }).click();
    await phone.getByRole('heading', { name: 'Trường đã nhận việc rút lại đồng ý' }).waitFor();
    await phone.reload();
    await sendButton(phone).waitFor();
  });
});

describe('a visit’s time by the keystroke model', () => {
  it('is at most 8 s for who returns, 40 s for who comes first', async () => {
    const phone = await atPoster();
    const first = await timeOf(phone, async (keys, press) => {
      await keys('Họ và tên', HONG.name);
      await keys('Số điện thoại', HONG.phone.replace(/\s/g, ''));
      await keys('Anh/chị đến gặp ai hoặc có việc gì?', HONG.host);
      await press.answers();
      await press.remember();
    });
    expect(first).toEqual({ characters: 44, taps: 9 });
    expect(seconds(first)).toBeLessThan(40 - MACHINE);
    await tap(phone, 'Khai lại');
    await phone.getByText(HONG.name).waitFor();
    const again = await timeOf(phone, (_keys, press) => press.answers());
    expect(again).toEqual({ characters: 0, taps: 5 });
    expect(seconds(again)).toBeLessThan(8 - MACHINE);
  });
});

interface Effort {
  characters: number;
  taps: number;
}
/** s for a character and for a tap (docs: keystroke model), and what is left for the machine on a slow phone. */
const seconds = ({ characters, taps }: Effort): number => 0.4 * characters + 1.2 * taps;
const MACHINE = 1.5;

type Keys = (label: string, text: string) => Promise<void>;
interface Press {
  answers(): Promise<void>;
  remember(): Promise<void>;
}

/** Fills the form and sends it; every character and every tap is counted as it is made. */
async function timeOf(page: Page, fill: (keys: Keys, press: Press) => Promise<void>): Promise<Effort> {
  const effort: Effort = { characters: 0, taps: 0 };
  const tapped = async (action: Promise<unknown>): Promise<void> => {
    effort.taps++;
    await action;
  };
  await fill(
    async (label, text) => {
      const field = page.getByRole('textbox', { name: label });
      await tapped(field.tap());
      await field.pressSequentially(text);
      effort.characters += text.length;
    },
    {
      async answers() {
        for (const question of ['dấu hiệu nào sau đây', 'tiếp xúc gần'])
          await tapped(page.getByRole('group', { name: question }).getByText('Không', { exact: true }).tap());
        for (const box of await requiredConsents(page)) await tapped(box.tap());
      },
      remember: () => tapped(page.getByRole('checkbox', { name: /Nhớ thông tin/ }).tap()),
    },
  );
  await tapped(sendButton(page).tap());
  await readPass(page);
  const { characters, taps } = effort;
  console.info(`${characters} characters x 0.4 s + ${taps} taps x 1.2 s = ${seconds(effort).toFixed(1)} s, and the machine`);
  return effort;
}
