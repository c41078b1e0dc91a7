import type { DayView } from '../../shared/api/log.schema.ts';
import { type Day, dayOf, endOfDay, startOfDay } from '../../shared/clock.ts';
import type { SchoolId } from '../../shared/ids.ts';
import { heldBackOf, movementsOf, openStays, staysOf } from '../../shared/presence/stays.ts';
import type { App } from '../context.ts';
import { schoolScope } from '../db/port.ts';
import { dayRows, itemOf } from './day-items.ts';
import { peopleOf } from './people.ts';
import { namesOf } from './rows.ts';

const MOST_OPEN_VISITS = 500;

/** One day at a glance; only what belongs to that day is read, however much there is in all. */
export async function dayView(app: App, school: SchoolId, day: Day): Promise<DayView> {
  const rows = await dayRows(app.db, schoolScope(school), school, day);
  const items = rows.map(itemOf);
  const period = { from: startOfDay(day), to: endOfDay(day) };
  const past = day < dayOf(app.clock());
  const movements = movementsOf(items, period);
  const open = openStays(staysOf(items, past ? period.to : undefined, period));
  const heldBack = heldBackOf(items, period);

  const shown = open.slice(-MOST_OPEN_VISITS);
  const refs = new Map(rows.map((row) => [row.id, row]));
  const people = await peopleOf(
    app,
    school,
    shown.flatMap((stay) => refs.get(stay.in?.scan ?? '') ?? []),
  );
  const { gates } = await namesOf(app.db, schoolScope(school), school);
  return {
    day,
    inside: open.length,
    entries: movements.filter((movement) => movement.dir === 'in').length,
    exits: movements.filter((movement) => movement.dir === 'out').length,
    waiting: heldBack.filter((scan) => scan.colour === 'amber' && !scan.decided).length,
    refused: heldBack.filter((scan) => scan.colour === 'red' || scan.decided).length,
    openVisits: shown.flatMap(({ subject, in: entry }) => {
      if (!entry) return [];
      const person = people.get(entry.scan);
      return [{ subject, name: person?.name ?? null, host: person?.host ?? null, since: entry.at, gate: gates.get(entry.gate) ?? '' }];
    }),
  };
}
