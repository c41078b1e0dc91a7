/** The catalogue of bad inputs as it stands in its file, and what its conventions say about lists and limits. */
import { readFileSync } from 'node:fs';

export const VERDICTS = ['accepted', 'warned', 'refused', 'ignored', 'manual'] as const;
export type Verdict = (typeof VERDICTS)[number];

export type Payload = Readonly<Record<string, unknown>>;

export interface Case {
  id: string;
  target: string;
  group: string;
  name: string;
  payload: Payload;
  expect: { status: number[]; effect: string; check: string[]; verdict?: string[] };
  /** `npm test` runs it with a twentieth of its counts. */
  scale?: boolean;
}

export function readCatalogue(file: string): Case[] {
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases?: unknown };
  if (!Array.isArray(cases) || cases.length === 0) throw new Error(`${file} holds no cases`);
  return cases.map((raw, index) => {
    if (!isCase(raw)) throw new Error(`${file}: case ${index + 1} lacks id, target, payload or expect`);
    return {
      ...raw,
      expect: { ...raw.expect, status: raw.expect.status ?? [], check: raw.expect.check ?? [], effect: raw.expect.effect ?? '' },
    };
  });
}

const isCase = (raw: unknown): raw is Case =>
  isRecord(raw) && typeof raw.id === 'string' && typeof raw.target === 'string' && isRecord(raw.payload) && isRecord(raw.expect);

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** ms for one answer: 1,000 unless the case's own words give another limit. */
export function limitOf({ expect }: Case): number {
  const said = /under ([\d,]+) ms/.exec(expect.effect)?.[1];
  return expect.check.includes('fast') ? 50 : said === undefined ? 1000 : Number(said.replaceAll(',', ''));
}

/** Places where a list means "once per value". In `set` a list of one is a value (the case "birthYear array"). */
const LISTS = ['text', 'path', 'query', 'open', 'method', 'body', 'filename', 'formats', 'as', 'schoolName', 'stored', 'stored_raw', 'hex'];
/** Answers that are lists by nature. */
const LIST_FIELDS = /^\/(answers\/)?(symptoms|countries|companions|events|items)(\/|$)/;

/** The payloads that a case stands for, one for each value of its lists. */
export function variantsOf({ payload }: Case): Payload[] {
  let all: Payload[] = [payload];
  for (const key of LISTS) all = all.flatMap((one) => spread(one[key]).map((value) => ({ ...one, [key]: value })));
  for (const key of ['set', 'mutate', 'headers', 'raw_patch']) {
    all = all.flatMap((one) => {
      const object = one[key];
      if (!isRecord(object)) return [one];
      let objects: Record<string, unknown>[] = [object];
      for (const [name, value] of Object.entries(object)) {
        if (!Array.isArray(value) || value.length < 2 || (LIST_FIELDS.test(name) && !value.every(Array.isArray))) continue;
        objects = objects.flatMap((each) => value.map((item) => ({ ...each, [name]: item })));
      }
      return objects.map((each) => ({ ...one, [key]: each }));
    });
  }
  return all.map((one) => Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)));
}

/** A list, or an object one of whose values is a list. */
function spread(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (!isRecord(value) || '$gen' in value) return [value];
  const list = Object.entries(value).find((entry): entry is [string, unknown[]] => Array.isArray(entry[1]));
  return list ? list[1].map((item) => ({ ...value, [list[0]]: item })) : [value];
}
