/** What was typed so far, and who agreed to be remembered: on this phone only, in localStorage. */
import type { ItemRole, Questionnaire } from '../../shared/questionnaire/types.ts';
import { forget, keep, recall } from '../lib/keep.ts';
import type { Typed } from '../ui/answers.ts';

export const DRAFT = 'quacong.draft.';
export const PERSON = 'quacong.person';
/** A draft is for a visit, not for ever: health answers do not stay on a phone. */
const DRAFT_LIVES_MS = 24 * 3_600_000;

export interface Draft {
  at: number;
  values: Typed;
  onBehalf: boolean;
}

export const saveDraft = (code: string, draft: Draft): boolean => keep(DRAFT + code, JSON.stringify(draft));
export const dropDraft = (code: string): void => forget(DRAFT + code);

export function loadDraft(code: string, now: number): Draft | undefined {
  const draft = parse(recall(DRAFT + code)) as Draft | undefined;
  if (!draft || typeof draft.values !== 'object' || !(now - draft.at < DRAFT_LIVES_MS)) return undefined;
  return draft;
}

export type Person = Partial<Record<ItemRole, string>>;
export const loadPerson = (): Person | undefined => parse(recall(PERSON)) as Person | undefined;
export const dropPerson = (): void => forget(PERSON);

/** The remembered person as answers of this questionnaire. */
export function valuesOf(person: Person, questionnaire: Questionnaire): Typed {
  const values: Typed = {};
  for (const { role, linkId, type } of questionnaire.items) {
    const value = role && person[role];
    if (value && type === 'text') values[linkId] = value;
  }
  return values;
}

/** undefined for what this page cannot have written. */
function parse(text: string | null): unknown {
  try {
    const value: unknown = text === null ? undefined : JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
