/**
 * A visitor's way from the link to the pass, timed: what the machine takes is measured, what a person takes is reckoned
 * by a printed model (0.4 s a character, 1.2 s a tap; a diacritic is a character of its own, as a Telex keyboard has it).
 */
import type { BrowserContext, Page } from 'playwright-core';
import { HONG } from '../../e2e/visitor.ts';

const SECONDS_A_CHARACTER = 0.4;
const SECONDS_A_TAP = 1.2;

export interface Line {
  /** Each way, of the whole page. */
  latencyMs: number;
  bitsPerSecond: number;
  /** So many times slower than this machine. */
  slower: number;
}
/** As Lighthouse and Chromium's developer tools name them. */
export const SLOW_4G: Line = { latencyMs: 150, bitsPerSecond: 1_600_000, slower: 4 };
export const SLOW_3G: Line = { latencyMs: 2000, bitsPerSecond: 400_000, slower: 6 };

export interface Visit {
  characters: number;
  taps: number;
  /** s: from the address to a form that can be typed into, and from the last tap to the pass. */
  opening: number;
  answering: number;
}

/** What a person and the machine take together, s. */
export const secondsOf = ({ characters, taps, opening, answering }: Visit): number =>
  characters * SECONDS_A_CHARACTER + taps * SECONDS_A_TAP + opening + answering;

export const terms = ({ characters, taps, opening, answering }: Visit): string =>
  `${characters} characters x ${SECONDS_A_CHARACTER} s + ${taps} taps x ${SECONDS_A_TAP} s + ${opening.toFixed(1)} s to open + ${answering.toFixed(1)} s to answer`;

/** From the address to the pass. Whoever was here before and agreed to be remembered finds the name already there. */
export async function visit(page: Page, link: string, line: Line, remember: boolean): Promise<Visit> {
  await slow(page, line);
  const started = performance.now();
  await page.goto(link, { waitUntil: 'commit', timeout: 90_000 });
  const send = page.getByRole('button', { name: 'Gửi và nhận mã' });
  await send.waitFor({ timeout: 90_000 });
  const opened = performance.now();

  let [characters, taps] = [0, 0];
  const tap = async (name: string | RegExp, role: 'radio' | 'checkbox', within = page.locator('body')): Promise<void> => {
    taps++;
    await within.getByRole(role, { name }).check();
  };
  for (const [label, text] of [
    ['Họ và tên', HONG.name],
    ['Số điện thoại', HONG.phone.replaceAll(' ', '')],
    ['Anh/chị đến gặp ai hoặc có việc gì?', HONG.host],
  ] as const) {
    const field = page.getByRole('textbox', { name: label });
    if (!(await field.isVisible()) || (await field.inputValue()) !== '') continue;
    taps++;
    characters += text.normalize('NFD').length;
    await field.fill(text);
  }
  for (const question of ['dấu hiệu nào sau đây', 'tiếp xúc gần']) {
    await tap('Không', 'radio', page.getByRole('group', { name: question }));
  }
  if (remember) await tap(/^Nhớ /, 'checkbox');
  for (const purpose of [/^Kiểm soát/, /^Phòng, chống/]) await tap(purpose, 'checkbox');

  taps++;
  const sent = performance.now();
  await send.click();
  await page.getByRole('img', { name: /QR/ }).locator('path').waitFor({ timeout: 90_000 });
  const answered = performance.now();
  return { characters, taps, opening: (opened - started) / 1000, answering: (answered - sent) / 1000 };
}

async function slow(page: Page, { latencyMs, bitsPerSecond, slower }: Line): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const throughput = bitsPerSecond / 8;
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: latencyMs,
    downloadThroughput: throughput,
    uploadThroughput: throughput,
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
}

/** ms until the largest content was painted, cold. */
export async function paintedAfter(context: BrowserContext, address: string, line: Line): Promise<number> {
  const page = await context.newPage();
  try {
    await slow(page, line);
    await page.goto(address, { waitUntil: 'load' });
    return await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let last = 0;
          new PerformanceObserver((list) => {
            last = list.getEntries().at(-1)?.startTime ?? last;
          }).observe({ type: 'largest-contentful-paint', buffered: true });
          setTimeout(() => resolve(last), 1500);
        }),
    );
  } finally {
    await page.close();
  }
}
