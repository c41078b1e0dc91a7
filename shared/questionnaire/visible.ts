import type { Item, Questionnaire } from './types.ts';

type Given = Readonly<Record<string, unknown>>;

const has = Object.prototype.hasOwnProperty;

/**
 * An own property or undefined: keys come from outside, and `constructor` is one of every object. Not by `Object.hasOwn`,
 * which phones of 2020 do not have (tests/e2e/old-browser.test.ts).
 */
export const own = (record: object, key: string): unknown => (has.call(record, key) ? (record as Given)[key] : undefined);

/**
 * The items that are shown, and so checked and stored, for what is answered so far. Items come after those that they
 * depend on (held when a version is published), so one pass sees chains too.
 */
export function visibleItems(q: Questionnaire, answers: Given): readonly Item[] {
  const shown = new Set<string>();
  return q.items.filter((item) => {
    const when = item.enableWhen;
    const visible = !when || (shown.has(when.item) && isOneOf(own(answers, when.item), when.in));
    if (visible) shown.add(item.linkId);
    return visible;
  });
}

/** True when the answer, or one of several chosen, is in the list. */
export function isOneOf(answer: unknown, list: readonly (string | boolean)[]): boolean {
  const given: readonly unknown[] = Array.isArray(answer) ? answer : [answer];
  return given.some((value) => (typeof value === 'string' || typeof value === 'boolean') && list.includes(value));
}
