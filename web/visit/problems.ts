/** As `web/lib/problems.ts`, but a phone loads English only when it is asked for. */
import type { FieldReason } from '../../shared/problem.ts';
import type { ClientProblemCode } from '../lib/client.ts';
import type { Language } from '../lib/language.ts';
import { PROBLEMS_VI, REASONS_VI } from '../lib/problems.vi.ts';
import { english } from './words.ts';

/** A code that a newer server made up is said in the words of an inner failure. */
export function problemText(language: Language, code: ClientProblemCode): string {
  const said = english(language)?.PROBLEMS_EN ?? PROBLEMS_VI;
  return said[code] ?? said['internal-error'];
}

export function reasonText(language: Language, reason: FieldReason): string {
  const said = english(language)?.REASONS_EN ?? REASONS_VI;
  return said[reason] ?? said.format;
}
