/**
 * The one way to data, for both engines. There is no interactive transaction: a handler reads, decides, then hands over
 * compiled statements that are saved together or not at all (docs/decisions/0002).
 */
import type { CompiledQuery, Kysely } from 'kysely';
import type { SchoolId } from '../../shared/ids.ts';
import type { ProblemCode } from '../../shared/problem.ts';
import type { Schema } from './schema.ts';

/** Whose rows a call may touch. `system` is for start, set-up and look-ups before a school is known. */
export type Scope = { readonly schools: readonly SchoolId[] } | 'system';

export const schoolScope = (school: SchoolId): Scope => ({ schools: [school] });

/** Builds statements; executes nothing. */
export type Builder = Pick<Kysely<Schema>, 'selectFrom' | 'insertInto' | 'updateTable' | 'deleteFrom' | 'fn' | 'with'>;

export interface Statement {
  query: CompiledQuery;
  /** It moves this school's feed on and returns the new number as `value` (advanceFeed of feed.ts). */
  feed?: SchoolId;
  /** The number of rows that it must change; else the whole save is undone and fails with this problem. */
  expect?: { rows: number; otherwise: ProblemCode };
}

export interface Saved {
  /** What RETURNING gave. */
  rows: Record<string, unknown>[];
  affected: number;
}

export interface Db {
  readonly engine: 'sqlite' | 'postgres';
  readonly build: Builder;
  /**
   * Queries of one read see one picture, and only the scope's rows (row-level security on PostgreSQL). Never call `read`
   * inside the work of another one: on PostgreSQL each holds a connection of the pool.
   */
  read<T>(scope: Scope, work: (query: Builder) => Promise<T>): Promise<T>;
  /**
   * Durable when it resolves (SQLite: synchronous=FULL, many saves share one commit; PostgreSQL: one transaction).
   * @throws Problem of a failed expectation, `storage-full`, `invalid-input` for NUL or a lone surrogate, `not-found` for
   * a scope that names no possible school; or the engine's own error
   */
  save(scope: Scope, statements: readonly Statement[]): Promise<Saved[]>;
  /** One consistent picture for long reads on a connection of its own, so that writers go on. */
  snapshot<T>(scope: Scope, work: (query: Builder) => Promise<T>): Promise<T>;
  /**
   * Calls the listener after each save of this process that moved a school's feed on; returns what ends it. Other
   * processes on the same PostgreSQL are not heard: that would be LISTEN and NOTIFY behind this same method.
   */
  onFeed(listener: (school: SchoolId, feed: number) => void): () => void;
  close(): Promise<void>;
}
