/** Making tables alike on both engines; row-level security comes with each table that has a school. */
import { type Kysely, sql } from 'kysely';
import type { Db } from '../port.ts';

/** Text compares by byte on both engines; PostgreSQL would otherwise sort by the machine's locale. */
export const TYPES = {
  sqlite: { text: 'text', int: 'integer', bytes: 'blob' },
  postgres: { text: 'text collate "C"', int: 'bigint', bytes: 'bytea' },
} as const;

/** 0 or 1. */
export const flag = (column: string): string => `check (${column} in (0, 1))`;
/** Looks like YYYY-MM-DD. */
export const day = (column: string): string => `check (${column} like '____-__-__')`;
export const oneOf = (column: string, ...values: string[]): string =>
  `check (${column} in (${values.map((value) => `'${value}'`).join(', ')}))`;
/** Bytes. */
export const size = (column: string, min: number, max: number): string => `check (octet_length(${column}) between ${min} and ${max})`;

/** The second wall: without a scope no row is seen, whatever the query forgot. The owner is bound too (force). */
function policies(table: string): string[] {
  const scope = "(select current_setting('app.schools', true))";
  const mine = `${scope} = '*' or school_id = any ((select string_to_array(current_setting('app.schools', true), ','))::text[])`;
  return [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `create policy by_scope on ${table} using (${mine}) with check (${mine})`,
  ];
}

/** Columns by table, in the order of their foreign keys; a school's table begins with `school_id`. */
export async function createTables(db: Kysely<unknown>, engine: Db['engine'], tables: Record<string, string>): Promise<void> {
  const run = (text: string) => sql.raw(text).execute(db);
  for (const [name, columns] of Object.entries(tables)) {
    await run(`create table ${name} (${columns})${engine === 'sqlite' ? ' strict' : ''}`);
    if (engine === 'postgres' && columns.startsWith('school_id')) for (const policy of policies(name)) await run(policy);
  }
}
