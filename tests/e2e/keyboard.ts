import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

const MOST_STOPS = 60;

/** Presses Tab until `goal` has the focus, which has to be seen at every stop on the way. */
export async function tabTo(page: Page, goal: Locator): Promise<void> {
  for (let stops = 0; stops < MOST_STOPS; stops++) {
    if (await hasFocus(goal)) return;
    await page.keyboard.press('Tab');
    expect(await page.evaluate(focusIsSeen), 'the focus cannot be seen').toBe(true);
  }
  throw new Error(`${MOST_STOPS} tab stops do not reach ${goal}`);
}

/** Goes there by Tab and presses it. */
export async function press(page: Page, goal: Locator, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  await tabTo(page, goal);
  await page.keyboard.press(key);
}

/** Between two keys of somebody who types well, ms; faster is a hand scanner. */
const KEY_PAUSE = 60;

/** Goes there by Tab and types. */
export async function type(page: Page, goal: Locator, text: string): Promise<void> {
  await tabTo(page, goal);
  await page.keyboard.type(text, { delay: KEY_PAUSE });
}

export const hasFocus = (of: Locator): Promise<boolean> => of.evaluate((element) => element === document.activeElement);

/** Tab after Tab leads through the page and out of it again: nothing keeps the keyboard. */
export async function expectNoTrap(page: Page): Promise<void> {
  await page.evaluate(() => (document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined));
  for (let stops = 0; stops < 2 * MOST_STOPS; stops++) {
    await page.keyboard.press('Tab');
    expect(await page.evaluate(focusIsSeen), 'the focus cannot be seen').toBe(true);
    if (stops > 0 && (await page.evaluate(() => document.activeElement === document.body))) return;
  }
  throw new Error('Tab never leaves the page');
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
