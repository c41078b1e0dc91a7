/** What is wrong with the form, and where. Pure. */
import type { FieldError } from '../../shared/problem.ts';
import { checkAnswers, checkConsent } from '../../shared/questionnaire/check.ts';
import { asksCompanion } from '../../shared/questionnaire/companions.ts';
import { toAnswers } from '../ui/answers.ts';
import { isIdentity } from './draft.ts';
import { allTyped } from './party.ts';
import type { VisitState } from './store.ts';

/** Everything that is wrong with the form now, in the order of the page. */
export function errorsOf({ place, typed, companions, purposes }: VisitState, now: number): FieldError[] {
  if (!place) return [];
  const { questionnaire } = place;
  const check = (of: VisitState['typed']): FieldError[] => {
    const checked = checkAnswers(questionnaire, toAnswers(questionnaire, of), now);
    return checked.ok ? [] : checked.errors;
  };
  // What all of a party share is wrong once: at the declarer.
  const ofCompanions = new Set(questionnaire.items.filter(asksCompanion).map(({ linkId }) => linkId));
  const others = companions.flatMap((prefix, index) =>
    check(allTyped(questionnaire, typed, prefix))
      .filter(({ at }) => ofCompanions.has(at.split('/')[2] ?? ''))
      .map((error) => ({ ...error, at: `/companions/${index}${error.at}` })),
  );
  return [...check(typed), ...others, ...checkConsent(questionnaire, purposes)];
}

/** An error that a folded line would hide opens it. */
export function unfolded({ folded, place }: VisitState, errors: readonly FieldError[]): { folded: boolean } {
  const hidden = (place?.questionnaire.items ?? []).filter(isIdentity).map(({ linkId }) => linkId);
  return { folded: folded && !errors.some(({ at }) => at.startsWith('/answers/') && hidden.includes(at.split('/')[2] ?? '')) };
}

/** Of `/answers/<linkId>…`, `/companions/<index>/answers/<linkId>…` or `/consent/purposes/<code>`. */
export function keyOf({ at }: FieldError, companions: readonly string[]): string {
  const [, kind, second = '', third = '', fourth = ''] = at.split('/');
  if (kind === 'companions') return `${companions[Number(second)] ?? ''}${fourth}`;
  return kind === 'consent' ? third : second;
}
