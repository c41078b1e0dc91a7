import type { Alarms, EventFlag } from '../../shared/api/log.schema.ts';
import type { SchoolId } from '../../shared/ids.ts';
import type { App } from '../context.ts';
import { schoolScope } from '../db/port.ts';
import { sentOf, stateOf } from '../kiosks/state.ts';
import { listKiosks } from '../kiosks/store.ts';
import { serverClockSuspect } from './policy.ts';
import { gapsAfter } from './store.ts';

const MOST = 200;

/** What the office must look at, newest first. */
export async function alarmsOf(app: App, school: SchoolId): Promise<Alarms> {
  const scope = schoolScope(school);
  const kiosks = await listKiosks(app.db, scope, school);
  const held = await app.db.read(scope, (query) =>
    query
      .selectFrom('held_event')
      .select(['hash', 'kind', 'kiosk_id', 'event_id', 'reason', 'received_at'])
      .where('school_id', '=', school)
      .where('resolved_at', 'is', null)
      .orderBy('received_at', 'desc')
      .limit(MOST)
      .execute(),
  );
  // Uses the partial index gate_event_flagged.
  const flagged = await app.db.read(scope, (query) =>
    query
      .selectFrom('gate_event')
      .select(['id', 'kiosk_id', 'n', 'flags', 'at'])
      .where('school_id', '=', school)
      .where('flags', '<>', '')
      .orderBy('received_at', 'desc')
      .limit(MOST)
      .execute(),
  );
  const gaps: Alarms['gaps'] = [];
  for (const kiosk of kiosks) {
    const missing = await gapsAfter(app.db, scope, school, kiosk.id, kiosk.receivedThrough, sentOf(stateOf(kiosk)));
    for (const gap of missing) gaps.push({ kiosk: kiosk.id, kioskName: kiosk.name, ...gap });
  }
  return {
    conflicts: held
      .filter((item) => item.kind === 'conflict')
      .map((item) => ({ id: item.hash, kiosk: item.kiosk_id, event: item.event_id ?? '', receivedAt: item.received_at })),
    quarantined: held
      .filter((item) => item.kind === 'quarantine')
      .map((item) => ({ id: item.hash, kiosk: item.kiosk_id, reason: item.reason, receivedAt: item.received_at })),
    gaps,
    flagged: flagged.map((row) => ({
      event: row.id,
      kiosk: row.kiosk_id,
      n: row.n,
      flags: row.flags.split(',') as EventFlag[],
      at: row.at,
    })),
    serverClockSuspect: serverClockSuspect(kiosks, app.clock()),
  };
}
