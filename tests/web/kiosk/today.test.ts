import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../shared/clock.ts';
import { createDayBook } from '../../../web/kiosk/gate/day-book.ts';
import { frequentHosts, readToday, todayLines } from '../../../web/kiosk/gate/today.ts';
import { NOW } from './kit.ts';

const came = (n: number, name: string, host: string, ago: number) =>
  ({
    kind: 'scan',
    id: `i${n}`,
    kiosk: 'k',
    n,
    at: NOW - ago,
    gate: 'g',
    subject: `s${n}`,
    dir: 'in',
    colour: 'green',
    name,
    host,
  }) as const;
const left = (n: number, of: number, ago: number) => ({ ...came(n, '', '', ago), subject: `s${of}`, dir: 'out' }) as const;

const book = createDayBook([
  came(1, 'N.T.B. Hồng ·678', 'Cô Lan 4A', 3 * HOUR),
  came(2, 'Y.B. Êban ·119', 'Thầy Đức', 150 * MINUTE),
  came(3, 'T.V. Khỏe ·101', 'Cô Lan 4A', HOUR),
  left(4, 3, 10 * MINUTE),
]);
const found = (search: string): string[] => todayLines(book, 'all', search).map((line) => line.name);

describe('today’s list', () => {
  it.each([
    ['a given name', 'Hồng'],
    ['without diacritics', 'hong'],
    ['in capitals', 'HỒNG'],
    ['decomposed', 'ho\u0302\u0300ng'],
    ['initials', 'ntbh'],
    ['initials with dots and name', 'N.T.B. Hồng'],
    ['initials and name typed apart', 'n t b hong'],
    ['the full name', 'Nguyễn Thị Bích Hồng'],
    ['the end of the phone', '678'],
    ['the whole phone', '0912 345 678'],
  ])('finds by %s', (_how, search) => expect(found(search)).toEqual(['N.T.B. Hồng ·678']));

  it('finds by host, without diacritics', () => {
    expect(found('co lan')).toEqual(['T.V. Khỏe ·101', 'N.T.B. Hồng ·678']);
    expect(found('duc')).toEqual(['Y.B. Êban ·119']);
    expect(found('eban')).toEqual(['Y.B. Êban ·119']);
  });

  it('finds nobody for what nobody is called, and everybody for nothing', () => {
    expect(found('Trần Văn Hồng')).toEqual([]);
    expect(found('679')).toEqual([]);
    expect(found(' . ')).toHaveLength(3);
  });

  it('counts by filter, and puts the longest stay first where length is asked for', () => {
    const today = readToday(book, NOW);
    expect(today.counts).toEqual({ inside: 2, long: 2, left: 1, all: 3 });
    expect(today.lines('long', '').map((line) => line.name)).toEqual(['N.T.B. Hồng ·678', 'Y.B. Êban ·119']);
    expect(today.lines('inside', '').map((line) => line.name)).toEqual(['Y.B. Êban ·119', 'N.T.B. Hồng ·678']);
    expect(readToday(book, NOW - HOUR).counts.long).toBe(0);
  });

  it('offers whom several came for today', () => {
    expect(frequentHosts(book.stays())).toEqual(['Cô Lan 4A']);
    expect(frequentHosts([])).toEqual([]);
  });
});
