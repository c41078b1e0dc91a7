/** Pages in a real browser with what a visitor typed on them: nothing of it may run. */
import type { Browser, Page, Request } from 'playwright-core';
import { launchBrowser, watch } from '../browser.ts';
import type { TestSchool } from '../fixtures/world.ts';
import type { World } from './world.ts';

let launching: Promise<Browser> | undefined;
const browser = (): Promise<Browser> => {
  launching ??= launchBrowser();
  return launching;
};

export async function closeBrowser(): Promise<void> {
  await (await launching)?.close();
  launching = undefined;
}

/** Where the office sees a visitor's words; each is shown after signing in. */
const PAGES = (school: string): string[] => ['', '/log', '/download'].map((part) => `/admin/school/${school}${part}`);

/** What is wrong, or undefined: no script, no violation, and the text stands on a page as text. */
export async function noScriptOnPages(world: World, school: TestSchool, texts: readonly string[]): Promise<string | undefined> {
  const context = await (await browser()).newContext();
  try {
    const page = await context.newPage();
    const watched = await watch(page);
    await page.clock.setFixedTime(world.now());
    const ran: string[] = [];
    page.on('dialog', (dialog) => {
      ran.push('a dialog opened');
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname === '/x' || !request.url().startsWith(world.server.address)) ran.push('a request was sent by the text');
    });
    const { cookie } = await world.account('keeper');
    const cookies = cookie
      .split('; ')
      .map((pair) => ({ name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1), url: world.server.address }));
    await context.addCookies(cookies);
    const loaded = untilLoaded(page);
    let shown = false;
    for (const path of [...PAGES(school.id), `/p/${school.code}`]) {
      await page.goto(`${world.server.address}${path}`);
      await loaded();
      const content = await page.evaluate(() => document.body.innerText);
      shown ||= texts.some((text) => content.includes(text.normalize('NFC').slice(0, 30)));
      await page.emulateMedia({ media: 'print' });
      await page.emulateMedia({ media: 'screen' });
    }
    const faults = [...ran, ...watched.problems];
    if (faults.length > 0) return [...new Set(faults)].slice(0, 3).join('; ');
    return shown ? undefined : 'no page of the office shows the text';
  } finally {
    await context.close();
  }
}

const CALM = 500;
const LONGEST = 30_000;

/** Resolves when nothing was on its way for half a second; the office's live stream never ends and does not count. */
function untilLoaded(page: Page): () => Promise<void> {
  const under = new Set<Request>();
  let since = Date.now();
  page.on('request', (request) => {
    if (!new URL(request.url()).pathname.endsWith('/live')) under.add(request);
  });
  const over = (request: Request): void => {
    under.delete(request);
    since = Date.now();
  };
  page.on('requestfinished', over);
  page.on('requestfailed', over);
  return async () => {
    since = Date.now();
    const end = since + LONGEST;
    while (under.size > 0 || Date.now() - since < CALM) {
      if (Date.now() > end) throw new Error(`not loaded: ${[...under].map((request) => request.url()).join(' ')}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
}
