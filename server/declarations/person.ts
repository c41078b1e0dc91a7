import type { ItemRole, Questionnaire } from '../../shared/questionnaire/types.ts';

/** The answers that a questionnaire marks as name, phone and host. */
export function personOf(questionnaire: Questionnaire, answers: Record<string, unknown>): { name: string; phone: string; host: string } {
  const of = (role: ItemRole): string => {
    const item = questionnaire.items.find((each) => each.role === role);
    const value = item && answers[item.linkId];
    return typeof value === 'string' ? value : '';
  };
  return { name: of('name'), phone: of('phone'), host: of('host') };
}
