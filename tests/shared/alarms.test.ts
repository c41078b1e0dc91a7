import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSchoolDay, schoolTime, USUAL_HOURS } from '../../shared/alarms/hours.ts';
import { burstsOf, type WatchedKiosk, type WatchFacts, watch } from '../../shared/alarms/watch.ts';
import { DAY, HOUR, type Instant, MINUTE, startOfDay } from '../../shared/clock.ts';

/** A Monday. */
const MONDAY = startOfDay('2026-11-23');
const at = (hours: number, minutes = 0): Instant => MONDAY + hours * HOUR + minutes * MINUTE;

const kiosk = (change: Partial<WatchedKiosk> = {}): WatchedKiosk => ({
  id: 'k1',
  pairedAt: MONDAY - 30 * DAY,
  lastSeenAt: at(9, 59),
  lastScanAt: at(9, 50),
  usual: 40,
  clockOffset: 500,
  unsent: 0,
  oldestUnsentAt: null,
  persisted: true,
  usedBytes: 1e6,
  quotaBytes: 1e9,
  ...change,
});
const facts = (change: Partial<WatchFacts> = {}): WatchFacts => ({
  now: at(10),
  hours: USUAL_HOURS,
  kiosks: [kiosk()],
  posters: [{ id: 'p1', today: 12, usual: 30 }],
  entries: 20,
  exits: 5,
  inside: 15,
  bursts: [],
  ...change,
});
const kindsOf = (given: WatchFacts) => watch(given).map((alarm) => alarm.kind);

describe('school hours', () => {
  it('know Sundays, days off, and the hours of a school day', () => {
    expect(isSchoolDay(USUAL_HOURS, '2026-11-23')).toBe(true);
    expect(isSchoolDay(USUAL_HOURS, '2026-11-22')).toBe(false);
    expect(isSchoolDay({ ...USUAL_HOURS, daysOff: ['2026-11-23'] }, '2026-11-23')).toBe(false);
    expect(schoolTime(USUAL_HOURS, at(6, 29))).toMatchObject({ at: 'before' });
    expect(schoolTime(USUAL_HOURS, at(6, 30))).toMatchObject({ at: 'during', opened: at(6, 30), closed: at(17, 30) });
    expect(schoolTime(USUAL_HOURS, at(17, 30))).toMatchObject({ at: 'after' });
    expect(schoolTime(USUAL_HOURS, MONDAY - HOUR)).toEqual({ at: 'off' });
  });
});

describe('the watch', () => {
  it('says nothing on a usual morning', () => {
    expect(watch(facts())).toEqual([]);
  });

  it('names a kiosk that fell silent in school hours, and only then', () => {
    const silent = kiosk({ lastSeenAt: at(9, 20) });
    expect(watch(facts({ kiosks: [silent] }))).toEqual([{ kind: 'kiosk-silent', object: 'k1', count: 0, since: at(9, 20) }]);
    expect(kindsOf(facts({ kiosks: [silent], now: at(20), inside: 0 }))).toEqual([]);
    expect(kindsOf(facts({ kiosks: [silent], hours: { ...USUAL_HOURS, daysOff: ['2026-11-23'] } }))).toEqual([]);
  });

  it('gives a kiosk that slept overnight half an hour after the school opens', () => {
    const slept = kiosk({ lastSeenAt: at(-7) });
    expect(kindsOf(facts({ kiosks: [slept], now: at(7) }))).toEqual([]);
    expect(kindsOf(facts({ kiosks: [slept], now: at(7, 1) }))).toEqual(['kiosk-silent']);
  });

  it('names a gate that nobody passes for three hours, where people usually do', () => {
    const idle = kiosk({ lastScanAt: at(-20), lastSeenAt: at(9, 30) });
    expect(kindsOf(facts({ kiosks: [idle], now: at(9, 30) }))).toEqual([]);
    expect(kindsOf(facts({ kiosks: [idle], now: at(9, 31) }))).toEqual(['kiosk-idle']);
    expect(kindsOf(facts({ kiosks: [{ ...idle, usual: 4 }], now: at(9, 31) }))).toEqual([]);
    // What it holds back may be scans.
    expect(kindsOf(facts({ kiosks: [{ ...idle, unsent: 3, oldestUnsentAt: at(9) }], now: at(9, 31) }))).toEqual([]);
  });

  it('names a poster without a single declaration, where there usually are some', () => {
    expect(kindsOf(facts({ posters: [{ id: 'p1', today: 0, usual: 30 }] }))).toEqual(['poster-silent']);
    expect(kindsOf(facts({ posters: [{ id: 'p1', today: 0, usual: 2 }] }))).toEqual([]);
    expect(kindsOf(facts({ posters: [{ id: 'p1', today: 0, usual: 30 }], now: at(9) }))).not.toContain('poster-silent');
  });

  it('asks after those who came and never left, half an hour after the end', () => {
    const evening = { kiosks: [], now: at(18, 1) };
    expect(watch(facts({ ...evening, inside: 15 }))).toEqual([{ kind: 'no-exits', object: '', count: 15, since: at(17, 30) }]);
    expect(kindsOf(facts({ ...evening, inside: 4 }))).toEqual([]);
    expect(kindsOf(facts({ ...evening, entries: 6, exits: 0, inside: 4 }))).toEqual(['no-exits']);
    expect(kindsOf(facts({ ...evening, now: at(18) }))).toEqual([]);
  });

  it('names a wrong clock, loose or full storage, and an old backlog', () => {
    expect(watch(facts({ kiosks: [kiosk({ clockOffset: -3 * MINUTE })] }))).toMatchObject([{ kind: 'kiosk-clock', count: -3 * MINUTE }]);
    expect(kindsOf(facts({ kiosks: [kiosk({ persisted: false })] }))).toEqual(['kiosk-storage']);
    expect(watch(facts({ kiosks: [kiosk({ usedBytes: 9e8 })] }))).toMatchObject([{ kind: 'kiosk-storage', count: 90 }]);
    expect(kindsOf(facts({ kiosks: [kiosk({ unsent: 7, oldestUnsentAt: at(8, 50) })] }))).toEqual(['backlog']);
    expect(kindsOf(facts({ kiosks: [kiosk({ unsent: 7, oldestUnsentAt: at(9, 30) })] }))).toEqual([]);
    const away = kiosk({ lastSeenAt: at(-20), unsent: 7, oldestUnsentAt: at(-26) });
    expect(kindsOf(facts({ kiosks: [away], now: at(5) }))).toEqual(['backlog']);
    expect(kindsOf(facts({ kiosks: [kiosk({ persisted: null, usedBytes: null, quotaBytes: null })] }))).toEqual([]);
  });
});

describe('bursts', () => {
  it('finds the densest window of one pass, and leaves a busy gate alone', () => {
    const marks = [0, 1, 2, 3, 40].map((minute) => ({ object: 's1', at: at(8, minute) }));
    expect(burstsOf('burst-pass', marks)).toEqual([{ kind: 'burst-pass', object: 's1', count: 4, since: at(8) }]);
    const busy = Array.from({ length: 29 }, (_, i) => ({ object: 'k1', at: at(7) + i * 2000 }));
    expect(burstsOf('burst-kiosk', busy)).toEqual([]);
    expect(burstsOf('burst-kiosk', [...busy, { object: 'k1', at: at(7) + 58_500 }])).toMatchObject([{ count: 30 }]);
  });

  it('never says more than there was, in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ object: fc.constantFrom('a', 'b'), at: fc.nat(40 * MINUTE) }), { maxLength: 60 }), (marks) => {
        for (const burst of burstsOf('burst-pass', marks)) {
          const inWindow = marks.filter((m) => m.object === burst.object && m.at >= burst.since && m.at <= burst.since + 30 * MINUTE);
          expect(inWindow).toHaveLength(burst.count);
        }
        expect(burstsOf('burst-pass', [...marks].reverse())).toEqual(
          expect.arrayContaining(burstsOf('burst-pass', marks).map(({ object, count }) => expect.objectContaining({ object, count }))),
        );
      }),
    );
  });
});
