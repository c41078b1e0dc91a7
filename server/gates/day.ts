import type { DayView } from '../../shared/api/log.schema.ts';
import { type Day, dayOf, endOfDay, startOfDay } from '../../shared/clock.ts';
import type { Colour, Direction } from '../../shared/gate/event.ts';
import type { SchoolId } from '../../shared/ids.ts';
import { movementsOf, openStays, type PresenceItem, staysOf } from '../../shared/presence/stays.ts';
import type { App } from '../context.ts';
import { schoolScope } from '../db/port.ts';
import { peopleOf } from './people.ts';
import { namesOf } from './rows.ts';

const MOST_OPEN_VISITS = 500;

/** One day at a glance; only that day's events are read, however many there are in all. */
export async function dayView(app: App, school: SchoolId, day: Day): Promise<DayView> {
  const scope = schoolScope(school);
  const rows = await app.db.read(scope, (query) =>
    query
      .selectFrom('gate_event')
      .select(['id', 'day', 'kind', 'kiosk_id', 'n', 'gate_id', 'subject', 'dir', 'colour', 'of_id', 'admit', 'at', 'sealed_hash'])
      .where('school_id', '=', school)
      .where('at', '>=', startOfDay(day))
      .where('at', '<=', endOfDay(day))
      .where('kind', 'in', ['scan', 'decision', 'correction'])
      .execute(),
  );
  const items = rows.map(itemOf);
  const past = day < dayOf(app.clock());
  const movements = movementsOf(items);
  const open = openStays(staysOf(items, past ? endOfDay(day) : undefined));
  const decided = new Map(items.flatMap((item) => (item.kind === 'decision' ? [[item.of, item.admit] as const] : [])));
  const undecided = items.filter((item) => item.kind === 'scan' && item.colour !== 'green' && decided.get(item.id) !== true);

  const shown = open.slice(-MOST_OPEN_VISITS);
  const refs = new Map(rows.map((row) => [row.id, row]));
  const people = await peopleOf(
    app,
    school,
    shown.flatMap((stay) => refs.get(stay.in?.scan ?? '') ?? []),
  );
  const { gates } = await namesOf(app.db, scope, school);
  return {
    day,
    inside: open.length,
    entries: movements.filter((movement) => movement.dir === 'in').length,
    exits: movements.filter((movement) => movement.dir === 'out').length,
    waiting: undecided.filter((item) => item.kind === 'scan' && item.colour === 'amber' && !decided.has(item.id)).length,
    refused: undecided.filter((item) => item.kind === 'scan' && (item.colour === 'red' || decided.get(item.id) === false)).length,
    openVisits: shown.flatMap(({ subject, in: entry }) => {
      if (!entry) return [];
      const person = people.get(entry.scan);
      return [{ subject, name: person?.name ?? null, host: person?.host ?? null, since: entry.at, gate: gates.get(entry.gate) ?? '' }];
    }),
  };
}

interface Row {
  id: string;
  kind: string;
  kiosk_id: string;
  n: number;
  gate_id: string;
  subject: string | null;
  dir: string | null;
  colour: string | null;
  of_id: string | null;
  admit: number | null;
  at: number;
}

function itemOf(row: Row): PresenceItem {
  const base = { id: row.id, kiosk: row.kiosk_id, n: row.n, at: row.at };
  const of = row.of_id ?? '';
  switch (row.kind) {
    case 'decision':
      return { kind: 'decision', ...base, of, admit: row.admit === 1 };
    case 'correction':
      return { kind: 'correction', ...base, of, fix: row.dir ? { dir: row.dir as Direction } : { void: true } };
    default:
      return {
        kind: 'scan',
        ...base,
        gate: row.gate_id,
        subject: row.subject ?? '',
        dir: row.dir as Direction,
        colour: row.colour as Colour,
      };
  }
}
