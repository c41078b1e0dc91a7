import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { DAY, MINUTE } from '../../shared/clock.ts';
import type { GatePolicy, KeyList } from '../../shared/gate/policy.ts';
import type { GateId, SchoolId } from '../../shared/ids.ts';
import { schoolTag } from '../../shared/pass/keys.ts';
import { Problem } from '../../shared/problem.ts';
import type { App } from '../context.ts';
import { type Db, type Scope, schoolScope } from '../db/port.ts';
import type { Kiosk } from '../kiosks/store.ts';
import { currentVersion } from '../questionnaires/store.ts';
import { findSchool, listGates, listOperators } from '../schools/store.ts';

const SKEW = 2 * MINUTE;

/** What one kiosk of `kiosks` (the school's) decides by. Its version is a number made from its content: it changes when anything in it does. */
export async function policyOf(app: App, school: SchoolId, gate: GateId, kiosks: readonly Kiosk[]): Promise<GatePolicy> {
  const scope = schoolScope(school);
  const found = await findSchool(app.db, scope, school);
  const gates = await listGates(app.db, scope, school);
  const own = gates.find((each) => each.id === gate);
  if (!found || !own) throw new Problem('not-found');
  const content = {
    school,
    schoolTag: await schoolTag(school, crypto.subtle),
    schoolName: found.name,
    gate: { id: own.id, name: own.name, direction: own.direction },
    gates: gates.map(({ id, name }) => ({ id, name })),
    kiosks: kiosks.filter((kiosk) => kiosk.revokedAt === null).length,
    acceptedCodes: ['pass', 'person-1405'] as const,
    operators: await listOperators(app.db, scope, school),
    questionnaire: { id: found.questionnaire, version: await currentVersion(app.db, found.questionnaire) },
    ...(found.screenCode ? { screenCode: true, ...(await posterOf(app, school, gate)) } : {}),
  };
  return { version: numberOf(JSON.stringify(content)), ...content };
}

/** The newest open poster of the gate, else of the whole school: what the code on the screen opens. */
async function posterOf(app: App, school: SchoolId, gate: GateId): Promise<{ poster?: string }> {
  const places = await app.db.read(schoolScope(school), (query) =>
    query
      .selectFrom('place')
      .select(['code', 'gate_id'])
      .where('school_id', '=', school)
      .where('withdrawn_at', 'is', null)
      .where((where) => where.or([where('gate_id', '=', gate), where('gate_id', 'is', null)]))
      .orderBy('made_at', 'desc')
      .orderBy('code')
      .execute(),
  );
  const place = places.find((each) => each.gate_id === gate) ?? places.find((each) => each.gate_id === null);
  return place ? { poster: place.code } : {};
}

const numberOf = (text: string): number => createHash('sha256').update(text).digest().readUIntBE(0, 6);

export const keyListOf = (app: App): KeyList => ({ at: app.clock(), keys: app.keys.verificationKeys() });

/**
 * Up to which number a verified backup holds all of a kiosk's items: nothing after a gap counts, and nothing that arrived
 * after the backup (a late item may have a smaller number than one that was backed up), held items included.
 */
export async function safeThrough(db: Db, scope: Scope, kiosk: Pick<Kiosk, 'id' | 'school'>, received: number): Promise<number> {
  return db.read(scope, async (query) => {
    const mark = await query.selectFrom('backup_mark').select(['feed', 'at']).where('school_id', '=', kiosk.school).executeTakeFirst();
    if (!mark) return 0;
    // `n + 0`: else SQLite walks the kiosk's numbers from the first one on (tests/server/db/plans.test.ts).
    const lowest = sql<number | null>`min(n + 0)`.as('n');
    const stored = await query
      .selectFrom('gate_event')
      .select(lowest)
      .where('school_id', '=', kiosk.school)
      .where('kiosk_id', '=', kiosk.id)
      .where('feed', '>', mark.feed)
      .executeTakeFirst();
    // Held items have no feed number; the mark's time is that of the backup's beginning.
    const held = await query
      .selectFrom('held_event')
      .select(lowest)
      .where('school_id', '=', kiosk.school)
      .where('kiosk_id', '=', kiosk.id)
      .where('received_at', '>=', mark.at)
      .executeTakeFirst();
    const first = [stored?.n, held?.n].flatMap((n) => (n ? [n] : []));
    return Math.min(received, ...first.map((n) => n - 1));
  });
}

/**
 * When most of a school's devices in use disagree with the server by over 2 minutes in the same direction, the server's
 * clock is the suspect (decisions 1).
 */
export function serverClockSuspect(kiosks: readonly Pick<Kiosk, 'clockOffset' | 'revokedAt' | 'lastSeenAt'>[], now: number): boolean {
  const inUse = kiosks.filter((kiosk) => kiosk.revokedAt === null && kiosk.lastSeenAt !== null && now - kiosk.lastSeenAt < DAY);
  const known = inUse.map((kiosk) => kiosk.clockOffset).filter((offset) => offset !== null);
  const ahead = known.filter((offset) => offset > SKEW).length;
  const behind = known.filter((offset) => offset < -SKEW).length;
  return known.length >= 2 && Math.max(ahead, behind) * 2 > known.length;
}
