/** What a screen reader is told of a page. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Roles and names, as lines: `- textbox "Họ và tên"`. */
export const treeOf = (of: Locator): Promise<string> => of.ariaSnapshot();

/** One heading of the first level, and none that skips a level on the way down. */
export async function expectHeadingsInOrder(page: Page): Promise<void> {
  const levels = [...(await treeOf(page.locator('body'))).matchAll(/- heading .*\[level=(\d)\]/g)].map(([, level]) => Number(level));
  expect(levels.filter((level) => level === 1)).toHaveLength(1);
  for (const [index, level] of levels.entries()) expect(level, levels.join(' ')).toBeLessThanOrEqual((levels[index - 1] ?? 1) + 1);
}
