/** Those who come along, as the form keeps them: their answers stand among the declarer's, each behind a prefix. Pure. */
import { companionAnswers } from '../../shared/questionnaire/companions.ts';
import type { Answers, Questionnaire } from '../../shared/questionnaire/types.ts';
import { type Typed, toAnswers } from '../ui/answers.ts';

/** As the server holds it (shared/api/declarations.schema.ts, which brings a library that this page does without). */
export const MOST_COMPANIONS = 8;

/** No linkId has a dash. */
export function newPrefix(prefixes: readonly string[]): string {
  const used = prefixes.map((prefix) => Number.parseInt(prefix.slice(1), 10));
  return `p${Math.max(0, ...used) + 1}-`;
}

/** What was typed for one of them, without the prefix. */
function ownTyped(typed: Typed, prefix: string): Typed {
  const own: Typed = {};
  for (const [key, value] of Object.entries(typed)) if (key.startsWith(prefix)) own[key.slice(prefix.length)] = value;
  return own;
}

/** With what the declarer's answers stand for too. */
export const allTyped = (questionnaire: Questionnaire, typed: Typed, prefix: string): Typed =>
  companionAnswers(questionnaire, typed, ownTyped(typed, prefix)) as Typed;

export const withoutPrefix = (typed: Typed, prefix: string): Typed =>
  Object.fromEntries(Object.entries(typed).filter(([key]) => !key.startsWith(prefix)));

/** To be sent: only what was asked of them. */
export function companionsOf(questionnaire: Questionnaire, typed: Typed, prefixes: readonly string[]): Answers[] {
  return prefixes.map((prefix) => {
    const own = ownTyped(typed, prefix);
    return Object.fromEntries(
      Object.entries(toAnswers(questionnaire, allTyped(questionnaire, typed, prefix))).filter(([linkId]) => linkId in own),
    );
  });
}
