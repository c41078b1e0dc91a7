/** The declaration cases of tests/vectors/bad-inputs.json that a form's rules decide, against the engine alone. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkAnswers } from '../../shared/questionnaire/check.ts';
import { catalogueAnswers, catalogueQuestionnaire } from '../fixtures/catalogue-questionnaire.ts';

interface Case {
  id: string;
  target: string;
  group: string;
  name: string;
  payload: { base?: string; set?: Record<string, unknown>; unset?: string[]; raw_patch?: Record<string, string> };
  expect: { status: number[]; check: string[] };
}

const { cases }: { cases: Case[] } = JSON.parse(readFileSync(new URL('../vectors/bad-inputs.json', import.meta.url), 'utf8'));
const GROUPS = ['csv-formula', 'valid-but-tricky', 'unicode', 'numbers', 'dates', 'json', 'consent', 'xss', 'sqli'];
const ofTheForm = cases.filter(
  ({ target, group, payload }) => target === 'declare' && payload.base === 'declare.valid' && GROUPS.includes(group),
);
const NOW = Date.parse('2026-11-21T01:00:00Z');

const isGenerated = (value: unknown): value is { $gen: 'repeat'; value: string; count: number; prefix?: string } =>
  typeof value === 'object' && value !== null && '$gen' in value;

/** The answers that a case sends, through JSON text as on the wire. */
function answersOf({ payload }: Case): Record<string, unknown> {
  const answers: Record<string, unknown> = { ...catalogueAnswers };
  for (const [at, value] of Object.entries(payload.set ?? {})) {
    answers[at.slice(1)] = isGenerated(value) ? (value.prefix ?? '') + value.value.repeat(value.count) : value;
  }
  if (payload.unset?.includes('/answers')) {
    delete answers.symptoms;
    delete answers.contact;
  }
  const patches = Object.entries(payload.raw_patch ?? {}).map(([at, raw]) => `,${JSON.stringify(at.slice(1))}:${raw}`);
  return JSON.parse(`${JSON.stringify(answers).slice(0, -1)}${patches.join('')}}`);
}

describe('bad-input catalogue, the rules of the form', () => {
  it('finds the cases', () => expect(ofTheForm.length).toBeGreaterThanOrEqual(55));

  it.each(ofTheForm)('$id $name', (of) => {
    const sent = answersOf(of);
    const found = checkAnswers(catalogueQuestionnaire, sent, NOW);
    expect(of.expect.status).toContain(found.ok ? 201 : 422);
    const field = Object.keys({ ...of.payload.set, ...of.payload.raw_patch })[0];
    if (!found.ok && field) expect(found.errors.map(({ at }) => at)).toEqual([`/answers${field}`]);
    for (const check of of.expect.check) assertCheck(check, sent, found, field?.slice(1) ?? '');
  });
});

function assertCheck(check: string, sent: Record<string, unknown>, found: ReturnType<typeof checkAnswers>, field: string): void {
  switch (check) {
    case 'roundtrip':
    case 'literal':
    case 'export_neutral':
    case 'no_script':
      expect(found).toMatchObject({ answers: { [field]: String(sent[field]).normalize('NFC') } });
      break;
    case 'nfc_equal':
      expect(found).toMatchObject({ answers: { fullName: 'Nguyễn Văn An'.normalize('NFC') } });
      break;
    case 'ascii_digits_only':
      expect(found.ok ? found.answers.phone : '').toMatch(/^\+?[0-9]*$/);
      break;
    case 'export_text_cell':
      expect(found).toMatchObject({ answers: { phone: '+84912345678' } });
      break;
    case 'no_silent_scale':
      expect(found).toMatchObject({ answers: { temperature: 36.6 } });
      break;
    case 'no_pollution':
      expect(Reflect.get({}, 'isAdmin')).toBeUndefined();
      break;
    case 'no_reflection':
      expect(JSON.stringify(found)).not.toContain(JSON.stringify(sent[field]));
      break;
    case 'server_fields_unchanged':
      expect(Object.keys(found.ok ? found.answers : {})).not.toContain('role');
      break;
    default:
      // Rows, engines, lag and pages are the driver's.
      expect(['rows+0', 'rows+1', 'engine_parity', 'no_auto_merge']).toContain(check);
  }
}
