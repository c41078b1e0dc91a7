import { describe, expect, it } from 'vitest';
import type { KioskView } from '../../shared/api/schools.schema.ts';
import { HOUR, MINUTE } from '../../shared/clock.ts';
import { codeText, countdownText, minutesOf, momentText, rangesText, shortCodeText, sizeText, whenText } from '../../web/admin/format.ts';
import { pathOf, type Route, readRoute } from '../../web/admin/router.ts';
import { alarmsOf } from '../../web/admin/state/alarms.ts';
import { answerText } from '../../web/admin/state/answers.ts';
import { daysOf, readDay } from '../../web/admin/state/days.ts';
import { isBehind, kioskNotes, levelOf } from '../../web/admin/state/kiosk-state.ts';
import { passwordStrength } from '../../web/admin/state/password-strength.ts';
import { secretOf } from '../../web/admin/state/second-factor.ts';
import { NOW } from './admin-kit.ts';

describe('addresses of the office', () => {
  it.each<Route>([
    { page: 'home' },
    { page: 'set-up' },
    { page: 'reset' },
    { page: 'account' },
    { page: 'recovery' },
    { page: 'schools' },
    { page: 'new-school' },
    { page: 'school', school: 'a b', part: 'today' },
    { page: 'school', school: '019', part: 'kiosks' },
  ])('$page $part reads back', (route) => {
    const path = pathOf(route);
    expect(readRoute(decodeURIComponent(path))).toEqual(route);
    expect(path.startsWith('/admin/')).toBe(true);
  });

  it.each(['/admin/x', '/admin/school', '/admin/school/1/secrets', '/admin/schools/old'])('%s is no page', (path) => {
    expect(readRoute(path)).toEqual({ page: 'unknown' });
  });
});

describe('days as people type them', () => {
  it.each([
    ['05/09/2026', '2026-09-05'],
    ['5/9/26', '2026-09-05'],
    ['5-9', '2026-09-05'],
    [' 5.9.2026 ', '2026-09-05'],
    ['05092026', '2026-09-05'],
    ['29/2/2024', '2024-02-29'],
  ])('%s', (typed, day) => expect(readDay(typed, '2026-11-21')).toBe(day));

  it.each(['31/2/2026', '0/1/2026', '2026-09-05', '5/9/226', 'hôm qua', ''])('%s is none', (typed) => {
    expect(readDay(typed, '2026-11-21')).toBeUndefined();
  });

  it('counts both ends of a period', () => {
    expect(daysOf('week', '2026-03-02')).toEqual({ from: '2026-02-24', to: '2026-03-02' });
    expect(daysOf('yesterday', '2026-01-01')).toEqual({ from: '2025-12-31', to: '2025-12-31' });
  });
});

describe('password strength', () => {
  it.each([
    ['', 'empty'],
    ['ngắn quá', 'too-short'],
    ['matkhau123456', 'easy'],
    ['Mật khẩu 2026', 'easy'],
    ['lannguyenlannguyen', 'easy'],
    ['aaaaaaaaaaaaaaaa', 'easy'],
    ['abcdefghijklmnop', 'easy'],
    ['tre xanh mua', 'fair'],
    ['bờ rào xanh tháng tám', 'strong'],
  ])('%s is %s', (password, kind) => expect(passwordStrength(password, ['lan.nguyen', 'Nguyễn', 'Lan', 'lannguyen']).kind).toBe(kind));

  it('says how many characters are missing', () => {
    expect(passwordStrength('mười ký')).toEqual({ kind: 'too-short', missing: 5 });
  });
});

const KIOSK: KioskView = {
  id: 'k1',
  name: 'Máy cổng chính',
  gate: { id: 'g1', name: 'Cổng chính' },
  pairedAt: NOW - HOUR,
  revokedAt: null,
  lastSeenAt: NOW - MINUTE,
  unsent: 0,
  oldestUnsentAt: null,
  receivedThrough: 10,
  gaps: [],
  clockOffset: 0,
  persisted: true,
  battery: 1,
  version: '1',
};
const kinds = (part: Partial<KioskView>): string[] => kioskNotes({ ...KIOSK, ...part }, NOW).map((note) => note.kind);

describe('the state of a kiosk', () => {
  it.each<[string, Partial<KioskView>, string[], boolean]>([
    ['fine', {}, ['fine'], false],
    ['silent', { lastSeenAt: NOW - 16 * MINUTE }, ['silent'], true],
    ['never seen', { lastSeenAt: null }, ['never-seen'], true],
    ['with gaps', { gaps: [{ from: 3, to: 4 }] }, ['gaps'], true],
    ['unsent', { unsent: 2, oldestUnsentAt: NOW - MINUTE }, ['unsent'], true],
    ['clock off', { clockOffset: -3 * MINUTE }, ['clock'], false],
    ['clock nearly right', { clockOffset: 2 * MINUTE }, ['fine'], false],
    ['storage refused', { persisted: false }, ['storage'], false],
    ['battery low', { battery: 0.1 }, ['battery'], false],
    ['revoked', { revokedAt: NOW, lastSeenAt: null, battery: 0 }, ['revoked'], false],
  ])('%s', (_, part, expected, behind) => {
    expect(kinds(part)).toEqual(expected);
    expect(isBehind({ ...KIOSK, ...part }, NOW)).toBe(behind);
  });

  it('asks to act only after an hour of backlog', () => {
    const levelAfter = (ms: number) => kioskNotes({ ...KIOSK, unsent: 1, oldestUnsentAt: NOW - ms }, NOW).map(levelOf);
    expect(levelAfter(59 * MINUTE)).toEqual(['look']);
    expect(levelAfter(61 * MINUTE)).toEqual(['act']);
  });
});

describe('alarms', () => {
  const none = { conflicts: [], quarantined: [], gaps: [], flagged: [], serverClockSuspect: false };

  it('puts alike ones together, the gravest first', () => {
    const list = alarmsOf({
      conflicts: [{ id: '1', kiosk: 'a', event: 'e', receivedAt: 0 }],
      quarantined: [],
      gaps: [
        { kiosk: 'a', kioskName: 'A', from: 1, to: 2 },
        { kiosk: 'b', kioskName: 'B', from: 5, to: 5 },
        { kiosk: 'a', kioskName: 'A', from: 9, to: 9 },
      ],
      flagged: [
        { event: 'e1', kiosk: 'a', n: 1, flags: ['skew', 'chain'], at: 0 },
        { event: 'e2', kiosk: 'a', n: 2, flags: ['skew'], at: 0 },
      ],
      serverClockSuspect: true,
    });
    expect(list).toEqual([
      { kind: 'clock' },
      {
        kind: 'gaps',
        kiosk: 'A',
        ranges: [
          { from: 1, to: 2 },
          { from: 9, to: 9 },
        ],
      },
      { kind: 'gaps', kiosk: 'B', ranges: [{ from: 5, to: 5 }] },
      { kind: 'conflicts', count: 1, kiosks: ['a'] },
      { kind: 'chain', count: 1, kiosks: ['a'] },
      { kind: 'skew', count: 2, kiosks: ['a'] },
    ]);
  });

  it('is empty when nothing is wrong', () => expect(alarmsOf(none)).toEqual([]));
});

describe('times and numbers', () => {
  it('writes them as in Vietnam', () => {
    expect(momentText(NOW)).toBe('21/11/2026 09:30');
    expect(whenText(NOW, NOW + HOUR)).toBe('09:30');
    expect(whenText(NOW, NOW + 20 * HOUR)).toBe('21/11/2026 09:30');
    expect(sizeText(1_280_000, 'vi')).toBe('1,3 MB');
    expect(sizeText(10, 'en')).toBe('1 kB');
    expect(countdownText(61_000)).toBe('1:01');
    expect(countdownText(-5)).toBe('0:00');
    expect(minutesOf(-260_000)).toBe(4);
    expect(codeText('4829103756')).toBe('4829 103 756');
    expect(shortCodeText('K7M2QF')).toBe('K7M 2QF');
    expect(secretOf('otpauth://totp/A?secret=ABCDEFGH23&issuer=A')).toBe('ABCD EFGH 23');
  });

  it('shortens long lists of gaps', () => {
    expect(rangesText([1, 3, 5, 7, 9, 11].map((n) => ({ from: n, to: n })))).toBe('1, 3, 5, 7, 9…');
    expect(rangesText([{ from: 3, to: 5 }])).toBe('3–5');
  });
});

describe('answers of a declaration', () => {
  const base = { linkId: 'a', text: { vi: '', en: '' }, required: false, class: 'answers' as const };
  const names = { places: new Map([['80', 'Tây Ninh']]), yes: 'Có', no: 'Không', none: '–' };
  const choices = [{ code: 'a', text: { vi: 'Sốt', en: 'Fever' } }];

  it.each([
    [{ ...base, type: 'boolean' as const }, false, 'Không'],
    [{ ...base, type: 'boolean' as const }, undefined, '–'],
    [{ ...base, type: 'choices' as const, choices }, ['a', 'gone'], 'Sốt; gone'],
    [{ ...base, type: 'day' as const, minDays: 0, maxDays: 0 }, '2026-09-05', '05/09/2026'],
    [{ ...base, type: 'decimal' as const, min: 0, max: 50, digits: 1, unit: '°C' }, 36.6, '36,6 °C'],
    [{ ...base, type: 'address' as const }, { province: '80', commune: '25000', street: '1 Lê Lợi' }, '1 Lê Lợi, 25000, Tây Ninh'],
  ])('%#', (item, given, text) => expect(answerText(item, given, 'vi', names)).toBe(text));
});
