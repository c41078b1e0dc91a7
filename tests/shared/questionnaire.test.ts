import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../shared/clock.ts';
import { COUNTRY_CODES, isCountry } from '../../shared/countries/codes.ts';
import { checkAnswers, checkConsent } from '../../shared/questionnaire/check.ts';
import { outcomeOf, split } from '../../shared/questionnaire/outcome.ts';
import { fillDays } from '../../shared/questionnaire/texts.ts';
import type { Item, Questionnaire } from '../../shared/questionnaire/types.ts';
import { visibleItems } from '../../shared/questionnaire/visible.ts';
import { catalogueAnswers, catalogueQuestionnaire as q } from '../fixtures/catalogue-questionnaire.ts';

const NOW = Date.parse('2026-11-21T01:00:00Z');
const TODAY = '2026-11-21';
const check = (answers: Record<string, unknown>) => checkAnswers(q, answers, NOW);
const withAnswer = (linkId: string, value: unknown) => check({ ...catalogueAnswers, [linkId]: value });
const refused = (at: string, reason: string) => ({ ok: false, errors: [{ at: `/answers/${at}`, reason }] });

describe('checkAnswers', () => {
  it('takes valid answers of every type as they are', () => {
    expect(check(catalogueAnswers)).toEqual({ ok: true, answers: catalogueAnswers });
  });

  it('has no defaults: an untouched form lacks every required answer', () => {
    expect(check({})).toEqual({
      ok: false,
      errors: ['fullName', 'phone', 'symptoms', 'contact'].map((linkId) => ({ at: `/answers/${linkId}`, reason: 'required' })),
    });
  });

  it('names all that is wrong, in the order of the form', () => {
    expect(check({ ...catalogueAnswers, contact: 'no', fullName: '=1+1', phone: '12' })).toEqual({
      ok: false,
      errors: [
        { at: '/answers/fullName', reason: 'not-a-name' },
        { at: '/answers/phone', reason: 'not-a-phone' },
        { at: '/answers/contact', reason: 'type' },
      ],
    });
  });

  it('drops what the version does not ask, and touches no prototype', () => {
    const hostile: Record<string, unknown> = JSON.parse(
      `{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}},"verified":true,${JSON.stringify(catalogueAnswers).slice(1)}`,
    );
    expect(check(hostile)).toEqual({ ok: true, answers: catalogueAnswers });
    expect(Reflect.get({}, 'isAdmin')).toBeUndefined();
  });

  it('reads own answers only, also of an item with the name of a method', () => {
    const item: Item = { linkId: 'constructor', type: 'boolean', required: true, class: 'answers', text: { vi: 'a', en: 'a' } };
    const odd: Questionnaire = { ...q, items: [item], outcome: [{ item: 'constructor', in: [true], reason: 'odd', text: item.text }] };
    expect(checkAnswers(odd, {}, NOW)).toEqual(refused('constructor', 'required'));
    const found = checkAnswers(odd, { constructor: true }, NOW);
    expect(found).toEqual({ ok: true, answers: { constructor: true } });
    expect(outcomeOf(odd, {})).toEqual({ outcome: 'cleared', reasons: [] });
    expect(split(odd, { constructor: true }).answers).toEqual({ constructor: true });
  });

  it.each<[string, unknown, string]>([
    ['fullName', '', 'required'],
    ['fullName', '  ', 'required'],
    ['fullName', 7, 'type'],
    ['fullName', null, 'type'],
    ['fullName', ['An'], 'type'],
    ['fullName', 'A'.repeat(101), 'too-long'],
    ['phone', '=0912345678', 'not-a-phone'],
    ['host', 'a\nb', 'not-text'],
    ['host', 'a'.repeat(101), 'too-long'],
    ['note', 'a\u202eb', 'not-text'],
    ['email', 'lan', 'format'],
    ['email', '=1+1@truong.example', 'format'],
    ['email', 'lan@@truong.example', 'format'],
    ['email', 'lan@truong', 'format'],
    ['idNumber', '12345', 'format'],
    ['idNumber', '0791 9000<b>', 'format'],
    ['birthYear', '1990', 'type'],
    ['birthYear', 1990.5, 'type'],
    ['birthYear', Number.NaN, 'type'],
    ['birthYear', Number.POSITIVE_INFINITY, 'type'],
    ['birthYear', 2 ** 60, 'type'],
    ['birthYear', null, 'type'],
    ['birthYear', 1899, 'too-small'],
    ['birthYear', -0, 'too-small'],
    ['birthYear', 2027, 'too-large'],
    ['temperature', 366, 'too-large'],
    ['temperature', '29,9', 'too-small'],
    ['temperature', '36,66', 'format'],
    ['temperature', 36.66, 'format'],
    ['temperature', '36,6,6', 'format'],
    ['temperature', '1.036,6', 'format'],
    ['temperature', 'nóng', 'format'],
    ['temperature', '', 'format'],
    ['temperature', '0x24', 'format'],
    ['temperature', Number.NaN, 'type'],
    ['temperature', 1e21, 'type'],
    ['temperature', true, 'type'],
    ['travelDate', '', 'not-a-day'],
    ['travelDate', '2026-02-30', 'not-a-day'],
    ['travelDate', '21/11/2026', 'not-a-day'],
    ['travelDate', '2569-11-21', 'not-a-day'],
    ['travelDate', '2026-11-20T07:00:00', 'not-a-day'],
    ['travelDate', '2026-06-30T23:59:60Z', 'not-a-day'],
    ['travelDate', '2026-11-20T24:00:00Z', 'not-a-day'],
    ['travelDate', 1795222800000, 'type'],
    ['travelDate', addDays(TODAY, -3661), 'too-small'],
    ['travelDate', addDays(TODAY, 367), 'too-large'],
    ['travelDate', '2038-01-19T03:14:08Z', 'too-large'],
    ['symptoms', [], 'required'],
    ['symptoms', 'fever', 'type'],
    ['symptoms', ['dizzy'], 'not-a-choice'],
    ['symptoms', [true], 'not-a-choice'],
    ['symptoms', ['fever', 'none'], 'not-a-choice'],
    ['symptoms', ['fever', 'fever', 'fever', 'fever'], 'not-a-choice'],
    ['contact', 'false', 'type'],
    ['contact', 0, 'type'],
    ['contact', null, 'type'],
    ['nationality', 'Viet Nam', 'not-a-choice'],
    ['nationality', 'vn', 'not-a-choice'],
    ['nationality', 84, 'type'],
    ['home', '01', 'type'],
    ['home', [], 'type'],
    ['home', null, 'type'],
  ])('refuses %s %j: %s', (linkId, value, reason) => expect(withAnswer(linkId, value)).toEqual(refused(linkId, reason)));

  it.each<[string, unknown, string]>([
    ['province', { commune: '00004' }, 'required'],
    ['commune', { province: '01' }, 'required'],
    ['province', { province: 1, commune: '00004' }, 'not-a-choice'],
    ['commune', { province: '01', commune: '4' }, 'not-a-choice'],
    ['street', { province: '01', commune: '00004', street: 5 }, 'type'],
    ['street', { province: '01', commune: '00004', street: 'a\0' }, 'not-text'],
    ['street', { province: '01', commune: '00004', street: 'a'.repeat(201) }, 'too-long'],
  ])('points at /%s of an address', (part, value, reason) => expect(withAnswer('home', value)).toEqual(refused(`home/${part}`, reason)));

  it.each<[string, unknown, unknown]>([
    ['fullName', ' Nguyễn Văn An '.normalize('NFD'), 'Nguyễn Văn An'.normalize('NFC')],
    ['phone', '+84 912 345 678', '+84912345678'],
    ['address', '=1+1', '=1+1'],
    ['note', 'a\r\nb', 'a\nb'],
    ['email', 'lan.tran+truong@thu.truong.example', 'lan.tran+truong@thu.truong.example'],
    ['idNumber', '0791 9000 0001', '079190000001'],
    ['idNumber', 'c1234567', 'C1234567'],
    ['birthYear', 2026, 2026],
    ['temperature', '36,6', 36.6],
    ['temperature', ' ３６．６ ', 36.6],
    ['temperature', '37', 37],
    ['travelDate', '2024-02-29', '2024-02-29'],
    ['travelDate', '2026-11-20T17:00:00Z', '2026-11-21'],
    ['travelDate', addDays(TODAY, -3660), '2016-11-13'],
    ['symptoms', ['cough', 'fever', 'cough'], ['fever', 'cough']],
    ['home', { province: '01', commune: '00004', street: ' ', x: 1 }, { province: '01', commune: '00004' }],
  ])('normalises %s %j', (linkId, value, kept) => {
    expect(withAnswer(linkId, value)).toEqual({ ok: true, answers: { ...catalogueAnswers, [linkId]: kept } });
  });

  it.each(['host', 'note', 'email', 'idNumber'])('leaves an empty optional %s out', (linkId) => {
    const found = withAnswer(linkId, ' ');
    expect(found.ok && Object.keys(found.answers)).not.toContain(linkId);
    expect(found.ok).toBe(true);
  });

  it('asks the lists that the server has', () => {
    const known = { area: (province: string) => province === '01', country: (code: string) => code === 'VN' };
    expect(checkAnswers(q, catalogueAnswers, NOW, known).ok).toBe(true);
    expect(checkAnswers(q, { ...catalogueAnswers, nationality: 'QQ' }, NOW, known)).toEqual(refused('nationality', 'not-a-choice'));
    const home = { province: '02', commune: '00004' };
    expect(checkAnswers(q, { ...catalogueAnswers, home }, NOW, known)).toEqual(refused('home/commune', 'not-a-choice'));
  });

  it('never throws, and what it gives it takes again unchanged', () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('36,6', '2026-11-20', 'fever', ['fever'], ['none'], true, false, 'An', '0912345678'),
    );
    const answers = fc.record(Object.fromEntries(q.items.map((item) => [item.linkId, value])), { requiredKeys: [] });
    fc.assert(
      fc.property(answers, fc.boolean(), (raw, filled) => {
        const found = check(filled ? { ...raw, ...catalogueAnswers, note: raw.note } : raw);
        if (found.ok) expect(check(found.answers)).toEqual(found);
        else expect(found.errors.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('conditions', () => {
  const shown = (answers: Record<string, unknown>): string[] => visibleItems(q, answers).map((item) => item.linkId);

  it('shows and asks an item only under its condition', () => {
    expect(shown({})).not.toContain('contactKind');
    expect(shown({ contact: true })).toContain('contactKind');
    expect(withAnswer('contact', true)).toEqual(refused('contactKind', 'required'));
    expect(check({ ...catalogueAnswers, contact: true, contactKind: 'near' })).toMatchObject({
      ok: true,
      answers: { contactKind: 'near' },
    });
  });

  it('drops the answer of an item that is not shown, whatever it is', () => {
    expect(withAnswer('contactKind', { $gt: '' })).toEqual({ ok: true, answers: catalogueAnswers });
  });

  it('hides what depends on a hidden item', () => {
    const text = { vi: 'a', en: 'a' };
    const chain: Questionnaire = {
      ...q,
      items: [
        { linkId: 'a', type: 'boolean', required: true, class: 'answers', text },
        { linkId: 'b', type: 'boolean', required: true, class: 'answers', text, enableWhen: { item: 'a', in: [true] } },
        { linkId: 'c', type: 'boolean', required: true, class: 'answers', text, enableWhen: { item: 'b', in: [true] } },
      ],
    };
    expect(visibleItems(chain, { a: false, b: true }).map((item) => item.linkId)).toEqual(['a']);
    expect(checkAnswers(chain, { a: false, b: true, c: true }, NOW)).toEqual({ ok: true, answers: { a: false } });
  });
});

describe('consent', () => {
  it('needs every required purpose and no other', () => {
    expect(checkConsent(q, ['gate'])).toEqual([]);
    expect(checkConsent(q, ['gate', 'outbreak'])).toEqual([]);
    expect(checkConsent(q, ['outbreak'])).toEqual([{ at: '/consent/purposes/gate', reason: 'consent-needed' }]);
    expect(checkConsent(q, ['gate', 'marketing'])).toEqual([{ at: '/consent/purposes/1', reason: 'unknown' }]);
  });
});

describe('outcome and classes', () => {
  it('gives attention with each reason once, never more', () => {
    expect(outcomeOf(q, { symptoms: ['none'], contact: false })).toEqual({ outcome: 'cleared', reasons: [] });
    expect(outcomeOf(q, { symptoms: ['fever', 'cough'] })).toEqual({ outcome: 'attention', reasons: ['symptoms'] });
    expect(outcomeOf(q, { symptoms: ['fever'], contactKind: 'near' })).toEqual({ outcome: 'attention', reasons: ['symptoms', 'contact'] });
  });

  it('parts answers by class without losing one', () => {
    const { identity, answers } = split(q, catalogueAnswers);
    expect(Object.keys(identity)).toEqual(['fullName', 'phone', 'host', 'birthYear', 'nationality', 'home', 'address']);
    expect({ ...identity, ...answers }).toEqual(catalogueAnswers);
  });

  it('writes the window into the texts', () => {
    expect(fillDays('{days} ngày, {days} days', { lookBackDays: 21 })).toBe('21 ngày, 21 days');
  });
});

describe('countries', () => {
  it('are the ISO 3166-1 codes, each with a name in both languages', () => {
    expect(new Set(COUNTRY_CODES).size).toBe(250);
    for (const language of ['vi', 'en']) {
      const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
      expect(COUNTRY_CODES.filter((code) => names.of(code) === undefined)).toEqual([]);
    }
    expect(['VN', 'LA', 'KH', 'TL'].every(isCountry)).toBe(true);
    expect(['UK', 'EU', 'XA', 'ZZ', 'vn', ''].some(isCountry)).toBe(false);
  });
});
