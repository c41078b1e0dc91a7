import { Problem } from '../../shared/problem.ts';

const NOT_TEXT = /[\0\p{Surrogate}]/u;

/**
 * Holds both engines to one answer: PostgreSQL refuses NUL and quietly replaces a lone surrogate, SQLite stores both
 * and cuts length() at NUL. The edge refuses such text with the field's name; this is the wall behind it.
 * @throws Problem invalid-input
 */
export function assertStorable(parameters: readonly unknown[]): void {
  for (const value of parameters) {
    if (typeof value === 'string' && NOT_TEXT.test(value)) throw new Problem('invalid-input');
  }
}
