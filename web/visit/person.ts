/** Whoever agreed to be remembered on this phone: by role, so that it fits every school. Never a health answer. */
import type { ItemRole, Questionnaire } from '../../shared/questionnaire/types.ts';
import { keep } from '../lib/keep.ts';
import type { Typed } from '../ui/answers.ts';
import { DRAFT, dropDraft, dropPerson, PERSON, type Person } from './draft.ts';

const REMEMBERED: readonly ItemRole[] = ['name', 'phone', 'host'];

export function savePerson(questionnaire: Questionnaire, values: Typed): void {
  const person: Person = {};
  for (const { role, linkId } of questionnaire.items) {
    const value = values[linkId];
    if (role && REMEMBERED.includes(role) && typeof value === 'string') person[role] = value;
  }
  keep(PERSON, JSON.stringify(person));
}

/** Codes of the places whose form was begun and not sent. */
export function draftCodes(): string[] {
  return keys()
    .filter((key) => key.startsWith(DRAFT))
    .map((key) => key.slice(DRAFT.length));
}

/** Whoever is remembered, and every draft. What other pages of this site keep is theirs. */
export function dropKept(): void {
  dropPerson();
  for (const code of draftCodes()) dropDraft(code);
}

function keys(): string[] {
  try {
    return Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index) ?? '');
  } catch {
    // A browser that keeps nothing has no keys.
    return [];
  }
}
