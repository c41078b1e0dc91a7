/** One SQLite connection: opening, pragmas, and a cache of prepared statements. */
import Database from 'better-sqlite3';
import { type CompiledQuery, type DatabaseConnection, type QueryResult, SelectQueryNode } from 'kysely';
import type { Saved } from './port.ts';
import { assertStorable } from './storable.ts';

/** What one process keeps prepared; above it the oldest goes. Statements are few: multi-row inserts vary by row count. */
const MAX_PREPARED = 400;
const FULL = 2;
/** 16 MB in 4 kB pages: a page that many commits change goes into the file once, and fewer commits wait for that. */
const LOG_PAGES = 4000;

/**
 * Sets durability explicitly. The driver's build switches a WAL database to synchronous=NORMAL, which loses acknowledged
 * rows in a power cut; `assertDurable` reads the setting back after the first write, because it changes there.
 */
export function openWritable(file: string, busyTimeout = 5000): Database.Database {
  const raw = new Database(file);
  raw.pragma(`busy_timeout = ${busyTimeout}`);
  raw.pragma('journal_mode = WAL');
  raw.pragma('synchronous = FULL');
  raw.pragma(`wal_autocheckpoint = ${LOG_PAGES}`);
  raw.pragma('secure_delete = ON');
  raw.pragma('foreign_keys = ON');
  raw.pragma('case_sensitive_like = ON');
  return raw;
}

/** @throws Error when the connection would lose acknowledged rows in a power cut. Call it after a first write. */
export function assertDurable(raw: Database.Database): void {
  const mode = raw.pragma('synchronous', { simple: true });
  const journal = raw.pragma('journal_mode', { simple: true });
  if (mode !== FULL || journal !== 'wal') {
    throw new Error(`SQLite is not durable here (synchronous=${mode}, journal_mode=${journal}): QuaCổng does not run without WAL and FULL`);
  }
}

export function openReadOnly(file: string): Database.Database {
  const raw = new Database(file, { readonly: true });
  raw.pragma('busy_timeout = 5000');
  raw.pragma('query_only = ON');
  raw.pragma('case_sensitive_like = ON');
  return raw;
}

/** Empties the write-ahead log; on a full disk it stays, durable as it is, and the next start empties it. */
export function shrinkLog(raw: Database.Database): void {
  try {
    raw.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    if (!(error instanceof Database.SqliteError && error.code === 'SQLITE_FULL')) throw error;
  }
}

/** Whole numbers are bound as integers (the driver would bind 5 as 5.0), so that arithmetic is the same on both engines. */
const bindable = (value: unknown): unknown => (typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value);

interface Prepared {
  /** Gives rows as lists of values. */
  statement: Database.Statement;
  columns: readonly string[];
}

/** The driver's own objects are slow ones (dictionaries): made here, a row of 16 columns takes half the time, and less to use. */
function named(values: readonly unknown[], columns: readonly string[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  let i = 0;
  for (const column of columns) row[column] = values[i++];
  return row;
}

export class PreparedConnection implements DatabaseConnection {
  readonly raw: Database.Database;
  readonly #statements = new Map<string, Prepared>();

  constructor(raw: Database.Database) {
    this.raw = raw;
  }

  /** `affected` counts the rows that RETURNING gave, or the rows changed. */
  run(query: Pick<CompiledQuery, 'sql' | 'parameters'>): Saved {
    assertStorable(query.parameters);
    const { statement, columns } = this.#prepare(query.sql);
    const values = query.parameters.map(bindable);
    if (statement.reader) {
      const rows = (statement.all(values) as unknown[][]).map((row) => named(row, columns));
      return { rows, affected: rows.length };
    }
    return { rows: [], affected: statement.run(values).changes };
  }

  /** Kysely's reads. */
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, affected } = this.run(query);
    return { rows: rows as R[], numAffectedRows: BigInt(affected) };
  }

  /** Gives the turn away after each chunk, so that a long list never holds the event loop. */
  async *streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    if (!SelectQueryNode.is(query.query)) throw new Error('only a select can be streamed');
    let rows: R[] = [];
    // A fresh statement: one that is being iterated cannot be used by another query.
    for (const row of this.raw.prepare(query.sql).iterate(query.parameters.map(bindable))) {
      rows.push(row as R);
      if (rows.length >= chunkSize) {
        yield { rows };
        rows = [];
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    if (rows.length > 0) yield { rows };
  }

  #prepare(text: string): Prepared {
    const known = this.#statements.get(text);
    if (known) {
      this.#statements.delete(text);
      this.#statements.set(text, known);
      return known;
    }
    const statement = this.raw.prepare(text);
    const prepared = { statement, columns: statement.reader ? statement.columns().map(({ name }) => name) : [] };
    if (statement.reader) statement.raw();
    this.#statements.set(text, prepared);
    if (this.#statements.size > MAX_PREPARED) {
      for (const oldest of this.#statements.keys()) {
        this.#statements.delete(oldest);
        break;
      }
    }
    return prepared;
  }

  close(): void {
    this.#statements.clear();
    this.raw.close();
  }
}
