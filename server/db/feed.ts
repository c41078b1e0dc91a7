/**
 * Feed numbers of a school: the order in which rows became visible. They come from a counter row that the same save
 * updates (on PostgreSQL its lock is held until the commit), so that a reader who has seen number n never misses a
 * smaller one later. A bare sequence would not give that.
 */
import { type RawBuilder, sql } from 'kysely';
import type { SchoolId } from '../../shared/ids.ts';
import type { Builder, Statement } from './port.ts';

/** Takes the next `count` numbers; stands before the statements that use them, in the same save. */
export const advanceFeed = (build: Builder, school: SchoolId, count: number): Statement => ({
  query: build
    .insertInto('feed_counter')
    .values({ school_id: school, value: count })
    .onConflict((clash) => clash.column('school_id').doUpdateSet((row) => ({ value: row('feed_counter.value', '+', count) })))
    .compile(),
});

/** The counter minus `offset`: of n rows numbered in one save the first has offset n-1, the last 0. */
export const feedNumber = (school: SchoolId, offset: number): RawBuilder<number> =>
  sql<number>`((select value from feed_counter where school_id = ${school}) - ${offset})`;
