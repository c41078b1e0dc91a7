import { endpoint } from './endpoint.ts';
import type { SavedFilter, SavedFilterInput } from './saved-filters.schema.ts';

/** Each account has its own for each school, by name. */
export const listFilters = endpoint<void, { filters: SavedFilter[] }>({
  method: 'GET',
  path: '/api/schools/:school/filters',
  who: { can: 'log.read' },
  audit: null,
});
/** 201; 422 `taken` at /name, `too-large` at / when there are 20 already. */
export const saveFilter = endpoint<SavedFilterInput, SavedFilter>({
  method: 'POST',
  path: '/api/schools/:school/filters',
  who: { can: 'log.read' },
  audit: null,
});
export const removeFilter = endpoint<void, void>({
  method: 'DELETE',
  path: '/api/schools/:school/filters/:filter',
  who: { can: 'log.read' },
  audit: null,
});
