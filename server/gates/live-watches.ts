/**
 * Who watches a school's log by server push. A watch outlives its connection for a while, so that a weak network does
 * not make a new one (and a new audit entry) every few seconds (docs/decisions/0010).
 */
import { HOUR, type Instant, MINUTE } from '../../shared/clock.ts';
import type { AccountId, SchoolId } from '../../shared/ids.ts';
import { auditOf } from '../audit.ts';
import type { App } from '../context.ts';
import { type Statement, schoolScope } from '../db/port.ts';
import { reported } from '../report.ts';

/** Pages of one account at the same time; browsers keep at most six connections to one host over HTTP/1.1. */
const MOST_WATCHES = 4;
/** How long a watch waits for its page to come back, ms. */
const GRACE = 2 * MINUTE;
/** Rows that were given are written down at least this often. */
const TALLY_EVERY = HOUR;

export interface Watch {
  /** Opens nothing by itself; it names the watch to its own account. */
  id: string;
  school: SchoolId;
  account: AccountId;
  since: Instant;
  rows: number;
  /** Of `rows`, those that stand in the audit already, and when that was written. */
  told: number;
  toldAt: Instant;
  /** Ends the connection; undefined while the page is away. */
  give: (() => void) | undefined;
  ending: NodeJS.Timeout | undefined;
}

export class Watches {
  readonly #app: App;
  readonly #all = new Map<string, Watch>();

  constructor(app: App) {
    this.#app = app;
  }

  /** The account's own watch on that school, if it still stands. */
  find(id: string | undefined, account: AccountId, school: SchoolId): Watch | undefined {
    const watch = id === undefined ? undefined : this.#all.get(id);
    return watch?.account === account && watch.school === school ? watch : undefined;
  }

  /** Begins or resumes. `give` is called when the connection must give way to a newer one. */
  take(known: Watch | undefined, fresh: Pick<Watch, 'id' | 'account' | 'school'>, give: () => void): Watch {
    const now = this.#app.clock();
    const watch = known ?? { ...fresh, since: now, rows: 0, told: 0, toldAt: now, give: undefined, ending: undefined };
    clearTimeout(watch.ending);
    const before = watch.give;
    watch.give = give;
    // After the new one stands: the end of the old connection must not begin the wait for a page that is here.
    before?.();
    // The newest stands last.
    this.#all.delete(watch.id);
    this.#all.set(watch.id, watch);
    const open = [...this.#all.values()].filter((each) => each.account === watch.account && each.give);
    for (const oldest of open.slice(0, -MOST_WATCHES)) oldest.give?.();
    return watch;
  }

  /** The page went away; it may come back. */
  left(watch: Watch, give: () => void): void {
    if (watch.give !== give) return;
    watch.give = undefined;
    watch.ending = setTimeout(() => this.end(watch), GRACE).unref();
  }

  end(watch: Watch): void {
    clearTimeout(watch.ending);
    if (!this.#all.delete(watch.id)) return;
    const minutes = Math.round((this.#app.clock() - watch.since) / MINUTE);
    this.#app.db
      .save(schoolScope(watch.school), [this.#entry(watch, 'log.watch-ended', { rows: watch.rows, minutes })])
      .catch((error: unknown) => this.#app.log.error({ err: reported(error) }, 'the end of a watch was not recorded'));
  }

  endAll(): void {
    for (const watch of [...this.#all.values()]) this.end(watch);
  }

  /** Rows are about to be given: what has to be saved before, at most once an hour. */
  count(watch: Watch, rows: number): Statement[] {
    watch.rows += rows;
    const now = this.#app.clock();
    if (now - watch.toldAt < TALLY_EVERY || watch.rows === watch.told) return [];
    const entry = this.#entry(watch, 'log.watching', { rows: watch.rows - watch.told });
    watch.told = watch.rows;
    watch.toldAt = now;
    return [entry];
  }

  #entry(watch: Watch, action: string, detail: Record<string, number>): Statement {
    return auditOf(this.#app, { school: watch.school, actor: watch.account, action, object: watch.id, detail });
  }
}
