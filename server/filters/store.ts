import type { SavedFilter, SavedFilterInput } from '../../shared/api/saved-filters.schema.ts';
import type { AccountId, SchoolId } from '../../shared/ids.ts';
import type { Db, Scope, Statement } from '../db/port.ts';

export interface FilterOwner {
  school: SchoolId;
  account: AccountId;
}

/** Oldest first. */
export async function listFilters(db: Db, scope: Scope, { school, account }: FilterOwner): Promise<SavedFilter[]> {
  const rows = await db.read(scope, (query) =>
    query
      .selectFrom('saved_filter')
      .select(['id', 'name', 'filter'])
      .where('school_id', '=', school)
      .where('account_id', '=', account)
      .orderBy('created_at')
      .orderBy('id')
      .execute(),
  );
  // Written by saveFilterStatement alone.
  return rows.map(({ id, name, filter }) => ({ ...(JSON.parse(filter) as Omit<SavedFilterInput, 'name'>), id, name }));
}

/** A name that is taken is a `conflict`. */
export function saveFilterStatement(
  db: Db,
  { school, account }: FilterOwner,
  { id, name, ...filter }: SavedFilter,
  now: number,
): Statement {
  const row = { school_id: school, account_id: account, id, name, filter: JSON.stringify(filter), created_at: now };
  return {
    query: db.build
      .insertInto('saved_filter')
      .values(row)
      .onConflict((clash) => clash.columns(['school_id', 'account_id', 'name']).doNothing())
      .compile(),
    expect: { rows: 1, otherwise: 'conflict' },
  };
}

/** `not-found` for what is not the account’s own. */
export const removeFilterStatement = (db: Db, { school, account }: FilterOwner, id: string): Statement => ({
  query: db.build
    .deleteFrom('saved_filter')
    .where('school_id', '=', school)
    .where('account_id', '=', account)
    .where('id', '=', id)
    .compile(),
  expect: { rows: 1, otherwise: 'not-found' },
});
