/** What people say of visits, nights, and what does not fit. */
import { describe, expect, it } from 'vitest';
import { addDays, DAY, dayOf, endOfDay, HOUR, MINUTE, startOfDay } from '../../shared/clock.ts';
import { type Fix, findingsOf, movementsOf, OFFICE, openStays, type PresenceItem, staysOf } from '../../shared/presence/stays.ts';

const DAY1 = dayOf(Date.parse('2026-11-23T04:00:00Z'));
const M1 = startOfDay(DAY1);
const M2 = M1 + DAY;
type Of<K> = Extract<PresenceItem, { kind: K }>;
const at = (kiosk: string, n: number, time: number) => ({ id: `${kiosk}-${n}`, kiosk, n, at: time });
const scan = (kiosk: string, n: number, time: number, dir: 'in' | 'out', change: Partial<Of<'scan'>> = {}): Of<'scan'> => ({
  kind: 'scan',
  ...at(kiosk, n, time),
  gate: kiosk,
  subject: 'p',
  dir,
  colour: 'green',
  ...change,
});
const round = (kiosk: string, n: number, time: number, of: string, found: Of<'round'>['found']): PresenceItem => ({
  kind: 'round',
  ...at(kiosk, n, time),
  of,
  found,
});
const office = (n: number, of: string, fix: Fix, time = M1 + 10 * HOUR): PresenceItem => ({
  kind: 'correction',
  ...at(OFFICE, n, time),
  of,
  fix,
});
const come = scan('a', 1, M1 + 8 * HOUR, 'in');
const evening = M1 + 17 * HOUR;

describe('a round at the end of the day', () => {
  it('ends a visit when the guard says so', () => {
    expect(staysOf([come, round('a', 2, evening, 'a-1', 'left')])).toMatchObject([{ end: 'round', endedAt: evening, out: null }]);
    expect(staysOf([come, round('a', 2, evening, 'a-1', 'unknown')])).toMatchObject([{ end: 'estimated', endedAt: evening }]);
  });

  it('holds for a visit that another gate saw begin', () => {
    const again = scan('b', 1, M1 + 9 * HOUR, 'in');
    expect(staysOf([come, again, round('b', 2, evening, 'b-1', 'left')])).toMatchObject([{ in: { scan: 'a-1' }, end: 'round' }]);
  });

  it('gives way to an exit that was scanned, sooner or later', () => {
    const said = round('a', 2, evening, 'a-1', 'left');
    for (const time of [evening - HOUR, evening + HOUR]) {
      expect(staysOf([come, said, scan('b', 1, time, 'out')])).toMatchObject([{ end: 'scan', endedAt: time, out: { kiosk: 'b' } }]);
    }
    expect(findingsOf([come, said, scan('b', 1, evening + HOUR, 'out')])).toEqual([]);
  });

  it('takes the last word', () => {
    const words = [round('a', 2, evening, 'a-1', 'left'), round('a', 3, evening + 1, 'a-1', 'stays')];
    expect(openStays(staysOf([come, ...words]))).toHaveLength(1);
    expect(staysOf([come, ...words, round('a', 4, evening + 2, 'a-1', 'unknown')])).toMatchObject([{ end: 'estimated' }]);
  });

  it('never ends a visit before it began, whatever the other clock said', () => {
    expect(staysOf([come, round('b', 1, M1 + HOUR, 'a-1', 'left')])).toMatchObject([{ end: 'round', endedAt: come.at }]);
  });

  it('says nothing of a scan that never was', () => {
    expect(staysOf([come, round('a', 2, evening, 'a-1', 'left'), office(1, 'a-1', { void: true })])).toEqual([]);
  });
});

describe('a night', () => {
  const stays = round('a', 2, evening, 'a-1', 'stays');
  const endOf = (days: number): number => endOfDay(addDays(DAY1, days));

  it('is carried by a round, and ends with the next day unless that is said again', () => {
    expect(openStays(staysOf([come, stays], endOf(0)))).toMatchObject([{ in: { scan: 'a-1' } }]);
    expect(openStays(staysOf([come, stays], M2 + 20 * HOUR))).toHaveLength(1);
    expect(staysOf([come, stays], endOf(1))).toMatchObject([{ end: 'estimated', endedAt: endOf(1) }]);
    const again = round('a', 3, M2 + 17 * HOUR, 'a-1', 'stays');
    expect(openStays(staysOf([come, stays, again], endOf(1)))).toHaveLength(1);
    expect(staysOf([come, stays, again, scan('a', 4, M2 + 32 * HOUR, 'out')], endOf(2))).toMatchObject([{ end: 'scan' }]);
  });

  it('belongs to the days that it touches', () => {
    const left = scan('a', 3, M2 + 7 * HOUR, 'out');
    for (const [day, count] of [
      [0, 1],
      [1, 1],
      [2, 0],
    ] as const) {
      const period = { from: startOfDay(addDays(DAY1, day)), to: endOf(day) };
      expect(staysOf([come, stays, left], period.to, period)).toHaveLength(count);
    }
  });

  it('is not carried for ever', () => {
    const rounds = Array.from({ length: 40 }, (_, night) => round('a', night + 2, evening + night * DAY, 'a-1', 'stays'));
    expect(staysOf([come, ...rounds], endOf(60))).toMatchObject([{ end: 'estimated', endedAt: endOf(31) }]);
  });

  it('of a late event ends with the scan after midnight, and was not lost before', () => {
    const late = scan('a', 1, M1 + 19 * HOUR, 'in');
    const home = scan('b', 1, M2 + 20 * MINUTE, 'out');
    expect(staysOf([late], endOf(0))).toMatchObject([{ end: 'estimated', endedAt: endOf(0) }]);
    expect(staysOf([late, home], endOf(1))).toMatchObject([{ in: { scan: 'a-1' }, out: { scan: 'b-1' }, end: 'scan' }]);
    expect(findingsOf([late, home])).toEqual([]);
  });

  it('does not join two visits of two days', () => {
    const next = [scan('a', 2, M2 + 8 * HOUR, 'in'), scan('a', 3, M2 + 9 * HOUR, 'out')];
    expect(staysOf([come, ...next], endOf(1))).toMatchObject([
      { end: 'estimated', endedAt: endOf(0) },
      { end: 'scan', in: { n: 2 } },
    ]);
    expect(findingsOf([come, ...next])).toEqual([]);
    expect(findingsOf([come, scan('a', 2, M2 + 16 * HOUR, 'out')])).toMatchObject([{ kind: 'exit-without-entry' }]);
  });
});

describe('the office', () => {
  it('has the last word, however late a kiosk clock stands', () => {
    const kiosk: PresenceItem = { kind: 'correction', ...at('a', 2, M1 + 20 * HOUR), of: 'a-1', fix: { dir: 'in' } };
    expect(movementsOf([come, kiosk, office(1, 'a-1', { dir: 'out' })])).toMatchObject([{ dir: 'out' }]);
    expect(movementsOf([come, kiosk, office(1, 'a-1', { void: true })])).toEqual([]);
    expect(movementsOf([come, office(1, 'a-1', { void: true }), office(2, 'a-1', { dir: 'in' })])).toMatchObject([{ dir: 'in' }]);
  });

  it('closes a visit at a known time or an estimated one', () => {
    const left = M1 + 11 * HOUR;
    expect(staysOf([come, office(1, 'a-1', { left, estimated: false })])).toMatchObject([{ end: 'office', endedAt: left }]);
    expect(staysOf([come, office(1, 'a-1', { left, estimated: true })])).toMatchObject([{ end: 'estimated', endedAt: left }]);
    const second = office(2, 'a-1', { left: left + HOUR, estimated: false });
    expect(staysOf([come, office(1, 'a-1', { left, estimated: true }), second])).toMatchObject([{ endedAt: left + HOUR }]);
  });

  it('does not undo an exit that was scanned', () => {
    const out = scan('b', 1, M1 + 9 * HOUR, 'out');
    expect(staysOf([come, out, office(1, 'a-1', { left: evening, estimated: false })])).toMatchObject([{ end: 'scan', endedAt: out.at }]);
  });
});

describe('what does not fit', () => {
  const second = scan('b', 1, M1 + 9 * HOUR, 'in');

  it('names a pass that came in at two gates, with both scans', () => {
    expect(findingsOf([second, come])).toEqual([{ kind: 'double', subject: 'p', at: second.at, scan: 'b-1', other: 'a-1' }]);
    expect(findingsOf([come, scan('a', 2, second.at, 'in')])).toMatchObject([{ kind: 'entry-inside', scan: 'a-2', other: 'a-1' }]);
  });

  it('names an exit without an entry', () => {
    expect(findingsOf([scan('b', 1, come.at - HOUR, 'out'), come])).toMatchObject([{ kind: 'exit-without-entry', other: null }]);
    const twice = [come, scan('a', 2, second.at, 'out'), scan('b', 1, second.at + HOUR, 'out')];
    expect(findingsOf(twice)).toMatchObject([{ kind: 'exit-without-entry', scan: 'b-1', other: 'a-2' }]);
  });

  it('is gone when the missing scan arrives or the office mends it', () => {
    expect(findingsOf([come, second, scan('b', 0, M1 + 8.5 * HOUR, 'out')])).toEqual([]);
    expect(findingsOf([come, second, office(1, 'b-1', { void: true })])).toEqual([]);
    expect(findingsOf([come, second, office(1, 'a-1', { left: M1 + 8.5 * HOUR, estimated: true })])).toEqual([]);
  });

  it('finds nothing of whom nobody let in', () => {
    expect(findingsOf([come, { ...second, colour: 'red' }])).toEqual([]);
  });
});
