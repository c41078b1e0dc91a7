/** What a school types about itself, made fit to be stored, printed and signed. */
import type { SchoolInput } from '../../shared/api/schools.schema.ts';
import { type FieldError, invalid, Problem } from '../../shared/problem.ts';
import { cleanLine } from '../../shared/text/clean.ts';
import { normalisePhone } from '../../shared/text/phone.ts';
import { isCommuneOf } from '../areas/store.ts';

export type SchoolRow = Required<SchoolInput>;

/**
 * One line without what cannot be shown. An office pastes its name from documents that carry such characters unseen:
 * they are taken out, where a person's name would be refused for them.
 * @throws Problem `invalid-input` at `at`
 */
export function shownLine(typed: string, at: string, max: number, need: 'required' | 'optional'): string {
  const shown = typed
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\p{C}/gu, '')
    .replace(/\p{Zs}+/gu, ' ');
  const cleaned = cleanLine(shown, max);
  if (!cleaned.ok) throw invalid(at, cleaned.reason);
  if (need === 'required' && cleaned.text === '') throw invalid(at, 'required');
  return cleaned.text;
}

/** @throws Problem `invalid-input` naming every wrong field */
export function cleanSchool(input: SchoolInput, prefix = ''): SchoolRow {
  const errors: FieldError[] = [];
  const line = (field: 'name' | 'shortName' | 'street' | 'line' | 'contact', max: number, need: 'required' | 'optional'): string => {
    try {
      return shownLine(input[field] ?? '', `${prefix}/${field}`, max, need);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      errors.push(...(error.errors ?? []));
      return '';
    }
  };
  const phone = normalisePhone(input.phone);
  if (!phone.ok) errors.push({ at: `${prefix}/phone`, reason: phone.reason });
  if (!isCommuneOf(input.commune, input.province)) errors.push({ at: `${prefix}/commune`, reason: 'not-a-choice' });
  const row: SchoolRow = {
    name: line('name', 400, 'required'),
    shortName: line('shortName', 60, 'required'),
    kind: input.kind,
    province: input.province,
    commune: input.commune,
    street: line('street', 200, 'optional'),
    phone: phone.ok ? phone.text : '',
    line: line('line', 200, 'optional'),
    contact: line('contact', 200, 'optional'),
    questionnaire: input.questionnaire ?? 'visitor',
    screenCode: input.screenCode ?? false,
  };
  if (errors.length > 0) throw new Problem('invalid-input', { errors });
  return row;
}
