/** The body of a declaration as a case wants it. */
import type { DeclareInput } from '../../shared/api/declarations.schema.ts';
import type { TestSchool } from '../fixtures/world.ts';
import { isRecord, type Payload } from './case.ts';
import { catalogueForm } from './form.ts';
import { fill, fillAll, type Generated, generate, NotUnderstood, plain, relativeTime, segmentsOf, setAt } from './generate.ts';
import type { Run } from './observed.ts';
import type { World } from './world.ts';

const FIELDS = new Map(catalogueForm.items.map((item) => [item.linkId, item]));
/** Other names that a logical field may have. */
const ALIASES: Record<string, string> = {
  name: 'fullName',
  phoneNumber: 'phone',
  tel: 'phone',
  yearOfBirth: 'birthYear',
  reason: 'host',
  purpose: 'host',
  cccd: 'idNumber',
  nationalId: 'idNumber',
  travel_date: 'travelDate',
  comment: 'note',
};
/** `/answers` left out: nothing about health was answered, and nothing may stand for it. */
const HEALTH = ['symptoms', 'contact', 'contactKind'];

export const fieldOf = (pointer: string): string[] | undefined => {
  const [first = '', ...rest] = segmentsOf(pointer);
  if (first === 'answers') return rest;
  const name = ALIASES[first] ?? first;
  return FIELDS.has(name) ? [name, ...rest] : undefined;
};

/** The text of the body, since raw literals are put into text. */
export function bodyText(world: World, school: TestSchool, payload: Payload, scaled: Run['scaled'], fresh?: Partial<DeclareInput>): string {
  const body = { ...world.declareBody(school), ...fresh } as Record<string, unknown> & { answers: Record<string, unknown> };
  for (const [pointer, value] of Object.entries(isRecord(payload.set) ? payload.set : {})) {
    const field = fieldOf(pointer);
    const free = field && FIELDS.get(field[0] ?? '')?.type === 'text';
    const made = wireValue(plain(value, scaled), world, free === true);
    if (field) setAt(body.answers, field, made);
    else setAt(body, segmentsOf(pointer), made);
  }
  for (const pointer of Array.isArray(payload.unset) ? payload.unset.map(String) : []) {
    const field = fieldOf(pointer);
    if (pointer === '/answers') for (const name of HEALTH) delete body.answers[name];
    else if (field) setAt(body.answers, field, undefined);
    else setAt(body, segmentsOf(pointer), undefined);
  }
  return patched(body, payload);
}

/** Relative times everywhere; other placeholders only where a text is not simply what somebody typed. */
function wireValue(value: unknown, world: World, free: boolean): unknown {
  if (typeof value !== 'string') return fillAll(value, () => undefined, world.now());
  const name = /^\{([A-Za-z][\w.+-]*)\}$/.exec(value)?.[1];
  if (name === undefined || (free && relativeTime(name, 0) === undefined)) return value;
  return fill(value, (known) => ({ schoolA: world.schoolA.id, schoolB: world.schoolB.id })[known], world.now());
}

function patched(body: Record<string, unknown>, payload: Payload): string {
  const patches = Object.entries(isRecord(payload.raw_patch) ? payload.raw_patch : {});
  for (const [pointer] of patches) {
    const field = fieldOf(pointer);
    if (field) setAt(body.answers as Record<string, unknown>, field, undefined);
  }
  let text = JSON.stringify(body);
  for (const [pointer, literal] of patches) {
    const entry = `${JSON.stringify(segmentsOf(pointer).at(-1))}:${String(literal)},`;
    const field = fieldOf(pointer);
    if (field && field.length > 1) throw new NotUnderstood(`raw_patch at ${pointer}`);
    // A name that is no field of the form is tried in both objects.
    if (field || pointer.startsWith('/__') || /^\/(constructor|prototype|toString)/.test(pointer))
      text = text.replace('"answers":{', () => `"answers":{${entry}`);
    if (!field) text = `{${entry}${text.slice(1)}`;
  }
  return text;
}

const bytesOf = (made: Generated): Generated => made;

export function rawBody(payload: Payload, scaled: Run['scaled']): Generated | undefined {
  if (typeof payload.raw_hex === 'string') return Buffer.from(payload.raw_hex, 'hex');
  if (isRecord(payload.raw_hex) && '$gen' in payload.raw_hex) return Buffer.from(String(generate(payload.raw_hex, scaled)), 'hex');
  if (typeof payload.raw === 'string') return payload.raw;
  return isRecord(payload.raw) && '$gen' in payload.raw ? bytesOf(generate(payload.raw, scaled)) : undefined;
}

export function headersOf(payload: Payload, scaled: Run['scaled']): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(isRecord(payload.headers) ? payload.headers : {}))
    headers[name.toLowerCase()] = String(plain(value, scaled));
  return headers;
}

export function sentAnswers(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text);
    return isRecord(body) && isRecord(body.answers) ? body.answers : {};
  } catch {
    return {};
  }
}

export const personalOf = (answers: Record<string, unknown>): string[] =>
  ['fullName', 'phone', 'address', 'note', 'email', 'idNumber', 'host'].flatMap((name) =>
    typeof answers[name] === 'string' ? [answers[name]] : [],
  );

/** What the case itself put in; a refusal repeats none of it. */
export function inputsOf(payload: Payload, scaled: Run['scaled']): string[] {
  const from = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    if (Array.isArray(value)) return value.flatMap(from);
    return isRecord(value) ? Object.values(value).flatMap(from) : [];
  };
  const texts = from(plain({ set: payload.set, raw_patch: payload.raw_patch, body: payload.body, query: payload.query }, scaled));
  if (typeof payload.raw === 'string') texts.push(payload.raw);
  return texts.filter((text) => text.trim().length > 3);
}
