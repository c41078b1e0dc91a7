/** What the server keeps of one declaration with its companions, for the visitor who holds its key. */
import type { OwnDeclaration, OwnRecord, OwnVisit } from '../../shared/api/own-records.schema.ts';
import { addDays, type Day, dayOf, startOfDay } from '../../shared/clock.ts';
import type { Direction } from '../../shared/gate/event.ts';
import type { SchoolId, SubjectId } from '../../shared/ids.ts';
import type { App } from '../context.ts';
import { type Builder, schoolScope } from '../db/port.ts';
import { companionsOf, NO_PASS, openAnswers, openIdentity, type StoredDeclaration } from '../declarations/store.ts';
import { rowsOfPeople } from '../gates/day-items.ts';
import { findQuestionnaire } from '../questionnaires/store.ts';
import { listGates, type School } from '../schools/store.ts';
import { IS_POSTER } from '../visits/store.ts';

/** A declaration, and who came along. */
export interface Group {
  declarer: StoredDeclaration;
  companions: StoredDeclaration[];
}

export const groupOf = async (app: App, declarer: StoredDeclaration): Promise<Group> => ({
  declarer,
  companions: await companionsOf(app.db, schoolScope(declarer.school), declarer.school, [declarer.id]),
});

export const membersOf = ({ declarer, companions }: Group): StoredDeclaration[] => [declarer, ...companions];
export const subjectsOf = (group: Group): SubjectId[] => membersOf(group).map(({ subject }) => subject);

/** The last day on which it is kept, as the consent says. */
export async function keptThroughOf(app: App, { day, questionnaire }: StoredDeclaration): Promise<Day | null> {
  const found = await findQuestionnaire(app.db, questionnaire.id, questionnaire.version);
  return found ? addDays(day, found.consent.retentionDays) : null;
}

export async function declarationsOf(app: App, group: Group, withdrawn: readonly string[]): Promise<OwnDeclaration[]> {
  const { declarer } = group;
  const questionnaire = await findQuestionnaire(app.db, declarer.questionnaire.id, declarer.questionnaire.version);
  if (!questionnaire) throw new Error('a declaration names a questionnaire that was never published');
  const revoked = await app.db.read(schoolScope(declarer.school), (query) => revokedAmong(query, declarer.school, subjectsOf(group)));
  return membersOf(group).map((declaration) => {
    const identity = openIdentity(app.keys, declaration);
    const answers = openAnswers(app.keys, declaration);
    // Whoever has no pass of their own goes with the declarer's.
    const holder = declaration.passExpiresAt === NO_PASS ? declarer : declaration;
    const expired = holder.passExpiresAt < app.clock();
    return {
      id: declaration.id,
      at: declaration.createdAt,
      maskedName: identity?.maskedName ?? '',
      questionnaire,
      answers: identity && answers ? { ...identity.answers, ...answers } : null,
      consent: declaration.consent,
      withdrawn: [...withdrawn],
      pass: { state: revoked.has(holder.subject) ? 'withdrawn' : expired ? 'expired' : 'valid', expiresAt: holder.passExpiresAt },
    };
  });
}

async function revokedAmong(query: Builder, school: SchoolId, subjects: readonly SubjectId[]): Promise<Set<SubjectId>> {
  const rows = await query
    .selectFrom('pass_revocation')
    .select('subject')
    .where('school_id', '=', school)
    .where('subject', 'in', [...subjects])
    .execute();
  return new Set(rows.map((row) => row.subject));
}

/**
 * Visits with these passes, newest first: scans at gates as they count now, and what the phone noted itself. The phone's
 * clock may have been a day behind; nobody goes out later than the day after.
 */
export async function visitsOf(app: App, group: Group): Promise<OwnVisit[]> {
  const { declarer } = group;
  const { school } = declarer;
  const scope = schoolScope(school);
  const subjects = subjectsOf(group);
  const period = { from: addDays(declarer.day, -1), to: addDays(dayOf(Math.max(declarer.passExpiresAt, startOfDay(declarer.day))), 1) };
  const rows = await rowsOfPeople(app.db, scope, school, period, subjects);
  const noted = await app.db.read(scope, (query) => notedBy(query, school, subjects));
  const gates = new Map((await listGates(app.db, scope, school)).map((gate) => [gate.id, gate.name]));
  const fixes = new Map<string, Direction | 'void'>();
  for (const row of rows)
    if (row.kind === 'correction' && row.of_id !== null && !row.left)
      fixes.set(row.of_id, row.dir === 'in' || row.dir === 'out' ? row.dir : 'void');
  const visits: OwnVisit[] = [];
  for (const row of rows) {
    const fix = fixes.get(row.id);
    if (row.kind !== 'scan' || fix === 'void') continue;
    visits.push({ at: row.at, dir: fix ?? directionOf(row.dir), gate: gates.get(row.gate_id) ?? null, how: 'gate' });
  }
  for (const row of noted) {
    const how = row.method === 'screen' ? 'screen' : 'poster';
    visits.push({ at: row.at, dir: directionOf(row.dir), gate: gates.get(row.gate_id) ?? null, how });
  }
  return visits.sort((a, b) => b.at - a.at);
}

const directionOf = (dir: string | null): Direction => (dir === 'out' ? 'out' : 'in');

/** Uses gate_event_poster. */
const notedBy = (query: Builder, school: SchoolId, subjects: readonly SubjectId[]) =>
  query
    .selectFrom('gate_event')
    .select(['at', 'dir', 'gate_id', 'method'])
    .where('school_id', '=', school)
    .where('subject', 'in', [...subjects])
    .where('kind', '=', IS_POSTER)
    .execute();

export const schoolOf = ({ name, phone, contact }: School): OwnRecord['school'] => ({ name, phone, contact });
