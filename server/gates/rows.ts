/** Scans of a period as the office sees them: with the person, the decision and what was corrected. */
import type { Correction } from '../../shared/api/corrections.schema.ts';
import type { EventFlag, LogRow } from '../../shared/api/log.schema.ts';
import type { CodeKind, Colour, DecisionReason, Direction, Reason } from '../../shared/gate/event.ts';
import type { SchoolId } from '../../shared/ids.ts';
import type { App } from '../context.ts';
import type { Db, Scope } from '../db/port.ts';
import { listKiosks } from '../kiosks/store.ts';
import { listGates, operatorNames } from '../schools/store.ts';
import { POSTER } from '../visits/store.ts';
import { correctionsOf } from './corrections-store.ts';
import { peopleOf } from './people.ts';
import type { ScanRow } from './scans.ts';

export interface Names {
  gates: ReadonlyMap<string, string>;
  kiosks: ReadonlyMap<string, string>;
  operators: ReadonlyMap<string, string>;
}

export async function namesOf(db: Db, scope: Scope, school: SchoolId): Promise<Names> {
  const named = (list: readonly { id: string; name: string }[]) => new Map(list.map((each) => [each.id, each.name]));
  return {
    gates: named(await listGates(db, scope, school)),
    kiosks: named(await listKiosks(db, scope, school)),
    operators: named(await operatorNames(db, scope, school)),
  };
}

/** Adds to a page of scans all that hangs on them. `reader` is the database, or the snapshot that the page came from. */
export async function logRows(
  app: App,
  scope: Scope,
  school: SchoolId,
  rows: readonly ScanRow[],
  names: Names,
  reader: Pick<Db, 'read'> = app.db,
): Promise<LogRow[]> {
  if (rows.length === 0) return [];
  const people = await peopleOf(app, school, rows, scope, reader);
  const later = await reader.read(scope, (query) =>
    query
      .selectFrom('gate_event')
      .select(['id', 'of_id', 'kind', 'dir', 'admit', 'reason', 'operator_id', 'at', 'n'])
      .where('school_id', '=', school)
      .where(
        'of_id',
        'in',
        rows.map((row) => row.id),
      )
      .where('kind', 'in', ['decision', 'correction'])
      .orderBy('at')
      .orderBy('kiosk_id')
      .orderBy('n')
      .execute(),
  );
  const office = await reader.read(scope, (query) =>
    correctionsOf(
      query,
      school,
      rows.map((row) => row.id),
    ),
  );
  const decisions = new Map<string, LogRow['decision']>();
  const corrections = new Map<string, Correction[]>();
  for (const item of later) {
    if (item.of_id === null) continue;
    const by = names.operators.get(item.operator_id ?? '') ?? null;
    if (item.kind === 'correction') {
      const fix = item.dir ? { dir: item.dir as Direction } : ({ void: true } as const);
      const said = { id: item.id, at: item.at, from: 'gate', by, fix, reason: null, note: '' } as const;
      corrections.set(item.of_id, [...(corrections.get(item.of_id) ?? []), said]);
    } else {
      decisions.set(item.of_id, { admit: item.admit === 1, reason: item.reason as DecisionReason, by, at: item.at });
    }
  }
  const isErased = erasedBy(app, school);
  return rows.map((row) => {
    const person = people.get(row.id);
    const erased = person === undefined && isErased(row);
    // The office's word stands over the gate's, whenever either was said (shared/presence/movements.ts).
    const said = [...(corrections.get(row.id) ?? []), ...(office.get(row.id) ?? [])];
    return {
      event: row.id,
      at: row.at,
      gate: { id: row.gate_id, name: names.gates.get(row.gate_id) ?? '' },
      kiosk: { id: row.kiosk_id, name: names.kiosks.get(row.kiosk_id) ?? '' },
      n: row.kind === POSTER ? 0 : row.n,
      dir: (row.dir ?? 'in') as Direction,
      colour: row.kind === POSTER ? null : ((row.colour ?? 'amber') as Colour),
      why: (row.why ? row.why.split(',') : []) as Reason[],
      method: (row.method ?? 'typed') as LogRow['method'],
      code: (row.code ?? 'none') as CodeKind,
      subject: row.subject ?? '',
      name: person?.name ?? null,
      phone: person?.phone ?? null,
      host: person?.host ?? null,
      unreadable: people.has(row.id) && person === undefined && !erased,
      erased,
      companions: row.companions,
      companionNames: row.companions > 0 ? [...(person?.companions ?? [])] : [],
      decision: decisions.get(row.id) ?? null,
      corrected: correctedBy(said),
      left: leftBy(said),
      corrections: said.sort((a, b) => a.at - b.at),
      flags: (row.flags ? row.flags.split(',') : []) as EventFlag[],
      receivedAt: row.received_at,
      declared: person?.declared ?? false,
    };
  });
}

/** Asked of rows whose person is not there; people come and go. What a phone noted loses even the link to its record. */
function erasedBy(app: App, school: SchoolId): (row: Pick<ScanRow, 'kind' | 'subject'>) => boolean {
  const known = new Map<string, boolean>();
  return ({ kind, subject }) => {
    if (subject === null) return kind === POSTER;
    const erased = known.get(subject) ?? app.keys.erased(school, subject);
    known.set(subject, erased);
    return erased;
  };
}

/** The last word on whether it happened and in which direction; none where that is as it was written. */
function correctedBy(said: readonly Correction[]): LogRow['corrected'] {
  let last: LogRow['corrected'] = null;
  for (const { fix } of said) if (!('left' in fix)) last = fix;
  return last;
}

function leftBy(said: readonly Correction[]): LogRow['left'] {
  let last: LogRow['left'] = null;
  for (const { fix } of said) if ('left' in fix) last = { at: fix.left, estimated: fix.estimated };
  return last;
}
