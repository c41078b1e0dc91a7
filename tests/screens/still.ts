/** Screens that go by themselves, a verdict for one, are held until they have been looked at. */
import type { Page } from 'playwright-core';

interface Still {
  on: boolean;
  /** What should have happened meanwhile happens now. */
  release(): void;
}
declare global {
  interface Window {
    still?: Still;
  }
}

/** Call it before the first navigation. */
export async function addStill(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const start = window.setTimeout.bind(window);
    const held: (() => void)[] = [];
    const still: Still = {
      on: false,
      release() {
        still.on = false;
        for (const run of held.splice(0)) run();
      },
    };
    window.still = still;
    // What a person sees go lasts a second at least; shorter waits belong to the page's own work.
    const wait = (run: () => void, ms = 0): number => {
      if (!still.on || ms < 1000) return start(run, ms);
      held.push(run);
      return 0;
    };
    Object.assign(window, { setTimeout: wait });
  });
}

export const hold = (page: Page): Promise<void> =>
  page.evaluate(() => {
    if (window.still) window.still.on = true;
  });

export const release = (page: Page): Promise<void> => page.evaluate(() => window.still?.release());
