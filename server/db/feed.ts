/**
 * Feed numbers of a school: the order in which rows became visible. They come from a counter row that the same save
 * updates (on PostgreSQL its lock is held until the commit), so that a reader who has seen number n never misses a
 * smaller one later. A bare sequence would not give that.
 */
import { type RawBuilder, sql } from 'kysely';
import type { SchoolId } from '../../shared/ids.ts';
import type { Builder, Db, Saved, Statement } from './port.ts';

/** Takes the next `count` numbers; stands before the statements that use them, in the same save. */
export const advanceFeed = (build: Builder, school: SchoolId, count: number): Statement => ({
  query: build
    .insertInto('feed_counter')
    .values({ school_id: school, value: count })
    .onConflict((clash) => clash.column('school_id').doUpdateSet((row) => ({ value: row('feed_counter.value', '+', count) })))
    .returning('value')
    .compile(),
  feed: school,
});

/** The counter minus `offset`: of n rows numbered in one save the first has offset n-1, the last 0. */
export const feedNumber = (school: SchoolId, offset: number): RawBuilder<number> =>
  sql<number>`((select value from feed_counter where school_id = ${school}) - ${offset})`;

/** The number that a school's feed has come to. What a read finds afterwards has all rows up to it. */
export async function feedEnd(query: Builder, school: SchoolId): Promise<number> {
  const row = await query.selectFrom('feed_counter').select('value').where('school_id', '=', school).executeTakeFirst();
  return row?.value ?? 0;
}

/** Tells within this process that a school's feed has moved on, once that is durable. */
export class FeedWatch {
  readonly #listeners = new Set<Parameters<Db['onFeed']>[0]>();

  on(listener: Parameters<Db['onFeed']>[0]): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Of a save that has been committed. */
  tell(statements: readonly Statement[], saved: readonly Saved[]): void {
    for (const [index, { feed: school }] of statements.entries()) {
      const value = school === undefined ? undefined : saved[index]?.rows[0]?.value;
      if (school !== undefined && typeof value === 'number') for (const listener of this.#listeners) listener(school, value);
    }
  }
}
