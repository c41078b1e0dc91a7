import type { Answers, DataClass, Outcome, Questionnaire } from './types.ts';
import { isOneOf, own } from './visible.ts';

/** Every rule that holds adds its reason; any reason makes `attention`, and nothing a person says makes more of it. */
export function outcomeOf(q: Questionnaire, answers: Readonly<Answers>): { outcome: Outcome; reasons: string[] } {
  const holding = q.outcome.filter((rule) => isOneOf(own(answers, rule.item), rule.in));
  const reasons = Array.from(new Set(holding.map((rule) => rule.reason)));
  return { outcome: reasons.length > 0 ? 'attention' : 'cleared', reasons };
}

/** Checked answers by the class that each is sealed in. */
export function split(q: Questionnaire, answers: Readonly<Answers>): { identity: Answers; answers: Answers } {
  const classes = new Map(q.items.map((item) => [item.linkId, item.class]));
  const ofClass = (wanted: DataClass): Answers =>
    Object.fromEntries(Object.entries(answers).filter(([linkId]) => classes.get(linkId) === wanted));
  return { identity: ofClass('identity'), answers: ofClass('answers') };
}
