import type { Questionnaire } from './types.ts';

/** A text of the version with the look-back window in place of `{days}`. */
export const fillDays = (text: string, q: Pick<Questionnaire, 'lookBackDays'>): string => text.split('{days}').join(String(q.lookBackDays));
