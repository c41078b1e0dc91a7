/** What the screens are photographed and judged on: real servers, one browser, and devices that stand still when told to. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../browser.ts';
import { createWatcher, DESK, openDevice, type Watcher } from '../e2e/browsing.ts';
import { type Office, openOffice } from '../e2e/office.ts';
import { type RealServer, startServer } from '../e2e/server.ts';
import { fakeCamera } from '../video.ts';
import { type Demo, startDemo } from './demo.ts';
import { addStill } from './still.ts';

export interface Stage {
  readonly watcher: Watcher;
  readonly browser: Browser;
  /** A school on its first day: nobody has come yet. */
  readonly server: RealServer;
  readonly office: Office;
  /** Three schools after a week of visitors. Started when it is first asked for. */
  demo(): Promise<Demo>;
  /** A server that nobody has set up. Started when it is first asked for. */
  unset(): Promise<RealServer>;
  /** A device that nobody has used yet. */
  device(options: BrowserContextOptions): Promise<Page>;
  /** A device that may complain on its console. */
  unwatched(options: BrowserContextOptions): Promise<Page>;
  /** At the desk of the first day's school, signed in. */
  desk(options?: BrowserContextOptions): Promise<Page>;
  /** @throws Error listing what went wrong in pages and servers */
  check(): void;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const watcher = createWatcher();
  const camera = fakeCamera();
  const server = await startServer();
  const browser = await launchBrowser({ camera: camera.path });
  const office = await openOffice(server, await openDevice(browser, watcher));
  let demo: Promise<Demo> | undefined;
  let unset: Promise<RealServer> | undefined;

  const device = (options: BrowserContextOptions): Promise<Page> => open(options, watcher);

  /** The checker is put into the page as a script, which the page's own policy forbids; the journeys hold the policy. */
  async function open(options: BrowserContextOptions, by: Watcher): Promise<Page> {
    const page = await openDevice(browser, by, { locale: 'vi-VN', reducedMotion: 'reduce', ...options, bypassCSP: true });
    // tsx names functions by a helper that a page does not have.
    await page.addInitScript({ content: 'globalThis.__name = (named) => named;' });
    await addStill(page);
    return page;
  }

  return {
    watcher,
    browser,
    server,
    office,
    device,
    unwatched: (options) => open(options, createWatcher()),
    demo: () => {
      demo ??= startDemo(browser);
      return demo;
    },
    unset: () => {
      unset ??= startServer();
      return unset;
    },
    desk: async (options = DESK) => device({ ...options, storageState: await office.page.context().storageState() }),
    check() {
      watcher.check();
      server.check();
    },
    async close() {
      await browser.close();
      await (await demo)?.stop();
      await (await unset)?.remove();
      await server.remove();
      camera.remove();
    },
  };
}
