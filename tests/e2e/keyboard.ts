import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

const MOST_STOPS = 30;

/** Presses Tab until `goal` has the focus, which has to be seen at every stop on the way. */
export async function tabTo(page: Page, goal: Locator): Promise<void> {
  for (let stops = 0; stops < MOST_STOPS; stops++) {
    if (await goal.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
    expect(await page.evaluate(focusIsSeen), 'the focus cannot be seen').toBe(true);
  }
  throw new Error(`${MOST_STOPS} tab stops do not reach ${goal}`);
}

/** In the page: an outline or a ring around what has the focus, or around the label of a hidden radio button. */
function focusIsSeen(): boolean {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return true;
  return [focused, focused.closest('label')].some((element) => {
    if (!element) return false;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
  });
}
