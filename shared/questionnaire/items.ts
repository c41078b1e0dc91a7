import { addDays, dayOf, type Instant, isDay, parseInstant } from '../clock.ts';
import type { FieldReason } from '../problem.ts';
import { type Cleaned, cleanLine, cleanText } from '../text/clean.ts';
import { checkName } from '../text/name.ts';
import { normalisePhone } from '../text/phone.ts';
import type { Address, Answer, Choice, Item } from './types.ts';
import { own } from './visible.ts';

/** Lists too long for the phone, which only offers what is in them. */
export interface KnownCodes {
  area(province: string, commune: string): boolean;
  country(code: string): boolean;
}

/** `answer` undefined: an optional item that was left open. `at` points into the answer. */
export type ItemChecked = { ok: true; answer: Answer | undefined } | { ok: false; reason: FieldReason; at?: string };

interface Context {
  now: Instant;
  known?: KnownCodes | undefined;
}

const good = (answer: Answer): ItemChecked => ({ ok: true, answer });
const bad = (reason: FieldReason, at?: string): ItemChecked => ({ ok: false, reason, ...(at === undefined ? {} : { at }) });

/** One answer against its item. Only an absent value, a text of nothing but spaces and an empty list count as unanswered. */
export function checkItem(item: Item, value: unknown, context: Context): ItemChecked {
  if (isUnanswered(item, value)) return item.required ? bad('required') : { ok: true, answer: undefined };
  switch (item.type) {
    case 'text':
      return typeof value === 'string' ? ofCleaned(checkPattern(item, value)) : bad('type');
    case 'boolean':
      return typeof value === 'boolean' ? good(value) : bad('type');
    case 'choice':
      if (typeof value !== 'string') return bad('type');
      return codes(item.choices).includes(value) ? good(value) : bad('not-a-choice');
    case 'choices':
      return checkChoices(item, value);
    case 'integer':
      return checkInteger(item, value, context.now);
    case 'decimal':
      return checkDecimal(item, value);
    case 'day':
      return checkDay(item, value, context.now);
    case 'address':
      return checkAddress(value, context.known);
    case 'country':
      if (typeof value !== 'string') return bad('type');
      return /^[A-Z]{2}$/.test(value) && context.known?.country(value) !== false ? good(value) : bad('not-a-choice');
  }
}

function isUnanswered(item: Item, value: unknown): boolean {
  if (item.type === 'text' && typeof value === 'string') return value.trim() === '';
  return value === undefined || (item.type === 'choices' && Array.isArray(value) && value.length === 0);
}

const ofCleaned = (cleaned: Cleaned): ItemChecked => (cleaned.ok ? good(cleaned.text) : bad(cleaned.reason));
const codes = (choices: readonly Choice[]): string[] => choices.map((choice) => choice.code);

/** Linear on any input; begins with a letter or a digit, so that no spreadsheet takes it for a formula. */
const EMAIL = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}.!#$%&*+/=?^_{|}~-]*@[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)+$/u;
const ID_NUMBER = /^[A-Z0-9]{6,20}$/;

function checkPattern(item: Extract<Item, { type: 'text' }>, value: string): Cleaned {
  switch (item.pattern) {
    case 'name':
      return checkName(value, item.maxLength);
    case 'phone':
      return normalisePhone(value);
    case 'email':
      return matching(cleanLine(value, item.maxLength), EMAIL);
    case 'id-number': {
      const line = cleanLine(value, item.maxLength);
      return line.ok ? matching({ ok: true, text: line.text.normalize('NFKC').toUpperCase().replace(/[ .-]/g, '') }, ID_NUMBER) : line;
    }
    case 'free':
      return cleanText(value, item.maxLength, item.lines);
  }
}

const matching = (cleaned: Cleaned, form: RegExp): Cleaned =>
  cleaned.ok && !form.test(cleaned.text) ? { ok: false, reason: 'format' } : cleaned;

function checkChoices(item: Extract<Item, { type: 'choices' }>, value: unknown): ItemChecked {
  if (!Array.isArray(value)) return bad('type');
  const given: readonly unknown[] = value;
  const chosen = codes(item.choices).filter((code) => given.includes(code));
  if (given.length > item.choices.length || !given.every((code) => chosen.some((known) => known === code))) return bad('not-a-choice');
  // "None of these" beside one of these says two things at once.
  return item.none !== undefined && chosen.length > 1 && chosen.includes(item.none) ? bad('not-a-choice') : good(chosen);
}

const inRange = (value: number, min: number, max: number): ItemChecked =>
  value < min ? bad('too-small') : value > max ? bad('too-large') : good(value);

function checkInteger(item: Extract<Item, { type: 'integer' }>, value: unknown, now: Instant): ItemChecked {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return bad('type');
  return inRange(value + 0, item.min, item.max === 'this-year' ? Number(dayOf(now).slice(0, 4)) : item.max);
}

/** More decimals than the item has are refused, not rounded: what is stored is what was meant. */
function checkDecimal(item: Extract<Item, { type: 'decimal' }>, value: unknown): ItemChecked {
  if (typeof value !== 'number' && typeof value !== 'string') return bad('type');
  const text = String(value).normalize('NFKC').trim().replace(',', '.');
  const parts = /^-?[0-9]{1,12}(?:\.([0-9]{1,12}))?$/.exec(text);
  if (!parts) return bad(typeof value === 'number' ? 'type' : 'format');
  if ((parts[1] ?? '').replace(/0+$/, '').length > item.digits) return bad('format');
  return inRange(Number(text) + 0, item.min, item.max);
}

/** A day; an instant with its offset (RFC 3339) stands for its day in UTC+7. */
function checkDay(item: Extract<Item, { type: 'day' }>, value: unknown, now: Instant): ItemChecked {
  if (typeof value !== 'string') return bad('type');
  const at = value.length > 10 ? parseInstant(value) : undefined;
  const day = at === undefined ? value : dayOf(at);
  if (!isDay(day)) return bad('not-a-day');
  const today = dayOf(now);
  if (day < addDays(today, item.minDays)) return bad('too-small');
  return day > addDays(today, item.maxDays) ? bad('too-large') : good(day);
}

const MAX_STREET = 200;

/** Codes of today's two levels; whether they exist is asked of `known`, which the server passes. */
function checkAddress(value: unknown, known: KnownCodes | undefined): ItemChecked {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return bad('type');
  const province = own(value, 'province');
  const commune = own(value, 'commune');
  const street = own(value, 'street') ?? '';
  if (province === undefined || province === '') return bad('required', '/province');
  if (commune === undefined || commune === '') return bad('required', '/commune');
  if (typeof province !== 'string' || !/^[0-9]{2}$/.test(province)) return bad('not-a-choice', '/province');
  if (typeof commune !== 'string' || !/^[0-9]{5}$/.test(commune)) return bad('not-a-choice', '/commune');
  if (known?.area(province, commune) === false) return bad('not-a-choice', '/commune');
  if (typeof street !== 'string') return bad('type', '/street');
  const line = cleanLine(street, MAX_STREET);
  if (!line.ok) return bad(line.reason, '/street');
  const address: Address = { province, commune, ...(line.text === '' ? {} : { street: line.text }) };
  return good(address);
}
