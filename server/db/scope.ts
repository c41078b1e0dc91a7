import { Problem } from '../../shared/problem.ts';
import type { Scope } from './port.ts';

/**
 * The scope as PostgreSQL's policies read it: ids with commas between, '*' for all. SQLite asks for it too, so that both
 * engines refuse the same.
 * @throws Problem not-found for an id that no school has (it could otherwise widen the scope)
 */
export function scopeText(scope: Scope): string {
  if (scope === 'system') return '*';
  if (scope.schools.some((school) => !/^[A-Za-z0-9_-]{1,64}$/.test(school))) throw new Problem('not-found');
  return scope.schools.join(',');
}
