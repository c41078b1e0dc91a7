/** Whoever agreed to be remembered on this phone, and the drafts. */
import type { Questionnaire } from '../../shared/questionnaire/types.ts';
import { keep } from '../lib/keep.ts';
import type { Typed } from '../ui/answers.ts';
import { DRAFT, dropDraft, dropPerson, isIdentity, PERSON, type Person, personKey } from './draft.ts';

export function savePerson({ items }: Questionnaire, values: Typed): void {
  const person: Person = {};
  for (const item of items.filter(isIdentity)) {
    const value = values[item.linkId];
    if (value) person[personKey(item)] = value;
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
