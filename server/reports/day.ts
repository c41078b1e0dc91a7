/** What a day's report tells: counts, visits, who was held back and why. No answer about health is read for it. */
import type { KioskCompleteness } from '../../shared/api/exports.schema.ts';
import type { DayView, LogRow } from '../../shared/api/log.schema.ts';
import { type Day, dayOf, endOfDay, type Instant, startOfDay } from '../../shared/clock.ts';
import type { Colour } from '../../shared/gate/event.ts';
import type { KioskId, SchoolId } from '../../shared/ids.ts';
import { type End, fold } from '../../shared/presence/stays.ts';
import { maskName } from '../../shared/text/mask.ts';
import type { App } from '../context.ts';
import { schoolScope } from '../db/port.ts';
import { completenessOf } from '../exports/completeness.ts';
import { dayView } from '../gates/day.ts';
import { dayRows, itemOf } from '../gates/day-items.ts';
import { type People, peopleOf } from '../gates/people.ts';
import { logRows, type Names, namesOf } from '../gates/rows.ts';
import { type Position, scanPage } from '../gates/scans.ts';
import { takingTurns } from '../turns.ts';

export interface ReportVisit {
  inAt: Instant | null;
  outAt: Instant | null;
  end: End | null;
  name: string;
  host: string;
  gate: string;
}

export interface DayReport {
  view: Omit<DayView, 'openVisits'>;
  visits: ReportVisit[];
  held: { at: Instant; name: string; gate: string; why: LogRow['why']; colour: Colour; decision: LogRow['decision'] }[];
  completeness: (KioskCompleteness & { id: KioskId })[];
}

/** Nobody said who it was, or it cannot be read any more. */
const NOBODY = '—';
/** People opened in one turn. */
const STEP = 100;

/** Opens the name of everybody who came that day: the caller marks it in the audit. */
export async function readDay(app: App, school: SchoolId, day: Day, names: 'masked' | 'full'): Promise<DayReport> {
  const scope = schoolScope(school);
  const period = { from: startOfDay(day), to: endOfDay(day) };
  const rows = await dayRows(app.db, scope, school, day);
  const { stays } = fold(rows.map(itemOf), day < dayOf(app.clock()) ? period.to : app.clock(), period);
  const refs = new Map(rows.map((row) => [row.id, row]));
  const people: People = new Map();
  const breathe = takingTurns();
  for (let from = 0; from < stays.length; from += STEP) {
    const part = stays.slice(from, from + STEP).flatMap(({ in: entry, out }) => refs.get((entry ?? out)?.scan ?? '') ?? []);
    for (const [id, person] of await peopleOf(app, school, part)) people.set(id, person);
    await breathe();
  }
  const known = await namesOf(app.db, scope, school);
  return {
    view: await dayView(app, school, day),
    visits: stays.map((stay) => {
      const first = stay.in ?? stay.out;
      const person = people.get(first?.scan ?? '');
      const name = person ? (names === 'full' ? person.name : person.masked) : NOBODY;
      return {
        inAt: stay.in?.at ?? null,
        outAt: stay.endedAt,
        end: stay.end,
        // A group came by one scan, and nobody typed the others' names at the gate.
        name: stay.with === undefined ? name : `${name} +${stay.with}`,
        host: person?.host ?? '',
        gate: known.gates.get(first?.gate ?? '') ?? '',
      };
    }),
    held: await heldBack(app, school, period, known, names),
    completeness: await completenessOf(app.db, school),
  };
}

/** Amber and red scans behind which nobody passed. */
async function heldBack(
  app: App,
  school: SchoolId,
  period: { from: Instant; to: Instant },
  known: Names,
  names: 'masked' | 'full',
): Promise<DayReport['held']> {
  const scope = schoolScope(school);
  const held: DayReport['held'] = [];
  for (const colour of ['amber', 'red'] as const) {
    let after: Position | undefined;
    for (;;) {
      const page = await app.db.read(scope, (query) => scanPage(query, school, { ...period, colour }, 'oldest', after, STEP));
      const last = page.at(-1);
      if (!last) break;
      after = { at: last.at, id: last.id };
      for (const row of await logRows(app, scope, school, page, known)) {
        if (row.decision?.admit || (row.corrected && 'void' in row.corrected)) continue;
        const name = row.name === null ? NOBODY : names === 'full' ? row.name : maskName(row.name, row.phone ?? '');
        held.push({ at: row.at, name, gate: row.gate.name, why: row.why, colour, decision: row.decision });
      }
    }
  }
  return held.sort((a, b) => a.at - b.at);
}
