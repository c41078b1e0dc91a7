/** One server and one browser for a file of journeys, with a school that is set up; every page is watched. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { createWatcher, openDevice, PHONE, type Watcher } from './browsing.ts';
import { type Office, openOffice } from './office.ts';
import { browserArgs, type RealServer, type ServerOptions, startServer } from './server.ts';

export interface Setting {
  readonly server: RealServer;
  readonly browser: Browser;
  readonly office: Office;
  readonly watcher: Watcher;
  /** A phone that nobody has used yet, or another device. Closed after the test. */
  device(options?: BrowserContextOptions): Promise<Page>;
}

/** `setting()` is usable inside tests and hooks. After every test pages and server are asked for what went wrong. */
export function describeSetting(options: ServerOptions = {}): () => Setting {
  let made: Setting | undefined;
  let opened: Page[] = [];
  beforeAll(async () => {
    const watcher = createWatcher();
    const server = await startServer(options);
    const browser = await launchBrowser({ args: browserArgs(server) });
    const office = await openOffice(server, await openDevice(browser, watcher));
    const device = async (of: BrowserContextOptions = PHONE): Promise<Page> => {
      const page = await openDevice(browser, watcher, of);
      opened.push(page);
      return page;
    };
    made = { server, browser, office, watcher, device };
  });
  afterEach(async () => {
    for (const page of opened) await page.context().close();
    opened = [];
    made?.watcher.check();
    made?.server.check();
  });
  afterAll(async () => {
    await made?.browser.close();
    await made?.server.remove();
  });
  return () => {
    if (!made) throw new Error('the setting exists only inside tests and hooks');
    return made;
  };
}
