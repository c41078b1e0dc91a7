/** What a machine can hold of WCAG 2.2 AA and of our own rules, on one state of one page. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { measure } from './measure.ts';
import type { Entry, Screen } from './screen.ts';
import { type Language, setLanguage, setScheme, settled } from './variants.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** 200 % of 640 CSS px, 400 % of 1280. */
const NARROW = { width: 320, height: 640 };
/** CSS px. */
const LEAST_TEXT = 14;
const LEAST_TARGET: Record<Entry, number> = { visit: 44, admin: 44, parts: 44, kiosk: 60, paper: 0 };

/** What is wrong, one line each. The page comes back as it was. */
export async function judge(page: Page, { entry, name }: Screen): Promise<string[]> {
  const found: string[] = [];
  const say = (what: string): void => void found.push(`${entry}, ${name}: ${what}`);
  if (entry !== 'paper') for (const line of await moving(page)) say(`moves although less motion is wished: ${line}`);
  for (const line of await barriers(page, 'light')) say(line);
  // Paper is white by day and by night.
  if (entry !== 'paper') for (const line of await barriers(page, 'dark')) say(line);
  if (entry !== 'paper') {
    for (const language of ['vi', 'en'] as const) {
      if (!(await setLanguage(page, language))) continue;
      for (const line of await crowding(page, entry, language)) say(line);
    }
    await setLanguage(page, 'vi');
  }
  return found;
}

async function barriers(page: Page, scheme: 'light' | 'dark'): Promise<string[]> {
  await setScheme(page, scheme);
  await settled(page);
  // In the dark only the colours are others.
  const checker = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (scheme === 'light' ? checker.withTags(RULES) : checker.withRules(['color-contrast'])).analyze();
  await setScheme(page, 'light');
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${scheme}: ${id}, ${help}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}

/** On the narrowest screen: what has to be scrolled sideways, what is cut, what is too small to hit or to read. */
async function crowding(page: Page, entry: Entry, language: Language): Promise<string[]> {
  const before = page.viewportSize();
  const found: string[] = [];
  for (const size of before ? [before, NARROW] : [NARROW]) {
    await page.setViewportSize(size);
    await settled(page);
    const seen = await page.evaluate(measure, { target: LEAST_TARGET[entry], text: LEAST_TEXT });
    found.push(...seen.map((line) => `${size.width} px, ${language}: ${line}`));
  }
  if (before) await page.setViewportSize(before);
  const said = await page.evaluate(() => document.documentElement.lang);
  if (said !== language) found.push(`the document says it is in "${said}", not ${language}`);
  return found;
}

const moving = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    document
      .getAnimations()
      .filter((animation) => animation.playState === 'running')
      .map((animation) => {
        const { effect } = animation;
        const target = effect instanceof KeyframeEffect ? effect.target : null;
        return `${target?.className ?? '?'} ${animation instanceof CSSAnimation ? animation.animationName : 'transition'}`;
      }),
  );
