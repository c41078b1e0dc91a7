/** Several kiosks, one truth: what the fold makes of the log is what somebody who saw all gates would have said. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HOUR } from '../../shared/clock.ts';
import { correctedAt } from '../../shared/gate/log.ts';
import { neverBackwards } from '../../shared/presence/order.ts';
import { findingsOf, movementsOf, type PresenceItem, staysOf } from '../../shared/presence/stays.ts';
import { type ClockKind, type History, history, isStale, readingOf, truthOf } from '../fixtures/histories.ts';

const MORNING = Date.parse('2026-11-22T23:00:00Z');

type Written = { items: PresenceItem[]; stale: Set<number> };

/** Each kiosk numbers its own items and stamps them by its own clock. `stale`: people with a scan of a wrong, unknown time. */
function written({ seen, clocks }: History): Written {
  const stale = new Set<number>();
  const items = clocks.flatMap((clock, k) => {
    const kiosk = `k${k}`;
    const own = seen.flatMap((each, index) => (each.kiosk === k ? [{ ...each, index }] : []));
    let n = 0;
    return own.flatMap(({ index, person, dir, at: trueAt, said }, position): PresenceItem[] => {
      const isWrong = isStale(clock, position, own.length);
      if (isWrong) stale.add(person);
      const place = (id: string, later: number) => {
        const { raw, off } = readingOf(clock, trueAt + later, position, own.length);
        n++;
        return { id, kiosk, n, at: correctedAt({ at: raw, ...(off === undefined ? {} : { off }) }) };
      };
      const of = `scan-${index}`;
      const colour = said === 'green' || said === 'voided' || said === 'flipped' ? 'green' : 'amber';
      const scan: PresenceItem = { kind: 'scan', ...place(of, 0), gate: kiosk, subject: `p${person}`, dir, colour };
      if (said === 'admitted' || said === 'turned-away') {
        return [scan, { kind: 'decision', ...place(`word-${index}`, 5), of, admit: said === 'admitted' }];
      }
      if (said === 'voided') return [scan, { kind: 'correction', ...place(`word-${index}`, 5), of, fix: { void: true } }];
      if (said !== 'flipped') return [scan];
      return [scan, { kind: 'correction', ...place(`word-${index}`, 5), of, fix: { dir: dir === 'in' ? 'out' : 'in' } }];
    });
  });
  return { items, stale };
}

const shuffles = fc.infiniteStream(fc.nat());
/** In any order, some of it twice. */
function arrived(items: readonly PresenceItem[], keys: Iterator<number>): PresenceItem[] {
  const next = (): number => keys.next().value ?? 0;
  const twice = items.filter(() => next() % 3 === 0);
  return [...items, ...twice]
    .map((item) => ({ item, key: next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

const indexOf = (id: string | undefined): number | null => (id === undefined ? null : Number(id.slice(5)));
const sorted = <T>(list: T[]): T[] => [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

function folded(items: readonly PresenceItem[]) {
  return {
    visits: sorted(staysOf(items).map((stay) => ({ in: indexOf(stay.in?.scan), out: indexOf(stay.out?.scan) }))),
    doubles: sorted(
      findingsOf(items).flatMap((finding): [number | null, number | null][] =>
        finding.kind === 'double' ? [[indexOf(finding.scan), indexOf(finding.other)]] : [],
      ),
    ),
  };
}

const known: ClockKind[] = ['right', 'measured', 'jumping'];

it('equals the truth with right, wrong but measured, and jumping clocks', () => {
  fc.assert(
    fc.property(history(MORNING, known), shuffles, (day, keys) => {
      const truth = truthOf(day.seen);
      expect(folded(arrived(written(day).items, keys))).toEqual({ visits: sorted(truth.visits), doubles: sorted(truth.doubles) });
    }),
    { numRuns: 2000 },
  );
});

it('equals it for everybody else while a clock is wrong without its kiosk knowing', () => {
  fc.assert(
    fc.property(history(MORNING, [...known, 'stale'], 80), shuffles, (day, keys) => {
      const { items, stale } = written(day);
      const others = <T extends { in: number | null; out: number | null }>(visits: T[]): T[] =>
        visits.filter((visit) => !stale.has(day.seen[visit.in ?? visit.out ?? -1]?.person ?? -1));
      const found = folded(arrived(items, keys)).visits;
      expect(others(found)).toEqual(sorted(others(truthOf(day.seen).visits)));
    }),
    { numRuns: 1000 },
  );
});

it('knows what each gate saw, though nobody knows when, while an offset was never measured', () => {
  fc.assert(
    fc.property(history(MORNING, [...known, 'unknown']), shuffles, (day, keys) => {
      const items = arrived(written(day).items, keys);
      const passed = day.seen.flatMap((each, index) => (['green', 'admitted', 'flipped'].includes(each.said) ? [index] : []));
      const movements = movementsOf(items);
      // Who passed where and in which direction is certain, and the order at each gate; nobody is lost or doubled.
      expect(movements.map((each) => indexOf(each.scan)).sort()).toEqual(passed.sort());
      for (const gate of ['k0', 'k1', 'k2', 'k3', 'k4', 'k5']) {
        const own = movements.filter((each) => each.gate === gate).map((each) => indexOf(each.scan) ?? -1);
        expect(own).toEqual([...own].sort((a, b) => a - b));
      }
    }),
    { numRuns: 500 },
  );
});

it('leaves the times of a clock alone that a single wrong one contradicts', () => {
  const right = [0, 1, 2, 3, 4, 5, 6].map((hour) => MORNING + hour * HOUR);
  for (const error of [-9 * HOUR, 9 * HOUR]) {
    const given = right.map((time, index) => (index === 3 ? time + error : time));
    expect(neverBackwards(given)).toEqual(right.map((time, index) => (index === 3 ? right[2] : time)));
  }
  fc.assert(
    fc.property(fc.array(fc.nat(50), { maxLength: 30 }), (times) => {
      const result = neverBackwards(times);
      expect(result).toEqual([...result].sort((a, b) => a - b));
      expect(result.every((time) => times.includes(time))).toBe(true);
    }),
  );
});
