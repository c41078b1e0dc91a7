/** Answers of a declaration as text. */
import type { DeclarationView } from '../../../shared/api/log.schema.ts';
import { dayText, isDay } from '../../../shared/clock.ts';
import type { Address, Answer, Item } from '../../../shared/questionnaire/types.ts';
import type { Areas } from '../../lib/areas.ts';
import { countries } from '../../lib/countries.ts';
import type { Language } from '../../lib/language.ts';

export interface AnswerNames {
  /** Names of provinces and communes by code. */
  places: ReadonlyMap<string, string>;
  yes: string;
  no: string;
  none: string;
}

export function answerText(item: Item, answer: Answer | undefined, language: Language, names: AnswerNames): string {
  if (answer === undefined || answer === '') return names.none;
  switch (item.type) {
    case 'boolean':
      return answer === true ? names.yes : names.no;
    case 'choice':
      return choiceText(item.choices, String(answer), language);
    case 'choices':
      return Array.isArray(answer)
        ? answer.map((code) => choiceText(item.choices, code, language)).join('; ') || names.none
        : String(answer);
    case 'day':
      return typeof answer === 'string' && isDay(answer) ? dayText(answer) : String(answer);
    case 'decimal':
      return `${String(answer).replace('.', language === 'vi' ? ',' : '.')} ${item.unit}`;
    case 'country':
      return countries(language).find((country) => country.code === answer)?.name ?? String(answer);
    case 'address':
      return isAddress(answer) ? addressText(answer, names.places) : String(answer);
    case 'text':
    case 'integer':
      return String(answer);
  }
}

const choiceText = (choices: readonly { code: string; text: Record<Language, string> }[], code: string, language: Language): string =>
  choices.find((choice) => choice.code === code)?.text[language] ?? code;

const isAddress = (answer: Answer): answer is Address => typeof answer === 'object' && !Array.isArray(answer);

const addressText = (address: Address, places: ReadonlyMap<string, string>): string =>
  [address.street, places.get(address.commune) ?? address.commune, places.get(address.province) ?? address.province]
    .filter(Boolean)
    .join(', ');

/** The names of the areas that the answers name; codes stand in their place while they cannot be had. */
export async function placesOf({ answers }: DeclarationView, areas: Areas): Promise<ReadonlyMap<string, string>> {
  const places = new Map<string, string>();
  const addresses = Object.values(answers ?? {}).filter(isAddress);
  if (addresses.length === 0) return places;
  for (const { code, name } of (await areas.provinces()) ?? []) places.set(code, name);
  for (const { province } of addresses) for (const { code, name } of (await areas.communes(province)) ?? []) places.set(code, name);
  return places;
}
