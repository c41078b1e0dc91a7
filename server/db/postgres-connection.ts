/** One PostgreSQL connection as Kysely and `save` use it: no named statements (pgbouncer), numbers as numbers. */
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import pg from 'pg';
import type { Saved, Scope } from './port.ts';
import { scopeText } from './scope.ts';
import { assertStorable } from './storable.ts';

/** int8 (also of count) and numeric (of sum): everything stored is below 2^53. */
const NUMBERS: readonly number[] = [20, 1700];

/** Types that pg would give as text come as numbers, on this connection only. */
export const TYPES = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    NUMBERS.includes(oid) && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/** Begin and scope in one round trip; the setting ends with the transaction. */
export const beginText = (mode: '' | 'isolation level repeatable read read only', scope: Scope): string =>
  `begin ${mode}; select set_config('app.schools', ${pg.escapeLiteral(scopeText(scope))}, true)`;

export class PostgresConnection implements DatabaseConnection {
  readonly #client: pg.ClientBase;
  #cursors = 0;

  constructor(client: pg.ClientBase) {
    this.#client = client;
  }

  async run(query: Pick<CompiledQuery, 'sql' | 'parameters'>): Promise<Saved> {
    assertStorable(query.parameters);
    const { rows, rowCount } = await this.#client.query<Record<string, unknown>>(query.sql, [...query.parameters]);
    return { rows, affected: rowCount ?? 0 };
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, affected } = await this.run(query);
    return { rows: rows as R[], numAffectedRows: BigInt(affected) };
  }

  /** Through a cursor of the transaction, so that memory stays flat. */
  async *streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    const cursor = `stream_${++this.#cursors}`;
    await this.run({ sql: `declare ${cursor} no scroll cursor for ${query.sql}`, parameters: query.parameters });
    for (;;) {
      const { rows } = await this.run({ sql: `fetch forward ${Math.trunc(chunkSize)} from ${cursor}`, parameters: [] });
      if (rows.length > 0) yield { rows: rows as R[] };
      if (rows.length < chunkSize) break;
    }
    await this.run({ sql: `close ${cursor}`, parameters: [] });
  }
}
