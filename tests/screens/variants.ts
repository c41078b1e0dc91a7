/** The same state in the other language, by night, on another screen: switched in place. */
import type { Page } from 'playwright-core';

export const SIZES = [
  { width: 360, height: 640 },
  { width: 800, height: 1280 },
  { width: 1440, height: 900 },
] as const;
export const LANGUAGES = ['vi', 'en'] as const;
export const SCHEMES = ['light', 'dark'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Scheme = (typeof SCHEMES)[number];

/** Paper and the parts of the demo have one language. */
export async function setLanguage(page: Page, language: Language): Promise<boolean> {
  const now = await page.evaluate(() => document.documentElement.lang);
  if (now === language) return true;
  // By script: the switch may lie under a sheet or a dialog.
  const there = await page.evaluate(() => {
    const button = document.querySelector<HTMLButtonElement>('button.language');
    button?.click();
    return button !== null;
  });
  if (!there) return false;
  await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
  return true;
}

export const setScheme = (page: Page, colorScheme: Scheme): Promise<void> => page.emulateMedia({ colorScheme });

/** Pictures and letters of a page that has just changed its size or language. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
}

/** On another screen, what is being used stays in sight, as on a device that is turned. */
export const showFocus = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const at = document.activeElement;
    // What has been begun there stands around it; a page and its heading begin at the top.
    if (at && at !== document.body && !at.matches('h1, main, dialog')) at.scrollIntoView({ block: 'center' });
  });
