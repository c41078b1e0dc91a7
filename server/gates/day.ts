import type { DayFinding, ScanPlace } from '../../shared/api/corrections.schema.ts';
import type { DayView, OpenVisit } from '../../shared/api/log.schema.ts';
import { addDays, type Day, dayOf, endOfDay, HOUR, startOfDay } from '../../shared/clock.ts';
import { headsOf } from '../../shared/gate/event.ts';
import type { EventId, SchoolId } from '../../shared/ids.ts';
import {
  type Finding,
  fold,
  headsIn,
  heldBackOf,
  type Movement,
  movementsOf,
  openStays,
  type PresenceItem,
  type Stay,
} from '../../shared/presence/stays.ts';
import type { App } from '../context.ts';
import { feedEnd } from '../db/feed.ts';
import { schoolScope } from '../db/port.ts';
import { takingTurns } from '../turns.ts';
import { dayRows, itemOf, scansOfDay } from './day-items.ts';
import { type EventRef, type People, peopleOf } from './people.ts';
import { type Names, namesOf } from './rows.ts';

const MOST_VISITS = 500;
const MOST_FINDINGS = 50;

/** One day at a glance; only what belongs to that day is read, however much there is in all. */
export async function dayView(app: App, school: SchoolId, day: Day): Promise<DayView> {
  const scope = schoolScope(school);
  // Before the rows: what comes later has a higher number.
  const feed = await app.db.read(scope, (query) => feedEnd(query, school));
  const rows = await dayRows(app.db, scope, school, day);
  const items = rows.map(itemOf);
  const period = { from: startOfDay(day), to: endOfDay(day) };
  const breathe = takingTurns();
  const movements = movementsOf(items, period);
  await breathe();
  const heldBack = heldBackOf(items, period);
  await breathe();
  const { stays, findings: odd } = fold(items, day < dayOf(app.clock()) ? period.to : app.clock(), period);
  const open = openStays(stays);
  const estimated = stays.filter((stay) => stay.in && stay.end === 'estimated' && dayOf(stay.endedAt ?? 0) === day);

  const refs = new Map(rows.map((row) => [row.id, row]));
  const shown = { open: open.slice(-MOST_VISITS), estimated: estimated.slice(-MOST_VISITS), odd: odd.slice(0, MOST_FINDINGS) };
  const named = [...shown.open, ...shown.estimated].flatMap((stay) => stay.in?.scan ?? []).concat(shown.odd.map(({ scan }) => scan));
  const people = await peopleOf(app, school, refsOf(refs, named));
  const names = await namesOf(app.db, scope, school);
  const { gates } = names;
  const visitsOf = (list: readonly Stay[]): OpenVisit[] => list.flatMap((stay) => visitOf(stay, people, gates, period.from));
  return {
    day,
    inside: headsIn(open),
    ...inAndOut(movements),
    waiting: heldBack.filter((scan) => scan.colour === 'amber' && !scan.decided).length,
    refused: heldBack.filter((scan) => scan.colour === 'red' || scan.decided).length,
    hours: { entries: byHour(movements, 'in', period.from), exits: byHour(movements, 'out', period.from) },
    weekBefore: await entriesOf(app, school, addDays(day, -7)),
    gates: byGate(movements, gates),
    openVisits: visitsOf(shown.open),
    estimated: { count: headsIn(estimated), visits: visitsOf(shown.estimated) },
    findings: { count: odd.length, list: findingsIn(shown.odd, people, new Map(items.map((item) => [item.id, item])), names) },
    feed,
  };
}

const refsOf = <Ref extends EventRef>(refs: ReadonlyMap<EventId, Ref>, ids: readonly EventId[]): Ref[] =>
  [...new Set(ids)].flatMap((id) => refs.get(id) ?? []);

const inAndOut = (movements: readonly Movement[]) => ({
  entries: headsIn(movements.filter(({ dir }) => dir === 'in')),
  exits: headsIn(movements.filter(({ dir }) => dir === 'out')),
});

function byHour(movements: readonly Movement[], dir: Movement['dir'], from: number): number[] {
  const hours = new Array<number>(24).fill(0);
  for (const movement of movements) {
    const hour = Math.floor((movement.said - from) / HOUR);
    if (movement.dir === dir && hour in hours) hours[hour] = (hours[hour] ?? 0) + headsOf(movement);
  }
  return hours;
}

/** null when nobody came in on that day. */
async function entriesOf(app: App, school: SchoolId, day: Day): Promise<number[] | null> {
  const items = (await scansOfDay(app.db, schoolScope(school), school, day)).map(itemOf);
  const movements = movementsOf(items, { from: startOfDay(day), to: endOfDay(day) });
  return movements.some(({ dir }) => dir === 'in') ? byHour(movements, 'in', startOfDay(day)) : null;
}

function byGate(movements: readonly Movement[], names: ReadonlyMap<string, string>): DayView['gates'] {
  const ids = [...new Set(movements.map(({ gate }) => gate))];
  const counted = ids.map((id) => ({ id, name: names.get(id) ?? '', ...inAndOut(movements.filter(({ gate }) => gate === id)) }));
  return counted.sort((a, b) => b.entries + b.exits - a.entries - a.exits || (a.name < b.name ? -1 : 1));
}

function visitOf(stay: Stay, people: People, gates: ReadonlyMap<string, string>, dayStart: number): OpenVisit[] {
  const { subject, in: entry } = stay;
  if (!entry) return [];
  const person = people.get(entry.scan);
  const who = { event: entry.scan, subject, name: person?.name ?? null, host: person?.host ?? null };
  const companions = stay.with ?? 0;
  return [{ ...who, companions, since: entry.at, gate: gates.get(entry.gate) ?? '', overnight: entry.said < dayStart }];
}

/** undefined for a scan that is not among the items. */
function placeOf(item: PresenceItem | undefined, names: Names): ScanPlace | undefined {
  if (item?.kind !== 'scan') return undefined;
  const { id: event, at, dir, gate, kiosk } = item;
  return { event, at, dir, gate: names.gates.get(gate) ?? '', kiosk: names.kiosks.get(kiosk) ?? '' };
}

function findingsIn(odd: readonly Finding[], people: People, items: ReadonlyMap<EventId, PresenceItem>, names: Names): DayFinding[] {
  return odd.flatMap(({ kind, subject, scan, other }) => {
    const place = placeOf(items.get(scan), names);
    const earlier = other === null ? undefined : placeOf(items.get(other), names);
    return place ? [{ kind, subject, name: people.get(scan)?.name ?? null, scan: place, other: earlier ?? null }] : [];
  });
}
