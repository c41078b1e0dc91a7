/** What was typed so far, and who agreed to be remembered: on this phone only, in localStorage. */
import type { Answer, Item, Questionnaire } from '../../shared/questionnaire/types.ts';
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
  /** Absent in drafts of an older page. */
  companions?: readonly string[];
  apart?: boolean;
}

export const saveDraft = (code: string, draft: Draft): boolean => keep(DRAFT + code, JSON.stringify(draft));
export const dropDraft = (code: string): void => forget(DRAFT + code);

export function loadDraft(code: string, now: number): Draft | undefined {
  const draft = parse(recall(DRAFT + code)) as Draft | undefined;
  if (!draft || typeof draft.values !== 'object' || !(now - draft.at < DRAFT_LIVES_MS)) return undefined;
  return { ...draft, companions: Array.isArray(draft.companions) ? draft.companions.filter((prefix) => /^p\d+-$/.test(prefix)) : [] };
}

/** Who somebody is, by role or linkId, so that it fits every school. Never an answer about health. */
export type Person = Record<string, Answer>;
export const loadPerson = (): Person | undefined => parse(recall(PERSON)) as Person | undefined;
export const dropPerson = (): void => forget(PERSON);

export const isIdentity = (item: Item): boolean => item.class === 'identity';
export const personKey = ({ role, linkId }: Item): string => role ?? linkId;

/** The remembered person as answers of this questionnaire. */
export function valuesOf(person: Person, { items }: Questionnaire): Typed {
  const values: Typed = {};
  for (const item of items.filter(isIdentity)) {
    const value = person[personKey(item)];
    if (value) values[item.linkId] = value;
  }
  return values;
}

/** undefined for what this page cannot have written. */
function parse(text: string | null): unknown {
  try {
    // No answer is null.
    const value: unknown = text === null ? undefined : JSON.parse(text, (_, each) => each ?? undefined);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
