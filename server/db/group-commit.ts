/**
 * Many saves, one fsync. Saves that arrive while the event loop is busy are run together in one BEGIN IMMEDIATE ... COMMIT,
 * each in a savepoint of its own, and answered after the COMMIT. Nothing is awaited inside, so no other work can join the
 * transaction and vanish with somebody's rollback (docs/decisions/0002).
 */
import { Problem } from '../../shared/problem.ts';
import type { Saved, Statement } from './port.ts';
import type { PreparedConnection } from './sqlite-connection.ts';

/** Saves in one commit, and ms of one turn of the event loop, fsync not counted. */
const MAX_SAVES = 500;
const MAX_MS = 8;
/** Another process (a backup writing its mark) may hold the lock for a moment: ms between tries, and ms in all. */
const BUSY_PAUSE = 15;
const BUSY_LIMIT = 10_000;

interface Waiting {
  statements: readonly Statement[];
  since: number;
  resolve(saved: Saved[]): void;
  reject(error: unknown): void;
}
type Outcome = { done: Saved[] } | { failed: unknown };

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** A full disk is an expected state of a machine at a gate: it has its own answer, and the port works on when space returns. */
const asProblem = (error: unknown): unknown =>
  ['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'SQLITE_IOERR_TRUNCATE'].includes(codeOf(error)) ? new Problem('storage-full') : error;

export class GroupCommit {
  readonly #connection: PreparedConnection;
  readonly #now: () => number;
  #queue: Waiting[] = [];
  #scheduled = false;
  #closed = false;
  #idle: (() => void)[] = [];

  constructor(connection: PreparedConnection, now: () => number = () => performance.now()) {
    this.#connection = connection;
    this.#now = now;
  }

  save(statements: readonly Statement[]): Promise<Saved[]> {
    if (this.#closed) return Promise.reject(new Error('the database is closed'));
    return new Promise((resolve, reject) => {
      this.#queue.push({ statements, since: this.#now(), resolve, reject });
      this.#schedule();
    });
  }

  /** Resolves when everything handed over so far is answered; later saves are refused. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#queue.length > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #schedule(pause?: number): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const flush = (): void => {
      this.#scheduled = false;
      this.#flush();
    };
    if (pause === undefined) setImmediate(flush);
    else setTimeout(flush, pause);
  }

  #flush(): void {
    const { raw } = this.#connection;
    try {
      this.#connection.run({ sql: 'begin immediate', parameters: [] });
    } catch (error) {
      this.#beginFailed(error);
      return;
    }
    const started = this.#now();
    const batch: { save: Waiting; outcome: Outcome }[] = [];
    let broken: unknown;
    while (this.#queue.length > 0 && batch.length < MAX_SAVES && this.#now() - started < MAX_MS && !broken) {
      const save = this.#queue.shift();
      if (!save) break;
      const outcome = this.#runOne(save.statements);
      batch.push({ save, outcome });
      // Some errors (full disk, I/O) undo the whole transaction by themselves.
      if (!raw.inTransaction) broken = 'failed' in outcome ? outcome.failed : new Error('the transaction was lost');
    }
    broken ??= this.#commit();
    for (const { save, outcome } of batch) {
      if ('failed' in outcome) save.reject(asProblem(outcome.failed));
      else if (broken) save.reject(asProblem(broken));
      else save.resolve(outcome.done);
    }
    this.#next();
  }

  #runOne(statements: readonly Statement[]): Outcome {
    const connection = this.#connection;
    try {
      connection.run({ sql: 'savepoint one_save', parameters: [] });
      const done = statements.map((statement) => {
        const saved = connection.run(statement.query);
        if (statement.expect && saved.affected !== statement.expect.rows) throw new Problem(statement.expect.otherwise);
        return saved;
      });
      connection.run({ sql: 'release one_save', parameters: [] });
      return { done };
    } catch (failed) {
      if (connection.raw.inTransaction) {
        connection.run({ sql: 'rollback to one_save', parameters: [] });
        connection.run({ sql: 'release one_save', parameters: [] });
      }
      return { failed };
    }
  }

  /** What went wrong, or undefined. */
  #commit(): unknown {
    try {
      this.#connection.run({ sql: 'commit', parameters: [] });
      return undefined;
    } catch (error) {
      if (this.#connection.raw.inTransaction) this.#connection.run({ sql: 'rollback', parameters: [] });
      return error;
    }
  }

  #beginFailed(error: unknown): void {
    const oldest = this.#queue[0]?.since ?? 0;
    if (codeOf(error).startsWith('SQLITE_BUSY') && this.#now() - oldest < BUSY_LIMIT) {
      this.#schedule(BUSY_PAUSE);
      return;
    }
    for (const save of this.#queue.splice(0)) save.reject(asProblem(error));
    this.#next();
  }

  #next(): void {
    if (this.#queue.length > 0) this.#schedule();
    else for (const done of this.#idle.splice(0)) done();
  }
}
