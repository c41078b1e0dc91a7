import { describe, expect, it } from 'vitest';
import { everyone } from '../../server/questionnaires/content/everyone.ts';
import { visitor } from '../../server/questionnaires/content/visitor.ts';
import { parseQuestionnaire } from '../../server/questionnaires/definition.ts';
import {
  currentQuestionnaire,
  findQuestionnaire,
  isSuperseded,
  publishQuestionnaires,
  SHIPPED,
} from '../../server/questionnaires/store.ts';
import { checkAnswers, checkConsent } from '../../shared/questionnaire/check.ts';
import { outcomeOf } from '../../shared/questionnaire/outcome.ts';
import type { Questionnaire } from '../../shared/questionnaire/types.ts';
import { visibleItems } from '../../shared/questionnaire/visible.ts';
import { describeEngines } from '../engines.ts';
import { catalogueQuestionnaire } from '../fixtures/catalogue-questionnaire.ts';

const NOW = Date.parse('2026-11-21T01:00:00Z');

/** Every {vi, en} of a value, with its place. */
function textsOf(value: unknown, at = ''): { at: string; vi: string; en: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('vi' in value && 'en' in value) return [{ at, vi: String(value.vi), en: String(value.en) }];
  return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, `${at}/${key}`));
}

describe('the shipped questionnaires', () => {
  it.each(SHIPPED.map((q) => [q.id, q] as const))('%s can be run and speaks two languages', (_id, q) => {
    expect(parseQuestionnaire(q)).toEqual(q);
    for (const { at, vi, en } of textsOf(q)) {
      expect(vi, at).toBe(vi.normalize('NFC').trim());
      expect(vi, at).not.toBe(en);
      expect(en, at).not.toMatch(/[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i);
    }
  });

  it.each(SHIPPED.map((q) => [q.id, q] as const))('%s answers nothing and agrees to nothing by itself', (_id, q) => {
    const untouched = checkAnswers(q, {}, NOW);
    const asked = visibleItems(q, {}).filter((item) => item.required);
    expect(untouched.ok ? [] : untouched.errors).toEqual(asked.map(({ linkId }) => ({ at: `/answers/${linkId}`, reason: 'required' })));
    expect(checkConsent(q, []).map(({ reason }) => reason)).toEqual(['consent-needed', 'consent-needed']);
    expect(checkConsent(q, ['gate', 'health'])).toEqual([]);
    expect(q.consent.retentionDays).toBe(21);
    expect(q.consent.intro.vi).toContain('91/2025/QH15');
  });

  it('ask a guest five things', () => {
    expect(visitor.items.map((item) => item.linkId)).toEqual(['fullName', 'phone', 'host', 'symptoms', 'contact']);
    const answers = { fullName: 'Trần Thị Mẫu', phone: '0900000001', host: 'Cô Lan', symptoms: false, contact: false };
    expect(checkAnswers(visitor, answers, NOW)).toEqual({ ok: true, answers });
    expect(outcomeOf(visitor, answers)).toEqual({ outcome: 'cleared', reasons: [] });
    expect(outcomeOf(visitor, { ...answers, symptoms: true, contact: true })).toEqual({
      outcome: 'attention',
      reasons: ['symptoms', 'contact'],
    });
  });

  it('ask everyone as the national form does, its defects mended', () => {
    const answers = {
      fullName: 'Trần Thị Mẫu',
      birthYear: 1990,
      gender: 'female',
      nationality: 'VN',
      address: { province: '01', commune: '00004', street: '12 phố Mẫu' },
      phone: '0900000001',
      travelled: false,
      symptoms: ['none'],
      contactPatient: false,
      contactTraveller: false,
      contactSymptoms: false,
    };
    expect(checkAnswers(everyone, answers, NOW)).toEqual({ ok: true, answers });
    expect(outcomeOf(everyone, answers).outcome).toBe('cleared');
    expect(outcomeOf(everyone, { ...answers, symptoms: ['taste'] })).toEqual({ outcome: 'attention', reasons: ['symptoms'] });
    // Having travelled is asked for tracing; it holds nobody up.
    expect(outcomeOf(everyone, { ...answers, travelled: true, travelPlaces: 'Huế' }).outcome).toBe('cleared');
    expect(checkAnswers(everyone, { ...answers, travelled: true }, NOW)).toEqual({
      ok: false,
      errors: [{ at: '/answers/travelPlaces', reason: 'required' }],
    });
  });
});

describe('publishing', () => {
  const [first, ...rest] = catalogueQuestionnaire.items;
  const rule = { item: 'contact', in: [true], reason: 'x', text: { vi: 'a', en: 'b' } };
  const broken: [string, Partial<Questionnaire> | Record<string, unknown>, RegExp][] = [
    ['an item twice', { items: first ? [first, first, ...rest] : [] }, /stands twice/],
    ['no phone', { items: catalogueQuestionnaire.items.filter((item) => item.role !== 'phone') }, /no item is the phone/],
    ['a condition on a later item', { items: catalogueQuestionnaire.items.toReversed() }, /does not stand before it/],
    ['a rule on a missing item', { outcome: [{ ...rule, item: 'nowhere' }] }, /does not stand before it/],
    ['a rule on free text', { outcome: [{ ...rule, item: 'note' }] }, /has no choices/],
    ['a rule that asks a yes or no for text', { outcome: [{ ...rule, in: ['yes'] }] }, /for text/],
    ['a rule on a choice that is not there', { outcome: [{ ...rule, item: 'symptoms', in: ['dizzy'] }] }, /not there/],
    ['an empty text', { title: { vi: '', en: 'a' } }, /title/],
    ['a language missing', { title: { vi: 'a' } }, /title/],
    ['a key that is not known', { script: 'x' }, /script/],
    ['an odd linkId', { items: [{ ...first, linkId: '__proto__' }] }, /linkId/],
  ];
  it.each(broken)('refuses %s', (_name, change, message) => {
    expect(() => parseQuestionnaire({ ...catalogueQuestionnaire, ...change })).toThrow(message);
  });
});

describeEngines('questionnaire store', (database) => {
  const app = (clock = NOW) => ({ db: database(), clock: () => clock });
  const versionOf = (id: string, version: number): Questionnaire => ({ ...catalogueQuestionnaire, id, version });

  it('publishes what ships, at every start and by two at once', async () => {
    await Promise.all([publishQuestionnaires(app()), publishQuestionnaires(app())]);
    await publishQuestionnaires(app(NOW + 1));
    expect(await currentQuestionnaire(database(), 'visitor')).toEqual(visitor);
    expect(await findQuestionnaire(database(), 'everyone', 1)).toEqual(everyone);
    expect(await findQuestionnaire(database(), 'everyone', 2)).toBeUndefined();
    await expect(currentQuestionnaire(database(), 'nobody')).rejects.toThrow('never published');
  });

  it('never changes a published version', async () => {
    await publishQuestionnaires(app(), [versionOf('fixed', 1)]);
    const changed = { ...versionOf('fixed', 1), lookBackDays: 21 };
    await expect(publishQuestionnaires(app(), [changed])).rejects.toThrow('raise its version');
    expect(await findQuestionnaire(database(), 'fixed', 1)).toEqual(versionOf('fixed', 1));
  });

  it('keeps old versions, and knows since when each is superseded', async () => {
    await publishQuestionnaires(app(NOW), [versionOf('grown', 2)]);
    await publishQuestionnaires(app(NOW + 1000), [versionOf('grown', 10)]);
    expect((await currentQuestionnaire(database(), 'grown')).version).toBe(10);
    expect((await findQuestionnaire(database(), 'grown', 2))?.version).toBe(2);
    expect(await isSuperseded(database(), 'grown', 2, NOW + 999)).toBe(false);
    expect(await isSuperseded(database(), 'grown', 2, NOW + 1000)).toBe(true);
    expect(await isSuperseded(database(), 'grown', 10, NOW + 1000)).toBe(false);
  });
});
