import { Problem } from '../../shared/problem.ts';

/** Each long read holds a connection of its own (server/db/postgres.ts has as many) and keeps SQLite's log from shrinking. */
const MOST = 3;
/** ms */
const PATIENCE = 10_000;

/** A waiting line: who comes when all are taken waits a little before being sent away. */
export class Slots {
  #free = MOST;
  readonly #line: (() => void)[] = [];

  /** Gives back what `take` took. */
  readonly give = (): void => {
    const next = this.#line.shift();
    if (next) next();
    else this.#free++;
  };

  /** @throws Problem `too-many-requests` when none came free in time */
  async take(patience = PATIENCE): Promise<void> {
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const turn = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#line.splice(this.#line.indexOf(turn), 1);
        reject(new Problem('too-many-requests', { retryAfter: PATIENCE / 1000 }));
      }, patience);
      this.#line.push(turn);
    });
  }
}
