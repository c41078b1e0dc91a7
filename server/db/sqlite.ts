/** The port on SQLite: one writer connection with group commit, reading connections with one picture each. */
import type Database from 'better-sqlite3';
import { compilingBuilder, executingBuilder } from './builder.ts';
import { FeedWatch } from './feed.ts';
import { GroupCommit } from './group-commit.ts';
import type { Builder, Db } from './port.ts';
import { scopeText } from './scope.ts';
import { assertDurable, openReadOnly, openWritable, PreparedConnection, shrinkLog } from './sqlite-connection.ts';

/**
 * Reading connections kept open; more are opened when more reads wait on something at the same time, and opening one with
 * its statements costs as much as a whole batch of a kiosk.
 */
const KEPT_READERS = 32;
/** ms that the writer waits for a lock inside one turn; longer waits go through the event loop (group-commit.ts). */
const WRITER_BUSY = 50;

class Readers {
  readonly #file: string;
  readonly #free: PreparedConnection[] = [];
  #closed = false;

  constructor(file: string) {
    this.#file = file;
  }

  /** One read transaction: all queries of `work` see the same picture, as on PostgreSQL. */
  async use<T>(work: (query: Builder) => Promise<T>): Promise<T> {
    if (this.#closed) throw new Error('the database is closed');
    const connection = this.#free.pop() ?? new PreparedConnection(openReadOnly(this.#file));
    try {
      connection.run({ sql: 'begin', parameters: [] });
      return await work(executingBuilder('sqlite', connection));
    } finally {
      if (connection.raw.inTransaction) connection.run({ sql: 'commit', parameters: [] });
      if (this.#closed || this.#free.length >= KEPT_READERS) connection.close();
      else this.#free.push(connection);
    }
  }

  close(): void {
    this.#closed = true;
    for (const connection of this.#free.splice(0)) connection.close();
  }
}

/** @throws Error when the file cannot be written durably. The schema is there already (migrate.ts). */
export function openSqlite(file: string): Db {
  const raw: Database.Database = openWritable(file, WRITER_BUSY);
  const writer = new PreparedConnection(raw);
  try {
    raw.exec("update installation set value = value where name = 'epoch'");
    assertDurable(raw);
  } catch (error) {
    writer.close();
    throw error;
  }
  const commits = new GroupCommit(writer);
  const readers = new Readers(file);
  const feeds = new FeedWatch();
  return Object.freeze({
    engine: 'sqlite',
    build: compilingBuilder('sqlite'),
    async read(scope, work) {
      scopeText(scope);
      return readers.use(work);
    },
    async save(scope, statements) {
      scopeText(scope);
      const saved = await commits.save(statements);
      feeds.tell(statements, saved);
      return saved;
    },
    async snapshot(scope, work) {
      scopeText(scope);
      const own = new Readers(file);
      try {
        return await own.use(work);
      } finally {
        own.close();
      }
    },
    onFeed: (listener) => feeds.on(listener),
    async close() {
      await commits.close();
      readers.close();
      shrinkLog(raw);
      writer.close();
    },
  } satisfies Db);
}
