/** The answers that stand for what was typed. Pure. */
import type { Answer, Answers, Item, Questionnaire } from '../../shared/questionnaire/types.ts';
import { visibleItems } from '../../shared/questionnaire/visible.ts';

/** By linkId. Numbers and days are the text as typed, so that "36," or "5/9" may stand there for a while. */
export type Typed = Record<string, Answer>;

/** "5/9/2026", "05.09.2026", "5 9 2026" or "05092026" as 2026-09-05; anything else as it is, for the check to refuse. */
export function typedDay(text: string): string {
  const [, day = '', month = '', year = ''] = /^\s*(\d{1,2})[\s./-]*(\d{1,2})[\s./-]*(\d{4})\s*$/.exec(text) ?? [];
  return year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : text;
}

function answerOf(item: Item, value: Answer): Answer {
  if (typeof value !== 'string') return value;
  switch (item.type) {
    case 'integer':
      return /^\s*-?\d{1,9}\s*$/.test(value) ? Number(value) : value;
    case 'day':
      return typedDay(value);
    default:
      return value;
  }
}

const isEmpty = (value: Answer): boolean =>
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === 'object' && !Array.isArray(value) && !value.province && !value.commune && !value.street?.trim());

/** The answers of the items that are asked, in order; what was typed into a question that vanished is left out. */
export function toAnswers(questionnaire: Questionnaire, typed: Typed): Answers {
  const answers: [string, Answer][] = [];
  for (const item of visibleItems(questionnaire, typed)) {
    const value = typed[item.linkId];
    if (value !== undefined && !isEmpty(value)) answers.push([item.linkId, answerOf(item, value)]);
  }
  return Object.fromEntries(answers);
}
