import type { PlaceView } from '../../shared/api/declarations.schema.ts';
import { parsePlaceCode } from '../../shared/codes.ts';
import type { GateId, PlaceId, SchoolId } from '../../shared/ids.ts';
import type { App } from '../context.ts';
import { type Db, schoolScope } from '../db/port.ts';
import { currentQuestionnaire } from '../questionnaires/store.ts';
import { findSchool, listGates } from '../schools/store.ts';

export interface Place {
  id: PlaceId;
  code: string;
  school: SchoolId;
  gate: GateId | null;
  withdrawnAt: number | null;
}

/** What a poster's short code stands for; undefined for no code of ours. */
export async function findPlace(db: Db, typed: string): Promise<Place | undefined> {
  const code = parsePlaceCode(typed);
  if (code === undefined) return undefined;
  const home = await db.read('system', (query) => query.selectFrom('place_code').selectAll().where('code', '=', code).executeTakeFirst());
  if (!home) return undefined;
  const row = await db.read(schoolScope(home.unit_id), (query) =>
    query.selectFrom('place').selectAll().where('school_id', '=', home.unit_id).where('id', '=', home.place_id).executeTakeFirst(),
  );
  return row && { id: row.id, code: row.code, school: row.school_id, gate: row.gate_id, withdrawnAt: row.withdrawn_at };
}

export async function placeView(app: App, typed: string): Promise<PlaceView | undefined> {
  const place = await findPlace(app.db, typed);
  if (!place) return undefined;
  const scope = schoolScope(place.school);
  const school = await findSchool(app.db, scope, place.school);
  if (!school) return undefined;
  const gates = place.gate === null ? [] : await listGates(app.db, scope, place.school);
  const now = app.clock();
  return {
    code: place.code,
    place: place.id,
    state: place.withdrawnAt === null ? 'open' : 'withdrawn',
    ...(place.withdrawnAt === null ? {} : { withdrawn: { at: place.withdrawnAt, replaced: await isReplaced(app.db, place) } }),
    school: { id: school.id, name: school.name, shortName: school.shortName, line: school.line, contact: school.contact },
    gate: gates.find((gate) => gate.id === place.gate)?.name ?? null,
    questionnaire: await currentQuestionnaire(app.db, school.questionnaire),
    keys: { at: now, keys: app.keys.verificationKeys() },
    serverTime: now,
  };
}

async function isReplaced(db: Db, { school, gate }: Place): Promise<boolean> {
  const row = await db.read(schoolScope(school), (query) =>
    query
      .selectFrom('place')
      .select('id')
      .where('school_id', '=', school)
      .where('withdrawn_at', 'is', null)
      .where('gate_id', gate === null ? 'is' : '=', gate)
      .executeTakeFirst(),
  );
  return row !== undefined;
}
