/** Whoever agreed to be remembered on this phone: by role, so that it fits every school. Never a health answer. */
import type { ItemRole, Questionnaire } from '../../shared/questionnaire/types.ts';
import { keep } from '../lib/keep.ts';
import type { Typed } from '../ui/answers.ts';
import { PERSON, type Person } from './draft.ts';

const REMEMBERED: readonly ItemRole[] = ['name', 'phone', 'host'];

export function savePerson(questionnaire: Questionnaire, values: Typed): void {
  const person: Person = {};
  for (const { role, linkId } of questionnaire.items) {
    const value = values[linkId];
    if (role && REMEMBERED.includes(role) && typeof value === 'string') person[role] = value;
  }
  keep(PERSON, JSON.stringify(person));
}
