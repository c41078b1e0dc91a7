/**
 * The rule that keeps sharding by school open, read back from the catalogue: a table with school_id has it first in its
 * primary key, in every unique constraint and in every foreign key. (Row-level security: scope.test.ts.)
 */
import Database from 'better-sqlite3';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDb, sqliteFile } from '../../../server/db/open.ts';
import { ENGINES, newDatabase, type TestDatabase } from '../../engines.ts';

interface Table {
  name: string;
  columns: string[];
  primaryKey: string[];
  uniques: string[][];
  foreignKeys: string[][];
}

function sqliteTables(file: string): Table[] {
  const db = new Database(file, { readonly: true });
  const all = <Row>(text: string, ...values: string[]): Row[] => db.prepare<string[], Row>(text).all(...values);
  const tables = all<{ name: string; strict: number }>(
    "select name, strict from pragma_table_list where schema = 'main' and type = 'table'",
  );
  const read = tables
    .filter(({ name }) => !name.startsWith('sqlite_') && !name.startsWith('kysely_'))
    .map(({ name, strict }) => {
      expect(strict, `${name} is STRICT`).toBe(1);
      const columns = all<{ name: string; pk: number }>('select name, pk from pragma_table_info(?)', name);
      const indexes = all<{ name: string }>('select name from pragma_index_list(?) where "unique" = 1', name);
      const keys = all<{ id: number; from: string }>('select id, "from" from pragma_foreign_key_list(?) order by id, seq', name);
      return {
        name,
        columns: columns.map((column) => column.name),
        primaryKey: columns
          .filter((column) => column.pk > 0)
          .sort((a, b) => a.pk - b.pk)
          .map((column) => column.name),
        uniques: indexes.map((index) =>
          all<{ name: string }>('select name from pragma_index_info(?) order by seqno', index.name).map((row) => row.name),
        ),
        foreignKeys: [...new Set(keys.map((key) => key.id))].map((id) => keys.filter((key) => key.id === id).map((key) => key.from)),
      };
    });
  db.close();
  return read;
}

async function postgresTables(client: pg.Client): Promise<Table[]> {
  const columns = (numbers: string): string =>
    `(select array_agg(a.attname::text order by k.at) from unnest(${numbers}) with ordinality k (n, at)
       join pg_attribute a on a.attrelid = c.oid and a.attnum = k.n)`;
  const { rows } = await client.query<{ name: string; columns: string[]; primary: string[]; uniques: string[][]; keys: string[][] }>(`
    select c.relname as name,
      (select array_agg(attname::text) from pg_attribute where attrelid = c.oid and attnum > 0) as columns,
      (select ${columns('i.indkey::int2[]')} from pg_index i where i.indrelid = c.oid and i.indisprimary) as primary,
      coalesce((select jsonb_agg(${columns('i.indkey::int2[]')}) from pg_index i where i.indrelid = c.oid and i.indisunique), '[]') as uniques,
      coalesce((select jsonb_agg(${columns('f.conkey')}) from pg_constraint f where f.conrelid = c.oid and f.contype = 'f'), '[]') as keys
    from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname not like 'kysely%'`);
  return rows.map((row) => ({
    name: row.name,
    columns: row.columns,
    primaryKey: row.primary,
    uniques: row.uniques,
    foreignKeys: row.keys,
  }));
}

describe.each(ENGINES)('the schema rule (%s)', (engine) => {
  let made: TestDatabase;
  let tables: Table[];
  let client: pg.Client | undefined;
  beforeAll(async () => {
    made = await newDatabase(engine);
    await (await openDb(made.config)).close();
    if (made.config.databaseUrl) {
      client = new pg.Client({ connectionString: made.config.databaseUrl });
      await client.connect();
      tables = await postgresTables(client);
    } else tables = sqliteTables(sqliteFile(made.config.dataDir));
  });
  afterAll(async () => {
    await client?.end();
    await made.remove();
  });

  it('has school_id first everywhere', () => {
    const ofSchools = tables.filter((table) => table.columns.includes('school_id'));
    expect(ofSchools.length).toBeGreaterThanOrEqual(14);
    for (const table of ofSchools) {
      expect(table.primaryKey[0], `${table.name}: primary key`).toBe('school_id');
      for (const unique of table.uniques) expect(unique[0], `${table.name}: unique (${unique})`).toBe('school_id');
      for (const key of table.foreignKeys) expect(key[0], `${table.name}: foreign key (${key})`).toBe('school_id');
    }
    expect(tables.find((table) => table.name === 'gate_event')?.primaryKey).toEqual(['school_id', 'day', 'id']);
    // What a name alone would leave open: a school's table that forgot the column.
    expect(
      tables
        .filter((table) => !ofSchools.includes(table))
        .map((table) => table.name)
        .sort(),
    ).toEqual(['access_grant', 'installation', 'kiosk_home', 'pairing', 'place_code', 'questionnaire', 'unit', 'unit_span']);
  });
});
