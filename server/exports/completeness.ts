import type { KioskCompleteness } from '../../shared/api/exports.schema.ts';
import type { KioskId, SchoolId } from '../../shared/ids.ts';
import { type Db, schoolScope } from '../db/port.ts';
import { gapsAfter } from '../gates/store.ts';
import { sentOf, stateOf } from '../kiosks/state.ts';
import { listKiosks } from '../kiosks/store.ts';

const MOST_GAPS = 50;

/** Per kiosk: how far its log has arrived, what is missing in it, and since when it is silent. */
export async function completenessOf(db: Db, school: SchoolId): Promise<(KioskCompleteness & { id: KioskId })[]> {
  const scope = schoolScope(school);
  const all: (KioskCompleteness & { id: KioskId })[] = [];
  for (const kiosk of await listKiosks(db, scope, school)) {
    const gaps = await gapsAfter(db, scope, school, kiosk.id, kiosk.receivedThrough, sentOf(stateOf(kiosk)));
    const { id, name, receivedThrough, lastSeenAt } = kiosk;
    all.push({ id, name, receivedThrough, gaps: gaps.slice(0, MOST_GAPS), lastSeenAt });
  }
  return all;
}
