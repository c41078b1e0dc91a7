/** Problem codes and field reasons in both languages, for pages that always hold both. */
import type { FieldReason } from '../../shared/problem.ts';
import type { ClientProblemCode } from './client.ts';
import type { Language } from './language.ts';
import { PROBLEMS_EN, REASONS_EN } from './problems.en.ts';
import { PROBLEMS_VI, type Problems, REASONS_VI, type Reasons } from './problems.vi.ts';

const PROBLEMS: Record<Language, Problems> = { vi: PROBLEMS_VI, en: PROBLEMS_EN };
const REASONS: Record<Language, Reasons> = { vi: REASONS_VI, en: REASONS_EN };

/** A code that a newer server made up is said in the words of an inner failure. */
export const problemText = (language: Language, code: ClientProblemCode): string =>
  PROBLEMS[language][code] ?? PROBLEMS[language]['internal-error'];

export const reasonText = (language: Language, reason: FieldReason): string => REASONS[language][reason] ?? REASONS[language].format;
