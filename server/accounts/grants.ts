import type { Day } from '../../shared/clock.ts';
import type { AccountId, UnitId } from '../../shared/ids.ts';
import { Problem } from '../../shared/problem.ts';
import { type Grant, ROLES, type Role } from '../../shared/units/can.ts';
import type { Caller } from '../context.ts';
import type { Db } from '../db/port.ts';

const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);

/** The account's grants with the path that each unit has on a day. */
export async function grantsOf(db: Db, account: AccountId, day: Day): Promise<Grant[]> {
  const rows = await db.read('system', (query) =>
    query
      .selectFrom('access_grant')
      .innerJoin('unit_span', 'unit_span.unit_id', 'access_grant.unit_id')
      .select(['access_grant.unit_id', 'access_grant.role', 'access_grant.from_day', 'access_grant.to_day', 'unit_span.path'])
      .where('access_grant.account_id', '=', account)
      .where('unit_span.from_day', '<=', day)
      .where((where) => where.or([where('unit_span.to_day', 'is', null), where('unit_span.to_day', '>=', day)]))
      .execute(),
  );
  return rows.flatMap((row) =>
    isRole(row.role) ? [{ account, unit: row.unit_id, path: row.path, role: row.role, from: row.from_day, to: row.to_day }] : [],
  );
}

/** The materialised path of a unit on a day; undefined when it does not stand then. */
export async function pathOf(db: Db, unit: UnitId, day: Day): Promise<string | undefined> {
  const row = await db.read('system', (query) =>
    query
      .selectFrom('unit_span')
      .select('path')
      .where('unit_id', '=', unit)
      .where('from_day', '<=', day)
      .where((where) => where.or([where('to_day', 'is', null), where('to_day', '>=', day)]))
      .executeTakeFirst(),
  );
  return row?.path;
}

/** For endpoints whose policy asks for an account. */
export function accountOf(caller: Caller): AccountId {
  if (caller.kind !== 'account') throw new Problem('not-signed-in');
  return caller.account;
}
