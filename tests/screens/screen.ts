import type { Page } from 'playwright-core';
import type { Stage } from './stage.ts';

export type Entry = 'visit' | 'kiosk' | 'admin' | 'paper' | 'parts';

/** One state of one page, as somebody can come to see it. */
export interface Screen {
  /** "verdict amber": unique within its entry. */
  name: string;
  entry: Entry;
  /** The page, standing at that state in Vietnamese. */
  open(stage: Stage): Promise<Page>;
}

/** What somebody does from the state before. */
export type Step = [name: string, go: (page: Page, stage: Stage) => Promise<unknown>];

/**
 * States that follow each other on one device. Each can be opened by itself, from the beginning; one after the other they
 * cost a step each.
 */
export function journey(entry: Entry, begin: (stage: Stage) => Promise<Page>, steps: readonly Step[]): Screen[] {
  let at: { page: Page; stage: Stage; done: number } | undefined;
  let lost: string | undefined;
  return steps.map(([name], index) => ({
    name,
    entry,
    async open(stage) {
      if (lost) throw new Error(`not reached, because "${lost}" was not`);
      if (!at || at.stage !== stage || at.done > index || at.page.isClosed()) at = { page: await begin(stage), stage, done: 0 };
      for (const [step, go] of steps.slice(at.done, index + 1)) {
        lost = step;
        await go(at.page, stage);
        lost = undefined;
        at.done++;
      }
      return at.page;
    },
  }));
}

/** States that need nothing of each other. */
export const alone = (entry: Entry, steps: readonly [name: string, open: (stage: Stage) => Promise<Page>][]): Screen[] =>
  steps.map(([name, open]) => ({ name, entry, open }));
