/** Several kiosks, each offline, through the real exchange: the day comes out as somebody who saw all gates would tell it. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { MadeItem } from '../../server/demo/device.ts';
import type { DayView } from '../../shared/api/log.schema.ts';
import { endOfDay, HOUR } from '../../shared/clock.ts';
import type { Reason } from '../../shared/gate/event.ts';
import type { SubjectId } from '../../shared/ids.ts';
import { describeServers } from '../app.ts';
import { type History, history, readingOf, truthOf } from '../fixtures/histories.ts';
import { makeAccount, makeSchool, TestKiosk } from '../fixtures/world.ts';

const DAY = '2026-11-23';
const MORNING = Date.parse('2026-11-22T23:00:00Z');
const SUBJECTS: SubjectId[] = ['A', 'B', 'C', 'D'].map((letter) => letter.repeat(22));

/** What each kiosk sends, in its own order. */
function written({ seen, clocks }: History, kiosks: readonly TestKiosk[]): MadeItem[][] {
  return kiosks.map((kiosk, k) => {
    const own = seen.filter((each) => each.kiosk === k);
    return own.flatMap(({ person, dir, at: trueAt, said }, position) => {
      const clock = clocks[k];
      if (!clock) throw new Error('a kiosk without a clock');
      const { gate } = kiosk.post;
      const stamped = (later: number) => {
        const { raw, off } = readingOf(clock, trueAt + later, position, own.length);
        return { at: raw, off };
      };
      const colour = said === 'green' || said === 'voided' || said === 'flipped' ? 'green' : 'amber';
      const subject = SUBJECTS[person] ?? '';
      const draft = { kind: 'scan', gate, method: 'camera', code: 'pass', subject, dir, colour, why: [] as Reason[] } as const;
      // The id comes from the corrected time, like a kiosk's.
      const scan = kiosk.item(draft, trueAt, stamped(0));
      const of = scan.id;
      if (said === 'admitted' || said === 'turned-away') {
        const admit = said === 'admitted';
        return [scan, kiosk.item({ kind: 'decision', gate, of, admit, reason: 'other' }, trueAt + 5, stamped(5))];
      }
      if (said === 'voided') return [scan, kiosk.item({ kind: 'correction', gate, of, fix: { void: true } }, trueAt + 5, stamped(5))];
      if (said !== 'flipped') return [scan];
      const fix = { dir: dir === 'in' ? 'out' : 'in' } as const;
      return [scan, kiosk.item({ kind: 'correction', gate, of, fix }, trueAt + 5, stamped(5))];
    });
  });
}

describeServers('many kiosks through the exchange', (server, engine) => {
  it('give one truth, in whatever order their batches come and however often', { timeout: 120_000 }, async () => {
    server().setClock(endOfDay(DAY) - HOUR);
    await fc.assert(
      fc.asyncProperty(
        history(MORNING, ['right', 'measured', 'jumping'], 30),
        fc.array(fc.record({ kiosk: fc.nat(5), from: fc.nat(30), size: fc.integer({ min: 1, max: 12 }) }), { maxLength: 25 }),
        async (day, batches) => {
          const school = await makeSchool(server().app);
          const { cookie } = await makeAccount(server().app, school);
          const kiosks = await Promise.all(day.clocks.map(() => new TestKiosk(school).pair(server().app)));
          const outboxes = written(day, kiosks);
          const send = async (k: number, items: readonly MadeItem[]): Promise<void> => {
            if (items.length > 0) await kiosks[k]?.exchange(server().hono, items);
          };
          // Any part of any outbox, twice or backwards, and in the end all of each.
          for (const { kiosk, from, size } of batches) await send(kiosk, (outboxes[kiosk] ?? []).slice(from, from + size).reverse());
          await Promise.all(outboxes.map((items, k) => send(k, items)));

          const response = await server().hono.request(`/api/schools/${school.id}/day?day=${DAY}`, { headers: { cookie } });
          const view = (await response.json()) as DayView;
          const { visits, doubles } = truthOf(day.seen);
          const passed = day.seen.filter(({ said }) => said === 'green' || said === 'admitted' || said === 'flipped');
          const comes = passed.filter(({ dir, said }) => (dir === 'in') !== (said === 'flipped'));
          expect(view).toMatchObject({
            inside: visits.filter((visit) => visit.in !== null && visit.out === null).length,
            entries: comes.length,
            exits: passed.length - comes.length,
            waiting: day.seen.filter(({ said }) => said === 'undecided').length,
            refused: day.seen.filter(({ said }) => said === 'turned-away').length,
          });
          expect(view.findings.list.filter(({ kind }) => kind === 'double')).toHaveLength(doubles.length);
          expect(view.findings.list.filter(({ kind }) => kind === 'exit-without-entry')).toHaveLength(
            visits.filter((visit) => visit.in === null).length,
          );
        },
      ),
      { numRuns: engine === 'sqlite' ? 40 : 8 },
    );
  });
});
