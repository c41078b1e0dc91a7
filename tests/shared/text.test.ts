import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLine, cleanText } from '../../shared/text/clean.ts';
import { fold } from '../../shared/text/fold.ts';
import { graphemes, isLonger, splitPlainly } from '../../shared/text/graphemes.ts';
import { maskName } from '../../shared/text/mask.ts';
import { checkName } from '../../shared/text/name.ts';
import { normalisePhone } from '../../shared/text/phone.ts';

const bytes = (text: string): number => new TextEncoder().encode(text).length;
const anyText = fc.string({ unit: 'binary', maxLength: 60 });

describe('graphemes', () => {
  it.each([
    ['Nguyễn', 6],
    ['Nguyễn'.normalize('NFD'), 6],
    ['金正', 2],
    ['👨‍👩‍👧', 1],
    ['👍🏽', 1],
    ['🇻🇳🇫🇷', 2],
    ['a\r\nb', 3],
    ['', 0],
  ])('%j has %i, with and without a Segmenter', (text, count) => {
    expect(graphemes(text)).toBe(count);
    expect(splitPlainly(text)).toHaveLength(count);
  });

  it('loses nothing when it splits by itself', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(splitPlainly(text).join('')).toBe(text);
      }),
    );
  });

  it('answers for a text of megabytes at once', () => {
    const started = performance.now();
    expect(isLonger('a\u0301'.repeat(1_000_000), 100)).toBe(true);
    expect(performance.now() - started).toBeLessThan(50);
  });
});

describe('cleanText', () => {
  it.each([
    ['NUL', 'a\0b'],
    ['escape', 'a\u001b[31m'],
    ['C1', 'a\u0085b'],
    ['tab', 'a\tb'],
    ['line end', 'a\nb'],
    ['zero-width space', 'a\u200bb'],
    ['zero-width joiner between letters', 'a\u200db'],
    ['byte order mark', '\ufeffa'],
    ['bidi override', 'a\u202eb'],
    ['bidi isolate', '\u2066a\u2069'],
    ['line separator', 'a\u2028b'],
    ['private use', 'a\ue000'],
    ['noncharacter', 'a\uffff'],
    ['lone high surrogate', 'a\ud800'],
    ['lone low surrogate', '\udc00a'],
    ['heaped marks', `a${'\u0301'.repeat(6)}`],
  ])('refuses %s', (_name, text) => expect(cleanLine(text, 100)).toEqual({ ok: false, reason: 'not-text' }));

  it.each([
    ['=1+1', '=1+1'],
    ['  12 phố Huế ', '12 phố Huế'],
    ['Hue\u0302\u0301', 'Huế'],
    ['gia đình 👨‍👩‍👧 👍🏽', 'gia đình 👨‍👩‍👧 👍🏽'],
    ['', ''],
  ])('keeps %j', (typed, text) => expect(cleanLine(typed, 100)).toEqual({ ok: true, text }));

  it('takes line ends where lines are asked for, as LF, up to their number', () => {
    expect(cleanText('a\r\nb\rc', 100, 3)).toEqual({ ok: true, text: 'a\nb\nc' });
    expect(cleanText('a\nb\nc\nd', 100, 3)).toEqual({ ok: false, reason: 'too-long' });
    expect(cleanText('a\n\u0007', 100, 3)).toEqual({ ok: false, reason: 'not-text' });
  });

  it('counts graphemes after NFC, not code units', () => {
    expect(cleanLine('ễ'.normalize('NFD').repeat(100), 100)).toMatchObject({ ok: true });
    expect(cleanLine('a'.repeat(101), 100)).toEqual({ ok: false, reason: 'too-long' });
  });

  it('gives NFC without controls, and the same again for what it gave', () => {
    fc.assert(
      fc.property(anyText, (typed) => {
        const once = cleanText(typed, 100, 5);
        if (!once.ok) return;
        expect(once.text).toBe(once.text.normalize('NFC'));
        expect(once.text).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}\p{Co}]/u);
        expect(cleanText(once.text, 100, 5)).toEqual(once);
      }),
      { numRuns: 500 },
    );
  });
});

describe('checkName', () => {
  it.each([
    "K'Đen",
    "H'Hen Niê",
    'H’Hen Niê',
    'Oʼahu Kai',
    'O’Connor',
    "'t Hart",
    'Y Bhiu Êban',
    'Nguyễn Thị Ô',
    'Tôn Nữ Thị Ninh',
    'Nguyen Phuc-An',
    'Null',
    'J.-P. Dupont',
    'Gal·la Puig',
    '金正',
    'ジョン・スミス',
    '김민준',
    'สมชาย ใจดี',
    'Иван Петров',
    'محمد علي',
    'An',
    'Ô',
  ])('takes %s', (name) => expect(checkName(name)).toEqual({ ok: true, text: name.normalize('NFC') }));

  it.each([
    '=1+1',
    '+An',
    '-An',
    '@An',
    '\t=1+1',
    '\r\nAn',
    '\u0000An',
    '\u00a0=1+1',
    'An;=1+1',
    'An\n=1+1',
    'An 2',
    'An ２',
    'An 😀',
    'A\u200dn',
    'An\u202e',
    'An\u00ad',
    'An\u3164',
    '\u3164',
    '.',
    "''",
    '\u0301An',
    'An \u0301',
    `A${'\u0301'.repeat(5)}`,
    'Nguyеn An',
    'Αn Nguyen',
    '<b>An</b>',
    'An, Bình',
    'An/Bình',
    '�An',
    'An\ud83d',
  ])('refuses %j', (name) => expect(checkName(name)).toEqual({ ok: false, reason: 'not-a-name' }));

  it('asks for a name where there is none, and for a shorter one above 100 letters', () => {
    expect(checkName('   ')).toEqual({ ok: false, reason: 'required' });
    expect(checkName('ễ'.normalize('NFD').repeat(100))).toMatchObject({ ok: true });
    expect(checkName('A'.repeat(101))).toEqual({ ok: false, reason: 'too-long' });
    expect(checkName('A'.repeat(10_000))).toEqual({ ok: false, reason: 'too-long' });
  });

  it('makes spaces single, whatever kind they are', () => {
    expect(checkName(' Trần \u00a0Văn\u3000An ')).toEqual({ ok: true, text: 'Trần Văn An' });
  });

  it('gives nothing that starts a formula or hides a character', () => {
    fc.assert(
      fc.property(anyText, (typed) => {
        const name = checkName(typed);
        if (name.ok) expect(name.text).toMatch(/^['’]?\p{L}(?:[\p{L}\p{M}'’.·・ -])*$/u);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('normalisePhone', () => {
  it.each([
    ['0912345678', '0912345678'],
    ['+84 912 345 678', '+84912345678'],
    ['(+84) 912.345.678', '+84912345678'],
    ['0912-345–678', '0912345678'],
    ['[024] 3825 0000', '02438250000'],
    ['０９１２３４５６７８', '0912345678'],
    ['＋８４９１２３４５６７８', '+84912345678'],
    ['٠٩١٢٣٤٥٦٧٨', '0912345678'],
    ['۰۹۱۲۳۴۵۶۷۸', '0912345678'],
    ['\u202a+84 912 345 678\u202c', '+84912345678'],
    ['+33\u00a06\u202f12 34 56 78', '+33612345678'],
  ])('%j is %s', (typed, text) => expect(normalisePhone(typed)).toEqual({ ok: true, text }));

  it.each([
    '0912345',
    '1234567890123456',
    '84+912345678',
    '++84912345678',
    '0912 345 678 ext 5',
    '091234567a',
    '=0912345678',
    '0912345678\n',
    '0912\u200b345678',
    '0912345678\0',
    '०९१२३४५६७८',
    '🄋912345678',
  ])('refuses %j', (typed) => expect(normalisePhone(typed)).toEqual({ ok: false, reason: 'not-a-phone' }));

  it('tells an empty one and an endless one apart', () => {
    expect(normalisePhone(' - ')).toEqual({ ok: false, reason: 'required' });
    expect(normalisePhone('0'.repeat(61))).toEqual({ ok: false, reason: 'too-long' });
  });

  it('stores ASCII digits only, and the same again', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0１٢۳+ .-()[]a\u200e'), maxLength: 30 }), (typed) => {
        const phone = normalisePhone(typed);
        if (!phone.ok) return;
        expect(phone.text).toMatch(/^\+?[0-9]{8,15}$/);
        expect(normalisePhone(phone.text)).toEqual(phone);
      }),
    );
  });
});

describe('fold', () => {
  it.each([
    ['Nguyễn Thị  Bích Hồng', 'nguyen thi bich hong'],
    ['Nguyễn'.normalize('NFD'), 'nguyen'],
    ['Đặng Ðình Đức ð', 'dang dinh duc d'],
    ['H’Hen Niê', "h'hen nie"],
    ['İstanbul', 'istanbul'],
    [' Ｔrần ', 'tran'],
    ['100%_a', '100%_a'],
  ])('%j is found as %j', (text, folded) => expect(fold(text)).toBe(folded));

  it('is the same for NFC and NFD, and folding twice changes nothing', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(fold(text.normalize('NFD'))).toBe(fold(text.normalize('NFC')));
        expect(fold(fold(text))).toBe(fold(text));
      }),
      { numRuns: 500 },
    );
  });
});

describe('maskName', () => {
  it.each([
    ['Nguyễn Thị Bích Hồng', '0912345678', 'N.T.B. Hồng ·678'],
    ['Nguyễn Thị Bích Hồng'.normalize('NFD'), '+84912345678', 'N.T.B. Hồng ·678'],
    ['đặng đình an', '', 'Đ.Đ. an'],
    ['Hồng', '0912345678', 'Hồng ·678'],
    ["K'Đen", '0912345678', "K'Đen ·678"],
    ["H'Hen Niê", '0912345678', 'H. Niê ·678'],
    ["'t Hart", '0912345678', 'T. Hart ·678'],
    ['Y Bhiu Êban', '', 'Y.B. Êban'],
    ['金正', '0912345678', '*正 ·678'],
    ['金', '', '金'],
    ['김민준', '0912345678', '*민준 ·678'],
    ['ジョン・スミス', '', '*ョン・スミス'],
    ['Công Tằng Tôn Nữ Thị Ninh', '0912345678', 'C.T.T.N. Ninh ·678'],
    ['An', '12', 'An'],
    ['', '', ''],
  ])('%j with %j is %j', (name, phone, masked) => expect(maskName(name, phone)).toBe(masked));

  it('cuts a word that no pass can hold', () => {
    expect(maskName(`An ${'x'.repeat(100)}`, '0912345678')).toBe(`A. ${'x'.repeat(21)}… ·678`);
  });

  it('stays within 51 bytes and never shows the whole phone or a whole word but the last', () => {
    const word = fc.string({ unit: fc.constantFrom(...'anNguyễĐ金ข'), minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(word, { minLength: 2, maxLength: 8 }), (words) => {
        const masked = maskName(words.join(' '), '0912345678');
        expect(bytes(masked)).toBeLessThanOrEqual(51);
        expect(masked).not.toContain('0912345');
        expect(masked.split('.').length - 1).toBe(Math.min(words.length - 1, 4));
      }),
    );
  });
});
