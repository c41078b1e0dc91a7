import type { SchoolId } from '../../shared/ids.ts';
import { Problem } from '../../shared/problem.ts';

/** Each long read holds a connection of its own (server/db/postgres.ts has as many) and keeps SQLite's log from shrinking. */
const MOST = 3;
/** One school's slow readers leave room for another's. */
const MOST_OF_A_SCHOOL = 2;
/** ms */
const PATIENCE = 10_000;

interface Waiting {
  school: SchoolId;
  turn(): void;
}

/** A waiting line: who comes when all are taken waits a little before being sent away. */
export class Slots {
  #taken = 0;
  readonly #bySchool = new Map<SchoolId, number>();
  readonly #line: Waiting[] = [];

  /** Returns what gives the slot back; more than once is once. @throws Problem `too-many-requests` when none came free in time */
  async take(school: SchoolId, patience = PATIENCE): Promise<() => void> {
    if (this.#isFree(school)) this.#count(school, 1);
    else await this.#wait(school, patience);
    let held = true;
    return () => {
      if (held) this.#give(school);
      held = false;
    };
  }

  #wait(school: SchoolId, patience: number): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const waiting: Waiting = {
        school,
        turn() {
          clearTimeout(timer);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        this.#line.splice(this.#line.indexOf(waiting), 1);
        reject(new Problem('too-many-requests', { retryAfter: PATIENCE / 1000 }));
      }, patience);
      this.#line.push(waiting);
    });
  }

  #give(school: SchoolId): void {
    this.#count(school, -1);
    const next = this.#line.findIndex((waiting) => this.#isFree(waiting.school));
    if (next < 0) return;
    for (const waiting of this.#line.splice(next, 1)) {
      // Taken here: whoever comes before the waiting one wakes finds no place that is promised.
      this.#count(waiting.school, 1);
      waiting.turn();
    }
  }

  #count(school: SchoolId, change: 1 | -1): void {
    this.#taken += change;
    const now = this.#of(school) + change;
    if (now > 0) this.#bySchool.set(school, now);
    else this.#bySchool.delete(school);
  }

  #of = (school: SchoolId): number => this.#bySchool.get(school) ?? 0;
  #isFree = (school: SchoolId): boolean => this.#taken < MOST && this.#of(school) < MOST_OF_A_SCHOOL;
}
