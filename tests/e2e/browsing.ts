/** Pages that tell on themselves: every journey ends by asking them whether anything went wrong on the way. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { watch } from '../browser.ts';

/** A mid-range phone, and the tablet at the gate. */
export const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale: 'vi-VN' };
export const TABLET: BrowserContextOptions = { viewport: { width: 1180, height: 820 }, hasTouch: true, locale: 'vi-VN' };
export const DESK: BrowserContextOptions = { viewport: { width: 1280, height: 900 }, locale: 'vi-VN' };

/** A server that is down, and answers that say no, are part of what is tested: the page has to bear them. */
const EXPECTED = /^Failed to load resource: /;

/** For a state that a page must come to, ms. */
const WAIT = 15_000;

export interface Watcher {
  /** Call it before the first navigation of a page. */
  page(page: Page): Promise<Page>;
  /** @throws Error listing page errors, errors on the console and violations of the content security policy of every page */
  check(): void;
}

export function createWatcher(): Watcher {
  const problems: (readonly string[])[] = [];
  return {
    async page(page) {
      page.setDefaultTimeout(WAIT);
      const errors: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' && !EXPECTED.test(message.text())) errors.push(`${page.url()}: ${message.text()}`);
      });
      problems.push((await watch(page)).problems, errors);
      return page;
    },
    check() {
      const all = [...new Set(problems.flat())];
      if (all.length > 0) throw new Error(`${all.length} problems in the pages:\n${all.join('\n')}`);
    },
  };
}

/** A fresh device: nothing kept, nobody known. */
export async function openDevice(browser: Browser, watcher: Watcher, options: BrowserContextOptions = PHONE): Promise<Page> {
  const context = await browser.newContext(options);
  return watcher.page(await context.newPage());
}

/** The page that a kept profile opens with. */
export const firstPage = async (context: BrowserContext, watcher: Watcher): Promise<Page> =>
  watcher.page(context.pages()[0] ?? (await context.newPage()));
