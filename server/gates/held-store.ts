/** Held items: what came stays as it came, and is settled once. */
import type { Resolution, ResolveReason } from '../../shared/api/held.schema.ts';
import type { Instant } from '../../shared/clock.ts';
import type { AccountId, EventId, SchoolId } from '../../shared/ids.ts';
import type { Db, Scope, Statement } from '../db/port.ts';

export type HeldRow = NonNullable<Awaited<ReturnType<typeof findHeld>>>;

/** `hash`: base64url SHA-256 of what was held. */
export const findHeld = (db: Db, scope: Scope, school: SchoolId, hash: string) =>
  db.read(scope, (query) =>
    query.selectFrom('held_event').selectAll().where('school_id', '=', school).where('hash', '=', hash).executeTakeFirst(),
  );

export interface HeldPosition {
  at: Instant;
  hash: string;
}

/** Newest first. Uses held_event_open or held_event_resolved. */
export const heldPage = (
  db: Db,
  scope: Scope,
  school: SchoolId,
  state: 'open' | 'resolved',
  after: HeldPosition | undefined,
  limit: number,
): Promise<HeldRow[]> =>
  db.read(scope, (query) => {
    const time = state === 'open' ? 'received_at' : 'resolved_at';
    let rows = query
      .selectFrom('held_event')
      .selectAll()
      .where('school_id', '=', school)
      .where('resolved_at', state === 'open' ? 'is' : 'is not', null)
      .orderBy(time, 'desc')
      .orderBy('hash', 'desc')
      .limit(limit);
    if (after) {
      rows = rows.where(time, '<=', after.at).where((where) => where.or([where(time, '<', after.at), where('hash', '<', after.hash)]));
    }
    return rows.execute();
  });

export interface Settlement {
  how: Resolution;
  reason: ResolveReason;
  note: string;
  account: AccountId;
  accountName: string;
  at: Instant;
  /** The row of the log that stands for it now. */
  made: EventId | null;
}

/** Undoes the save with `conflict` when somebody else has settled it meanwhile. */
export const settleStatement = (db: Db, school: SchoolId, hash: string, settlement: Settlement): Statement => ({
  query: db.build
    .updateTable('held_event')
    .set({
      resolved_at: settlement.at,
      resolved_by: settlement.account,
      resolved_name: settlement.accountName,
      how: settlement.how,
      why: settlement.reason,
      note: settlement.note,
      made_id: settlement.made,
    })
    .where('school_id', '=', school)
    .where('hash', '=', hash)
    .where('resolved_at', 'is', null)
    .compile(),
  expect: { rows: 1, otherwise: 'conflict' },
});
