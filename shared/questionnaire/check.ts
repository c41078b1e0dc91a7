/** The rules of a form, the same while typing on the phone and in the end on the server, which trusts nobody. */
import type { Instant } from '../clock.ts';
import type { FieldError } from '../problem.ts';
import { checkItem, type KnownCodes } from './items.ts';
import type { Answer, Answers, Questionnaire } from './types.ts';
import { own, visibleItems } from './visible.ts';

export type Checked = { ok: true; answers: Answers } | { ok: false; errors: FieldError[] };

/**
 * The normalised answers of the enabled items, or what is wrong with each, as JSON pointers under `/answers`. Keys that
 * the version does not know are dropped; nothing has a default: an untouched required item is `required`.
 * `known` adds the lists that only the server has at hand.
 */
export function checkAnswers(q: Questionnaire, raw: Readonly<Record<string, unknown>>, now: Instant, known?: KnownCodes): Checked {
  const answers: [string, Answer][] = [];
  const errors: FieldError[] = [];
  for (const item of visibleItems(q, raw)) {
    const found = checkItem(item, own(raw, item.linkId), { now, known });
    if (!found.ok) errors.push({ at: `/answers/${item.linkId}${found.at ?? ''}`, reason: found.reason });
    else if (found.answer !== undefined) answers.push([item.linkId, found.answer]);
  }
  // fromEntries defines own properties and never calls a setter.
  return errors.length > 0 ? { ok: false, errors } : { ok: true, answers: Object.fromEntries(answers) };
}

/** What is wrong with the ticked purposes; empty when the consent holds. Nothing is ticked for anybody. */
export function checkConsent(q: Questionnaire, purposes: readonly string[]): FieldError[] {
  const missing = q.consent.purposes
    .filter((purpose) => purpose.required && !purposes.includes(purpose.code))
    .map((purpose): FieldError => ({ at: `/consent/purposes/${purpose.code}`, reason: 'consent-needed' }));
  const unknown = purposes.flatMap((code, index): FieldError[] =>
    q.consent.purposes.some((purpose) => purpose.code === code) ? [] : [{ at: `/consent/purposes/${index}`, reason: 'unknown' }],
  );
  return [...missing, ...unknown];
}
