import type { SchoolId } from '../../shared/ids.ts';
import type { Db, Scope } from '../db/port.ts';
import { listKiosks } from '../kiosks/store.ts';
import { listGates, schoolName } from '../schools/store.ts';

/** What kiosks and posters are called; a poster has the name of its gate, or of the school. */
export async function namesOfObjects(db: Db, scope: Scope, school: SchoolId): Promise<ReadonlyMap<string, string>> {
  const gates = new Map((await listGates(db, scope, school)).map((gate) => [gate.id, gate.name]));
  const name = await schoolName(db, scope, school);
  const places = await db.read(scope, (query) =>
    query.selectFrom('place').select(['id', 'gate_id']).where('school_id', '=', school).execute(),
  );
  const kiosks = await listKiosks(db, scope, school);
  return new Map([
    ...kiosks.map((kiosk) => [kiosk.id, kiosk.name] as const),
    ...places.map((place) => [place.id, gates.get(place.gate_id ?? '') ?? name] as const),
  ]);
}
