import type { ClientProblem } from '../../lib/client.ts';
import { language } from '../../lib/i18n.ts';
import { problemText, reasonText } from '../../lib/problems.ts';
import { reasonAt, type Sending } from '../state/sending.ts';

export const wordsOf = (problem: ClientProblem): string => problemText(language.value, problem.code);

/** What stands beside the field at this pointer. */
export function errorAt(sending: Sending, at: string): string | undefined {
  const reason = reasonAt(sending.problem.value, at);
  return reason && reasonText(language.value, reason);
}

export const isWrong = (sending: Sending, at: string): boolean => reasonAt(sending.problem.value, at) !== undefined;
