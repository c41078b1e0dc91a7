/** Pages in a real browser with what a visitor typed on them: nothing of it may run. */
import type { Browser } from 'playwright-core';
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
    let shown = false;
    for (const path of [...PAGES(school.id), `/p/${school.code}`]) {
      await page.goto(`${world.server.address}${path}`, { waitUntil: 'networkidle' });
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
