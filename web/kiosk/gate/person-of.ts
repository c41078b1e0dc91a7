import type { Answers, ItemRole, Questionnaire } from '../../../shared/questionnaire/types.ts';

/** Who declares, by the roles that the questionnaire gives its items; empty text where it does not ask. */
export function personOf(questionnaire: Questionnaire, answers: Answers): { name: string; phone: string; host: string } {
  const textOf = (role: ItemRole): string => {
    const item = questionnaire.items.find((each) => each.role === role);
    const answer = item ? answers[item.linkId] : undefined;
    return typeof answer === 'string' ? answer : '';
  };
  return { name: textOf('name'), phone: textOf('phone'), host: textOf('host') };
}
