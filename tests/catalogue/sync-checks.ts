/** What must hold after batches were sent. */
import { dayOf, parseInstant } from '../../shared/clock.ts';
import type { TestSchool } from '../fixtures/world.ts';
import { isRecord } from './case.ts';
import { type Assertion, type Run, wrong } from './observed.ts';
import { type Logical, writeAll } from './sync-events.ts';
import { jsonOf, type Reply } from './wire.ts';
import type { World } from './world.ts';

export const dayFacts = ({ inside, entries, exits, openVisits }: Awaited<ReturnType<World['day']>>) => ({
  inside,
  entries,
  exits,
  since: openVisits.map((visit) => visit.since).sort(),
});

export function resultsOf(reply: Reply): string[] {
  const body = jsonOf(reply);
  return isRecord(body) && Array.isArray(body.results) ? body.results.map((result) => (isRecord(result) ? String(result.status) : '')) : [];
}

export function checksFor(run: Run, school: TestSchool, events: readonly Logical[], replies: readonly Reply[]): Record<string, Assertion> {
  const { world, of } = run;
  const last = replies.at(-1);
  const results = last ? resultsOf(last) : [];
  const flagged = async (flag: string): Promise<number> =>
    (await world.alarms(school)).flagged.filter(({ flags }) => (flags as string[]).includes(flag)).length;
  const quarantine: Assertion = async () => {
    const shown = (await world.alarms(school)).quarantined.length;
    const bad = replies.flatMap(resultsOf).filter((status) => status === 'quarantined').length;
    const asked = of.expect.check.find((name) => name.startsWith('quarantine+'))?.slice(11) ?? '';
    // Several bad items in one case: the name counts one for each value of a kind.
    const wanted = asked === 'n' ? events.length : Number(asked);
    return wrong(
      shown === bad && (shown === wanted || (asked === '1' && shown === events.length)),
      `${bad} quarantined, ${shown} shown, ${wanted} expected`,
    );
  };
  return {
    ...Object.fromEntries(of.expect.check.filter((name) => name.startsWith('quarantine+')).map((name) => [name, quarantine])),
    ...Object.fromEntries(
      of.expect.check
        .filter((name) => name.startsWith('conflict+'))
        .map((name) => [
          name,
          async () => {
            const shown = (await world.alarms(school)).conflicts.length;
            const stored = await world.events(school);
            return wrong(shown === Number(name.slice(9)) && stored.length > 0, `${shown} conflicts shown`);
          },
        ]),
    ),
    async exactly_once() {
      const stored = await world.events(school);
      const ids = new Set(stored.map((row) => row.id));
      return wrong(
        ids.size === stored.length && stored.length === events.length && (await world.alarms(school)).conflicts.length === 0,
        `${stored.length} rows for ${events.length} events`,
      );
    },
    no_head_of_line: () =>
      wrong(
        results.length === events.length && results.filter((status) => status === 'stored').length >= events.length - 1,
        'items behind the bad one did not arrive',
      ),
    clone_alarm: async () =>
      wrong((await flagged('clone')) > 0 && (await world.events(school)).length === events.length, 'no alarm, or not both are kept'),
    chain_alarm: async () =>
      wrong((await flagged('chain')) > 0 && (await world.events(school)).length === events.length, 'the break is not shown'),
    async gap_alarm() {
      const { gaps } = await world.alarms(school);
      return wrong(gaps.length > 0 && gaps.every(({ from, to }) => from <= to), 'no missing number is named');
    },
    async skew_flag() {
      const rows = await world.events(school);
      const kept = rows.every((row) => events.some((event) => parseInstant(String(event.deviceTime)) === row.raw_at));
      const corrected = rows.every((row) => Math.abs(row.at - world.now()) < 120_000);
      return wrong(
        (await flagged('skew')) === rows.length && rows.length > 0 && kept && corrected,
        'the flag, the raw time or the corrected time is missing',
      );
    },
    async order_by_seq() {
      const rows = await world.events(school);
      const raw = rows.map((row) => row.raw_at);
      const sent = events.map((event) => parseInstant(String(event.deviceTime)));
      const view = await world.day(school, dayOf(rows[0]?.at ?? 0));
      const lastOne = events.at(-1)?.type;
      return wrong(JSON.stringify(raw) === JSON.stringify(sent) && view.inside === (lastOne === 'exit' ? 0 : 1), `inside ${view.inside}`);
    },
    async order_free() {
      const other = await world.newSchool();
      const device = await world.newDevice(other);
      const ordered = [...events].sort((a, b) => Number(a.seq) - Number(b.seq));
      await world.send(device.signed(device.body(await writeAll(device, ordered, world))));
      const days = [...new Set(events.map((event) => dayOf(parseInstant(String(event.deviceTime)) ?? 0)))];
      for (const day of days) {
        const [a, b] = [dayFacts(await world.day(school, day)), dayFacts(await world.day(other, day))];
        if (JSON.stringify(a) !== JSON.stringify(b)) return `visits of ${day} depend on the order of arrival`;
      }
      return undefined;
    },
  };
}
