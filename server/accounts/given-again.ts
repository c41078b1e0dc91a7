import { FRESH } from './fresh.ts';

/** Second factors that sessions gave once more. Held in memory: after a restart they are asked for again. */
export class GivenAgain {
  readonly #at = new Map<string, number>();

  set(token: string, now: number): void {
    for (const [other, at] of this.#at) if (now - at > FRESH) this.#at.delete(other);
    this.#at.set(token, now);
  }

  /** ms; 0 when it never did, or too long ago to matter. */
  at = (token: string): number => this.#at.get(token) ?? 0;
}
