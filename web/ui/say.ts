import { fillDays } from '../../shared/questionnaire/texts.ts';
import type { Questionnaire, Text } from '../../shared/questionnaire/types.ts';
import type { Language } from '../lib/language.ts';

/** A text of the version; in Vietnamese while the page has no other (a place that came with the page). */
export const say = (text: Text, language: Language, questionnaire: Pick<Questionnaire, 'lookBackDays'>): string =>
  fillDays(text[language] || text.vi, questionnaire);
