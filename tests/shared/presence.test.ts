import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, endOfDay, HOUR, MINUTE } from '../../shared/clock.ts';
import { findingsOf, headsIn, movementsOf, OFFICE, openStays, type PresenceItem, staysOf } from '../../shared/presence/stays.ts';

const T = Date.parse('2026-11-23T01:00:00Z');
type Scan = Extract<PresenceItem, { kind: 'scan' }>;
const scan = (n: number, change: Partial<Scan> = {}): Scan => ({
  kind: 'scan',
  id: `${change.kiosk ?? 'a'}-${n}`,
  kiosk: 'a',
  n,
  at: T + n * MINUTE,
  gate: 'main',
  subject: 'p1',
  dir: 'in',
  colour: 'green',
  ...change,
});

describe('stays', () => {
  it('pairs an entry at one gate with the exit at another', () => {
    const stays = staysOf([scan(2, { kiosk: 'b', dir: 'out', gate: 'back' }), scan(1)]);
    expect(stays).toMatchObject([{ subject: 'p1', in: { gate: 'main' }, out: { gate: 'back' } }]);
  });

  it('keeps an exit whose entry was never seen', () => {
    expect(staysOf([scan(1, { dir: 'out' })])).toMatchObject([{ in: null, out: { scan: 'a-1' } }]);
  });

  it('is of as many people as the scan says', () => {
    const stays = staysOf([scan(1, { with: 3 }), scan(2, { subject: 'p2' }), scan(3, { dir: 'out', with: 3 })]);
    expect(stays).toMatchObject([{ with: 3, in: { with: 3 }, out: { with: 3 } }, { subject: 'p2' }]);
    expect(stays[1]).not.toHaveProperty('with');
    expect(headsIn(stays)).toBe(5);
    expect(headsIn(openStays(stays))).toBe(1);
    expect(headsIn(movementsOf([scan(1, { with: 3 }), scan(2, { subject: 'p2' })]))).toBe(5);
    expect(staysOf([scan(1, { dir: 'out', with: 2 })])).toMatchObject([{ in: null, with: 2 }]);
  });

  it('a group that is let in by hand is the whole group', () => {
    const amber = scan(1, { colour: 'amber', with: 2 });
    const decision = { kind: 'decision', id: 'd', kiosk: 'a', n: 2, at: T + HOUR, of: amber.id, admit: true } as const;
    expect(headsIn(openStays(staysOf([amber, decision])))).toBe(3);
  });

  it('goes on with the stay at a second entry', () => {
    const stays = staysOf([scan(1), scan(2), scan(3, { dir: 'out' })]);
    expect(stays).toMatchObject([{ in: { scan: 'a-1' }, out: { scan: 'a-3' } }]);
  });

  it('begins an amber stay at the decision, and none where nobody was let in', () => {
    const amber = scan(1, { colour: 'amber' });
    const decision = { kind: 'decision', id: 'd', kiosk: 'a', n: 2, at: T + HOUR, of: amber.id, admit: true } as const;
    expect(staysOf([amber])).toEqual([]);
    expect(staysOf([amber, { ...decision, admit: false }])).toEqual([]);
    expect(staysOf([amber, decision])).toMatchObject([{ in: { at: T + HOUR } }]);
  });

  it('takes the last correction of a scan', () => {
    const turned = { kind: 'correction', id: 'c', kiosk: 'a', n: 3, at: T, of: 'a-2', fix: { dir: 'out' } } as const;
    const voided = { kind: 'correction', id: 'v', kiosk: 'a', n: 4, at: T, of: 'a-2', fix: { void: true } } as const;
    expect(staysOf([scan(1), scan(2), turned])).toMatchObject([{ out: { scan: 'a-2' } }]);
    expect(staysOf([scan(1), scan(2), turned, voided])).toMatchObject([{ out: null }]);
  });

  it("orders by the device's numbers when its clock jumped back", () => {
    const stays = staysOf([scan(17, { at: T + 3 * HOUR }), scan(18, { at: T, dir: 'out' })]);
    expect(stays).toMatchObject([{ in: { n: 17 }, out: { n: 18 } }]);
  });

  it('closes what is open at the end of the day as estimated', () => {
    const [stay] = staysOf([scan(1)], endOfDay(dayOf(T)));
    expect(stay).toMatchObject({ out: null, end: 'estimated', endedAt: endOfDay(dayOf(T)) });
    expect(openStays(staysOf([scan(1)], endOfDay(dayOf(T))))).toEqual([]);
    expect(openStays(staysOf([scan(1)], T + 9 * HOUR))).toHaveLength(1);
    expect(openStays(staysOf([scan(1)]))).toHaveLength(1);
  });

  /** Random histories of up to 6 kiosks: each numbers its own items, its clock may jump. */
  const history = fc
    .array(
      fc.record({
        kiosk: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
        subject: fc.constantFrom('p1', 'p2', 'p3'),
        kind: fc.constantFrom('scan', 'scan', 'scan', 'decision', 'correction', 'round', 'left'),
        colour: fc.constantFrom('green', 'green', 'amber', 'red'),
        dir: fc.constantFrom('in', 'out'),
        step: fc.integer({ min: -30, max: 60 }),
        back: fc.nat(5),
        yes: fc.boolean(),
      }),
      { maxLength: 40 },
    )
    .map((steps) => {
      const numbers = new Map<string, number>();
      const items: PresenceItem[] = [];
      let at = T;
      for (const step of steps) {
        const n = (numbers.get(step.kiosk) ?? 0) + 1;
        numbers.set(step.kiosk, n);
        at += step.step * MINUTE;
        const base = { id: `${step.kiosk}-${n}`, kiosk: step.kiosk, n, at };
        const of = items.filter((item) => item.kind === 'scan').at(-1 - step.back)?.id;
        if (step.kind === 'decision' && of) items.push({ kind: 'decision', ...base, of, admit: step.yes });
        else if (step.kind === 'correction' && of) {
          items.push({ kind: 'correction', ...base, of, fix: step.yes ? { dir: step.dir as 'in' } : { void: true } });
        } else if (step.kind === 'round' && of) {
          items.push({ kind: 'round', ...base, of, found: (['left', 'stays', 'unknown'] as const)[step.back % 3] ?? 'left' });
        } else if (step.kind === 'left' && of) {
          const fix = { left: at + step.back * HOUR, estimated: step.yes };
          items.push({ kind: 'correction', ...base, id: `office-${n}${step.kiosk}`, kiosk: OFFICE, of, fix });
        } else
          items.push({ kind: 'scan', ...base, gate: 'g', subject: step.subject, dir: step.dir as 'in', colour: step.colour as 'green' });
      }
      return items;
    });

  it('come out the same in any order of arrival, with repeats (R7)', () => {
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.nat()), fc.nat(10), (items, keys, repeats) => {
        const shuffled = [...items, ...items.slice(0, repeats)]
          .map((item) => ({ item, key: keys.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ item }) => item);
        expect(staysOf(shuffled)).toEqual(staysOf(items));
        expect(findingsOf(shuffled)).toEqual(findingsOf(items));
      }),
      { numRuns: 1000 },
    );
  });

  it('never holds one person twice at once, and each movement in at most one stay', () => {
    fc.assert(
      fc.property(history, (items) => {
        const stays = staysOf(items);
        const open = openStays(stays).map((stay) => stay.subject);
        expect(new Set(open).size).toBe(open.length);
        const used = stays.flatMap((stay) => [stay.in?.scan, stay.out?.scan]).filter((scanId) => scanId !== undefined);
        expect(new Set(used).size).toBe(used.length);
        expect(used.length).toBeLessThanOrEqual(movementsOf(items).length);
      }),
      { numRuns: 300 },
    );
  });
});
