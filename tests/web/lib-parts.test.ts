import jsQR from 'jsqr';
import { describe, expect, it } from 'vitest';
import { countries } from '../../web/lib/countries.ts';
import { createStrings, language, setLanguage } from '../../web/lib/i18n.ts';
import { problemText, reasonText } from '../../web/lib/problems.ts';
import { pathOf, qrModules } from '../../web/lib/qr.ts';
import { ownScript } from '../../web/lib/trusted.ts';
import { toAnswers, typedDay } from '../../web/ui/answers.ts';
import { QUESTIONNAIRE } from './visit-phone.ts';

describe('the words', () => {
  it('follow the language', () => {
    const t = createStrings({
      vi: { hello: 'Chào', count: (n: number) => `${n} người` },
      en: { hello: 'Hello', count: (n) => `${n} people` },
    });
    expect([language.value, t().hello, t().count(2)]).toEqual(['vi', 'Chào', '2 người']);
    setLanguage('en');
    expect([t().hello, t().count(2)]).toEqual(['Hello', '2 people']);
    setLanguage('vi');
  });

  it('have something to say for a code that only a newer server knows', () => {
    expect(problemText('vi', 'brand-new' as never)).toBe(problemText('vi', 'internal-error'));
    expect(reasonText('en', 'brand-new' as never)).toBe(reasonText('en', 'format'));
  });
});

describe('script addresses', () => {
  const base = 'https://qua-cong.example/kiosk/';
  it.each(['/p/sw.js', '/kiosk/sw.js', '/assets/decoder-a1B2.js'])('%s is ours', (path) => {
    expect(ownScript(path, base)).toBe(path);
    expect(ownScript(new URL(path, base).href, base)).toBe(path);
  });
  it.each([
    'https://evil.example/p/sw.js',
    '//evil.example/p/sw.js',
    'data:text/javascript,1',
    'blob:x',
    '/api/x.js',
    '/assets/../p.js',
    '/p/sw.js/x',
  ])('%s is refused', (address) => {
    expect(() => ownScript(address, base)).toThrow();
  });
});

describe('QR codes', () => {
  it('hold 365 digits in 49 modules and read back by another decoder', async () => {
    const digits = '7'.repeat(365);
    const modules = await qrModules(digits);
    expect(modules.size).toBe(49);
    // One digit more would be 53 modules at M: 45 at L are easier to read.
    expect((await qrModules('7'.repeat(366))).size).toBe(45);
    const { size } = pathOf(modules);
    expect(size).toBe(57);
    const pixels = new Uint8ClampedArray(4 * (size * 4) ** 2).fill(255);
    for (const [, x, y, width] of pathOf(modules).path.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
      for (let row = 4 * Number(y); row < 4 * Number(y) + 4; row++)
        for (let column = 4 * Number(x); column < 4 * (Number(x) + Number(width)); column++)
          pixels.fill(0, 4 * (row * size * 4 + column), 4 * (row * size * 4 + column) + 3);
    }
    expect(jsQR(pixels, size * 4, size * 4)?.data).toBe(digits);
  });
});

describe('typed answers', () => {
  it.each([
    ['5/9/2026', '2026-09-05'],
    ['05.09.2026', '2026-09-05'],
    ['5 9 2026', '2026-09-05'],
    ['05092026', '2026-09-05'],
    ['hôm qua', 'hôm qua'],
  ])('the day %s is %s', (typed, day) => expect(typedDay(typed)).toBe(day));

  it('leave out what is empty or not asked', () => {
    const questionnaire = {
      ...QUESTIONNAIRE,
      items: [
        ...QUESTIONNAIRE.items,
        { linkId: 'year', type: 'integer', min: 1900, max: 'this-year', required: false, class: 'identity', text: { vi: '', en: '' } },
        {
          linkId: 'which',
          type: 'text',
          pattern: 'free',
          maxLength: 50,
          required: true,
          class: 'answers',
          text: { vi: '', en: '' },
          enableWhen: { item: 'symptoms', in: [true] },
        },
      ] as const,
    };
    const typed = { fullName: 'An', phone: ' ', symptoms: false, which: 'sốt', year: '1990' };
    expect(toAnswers(questionnaire, typed)).toEqual({ fullName: 'An', symptoms: false, year: 1990 });
    expect(toAnswers(questionnaire, { ...typed, symptoms: true })).toHaveProperty('which', 'sốt');
    expect(toAnswers(questionnaire, { ...typed, year: '19o0' })).toHaveProperty('year', '19o0');
  });
});

describe('countries', () => {
  it('are named in both languages, Vietnam first', () => {
    expect(countries('vi')[0]).toEqual({ code: 'VN', name: 'Việt Nam' });
    expect(countries('en').find(({ code }) => code === 'JP')?.name).toBe('Japan');
    expect(countries('en').length).toBeGreaterThan(190);
  });
});
