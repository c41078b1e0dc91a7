import { endpoint } from './endpoint.ts';
import type { NewRows, NewRowsQuery, WatchQuery } from './live.schema.ts';

/** Server push (LiveEvents). One audit entry when a watch begins, one when it ends (docs/decisions). */
export const watchLog = endpoint<WatchQuery, Uint8Array>({
  method: 'GET',
  path: '/api/schools/:school/live',
  who: { can: 'log.read' },
  audit: 'log.watched',
});
/** What came since a feed number. Counted on the caller's watch; without one each answer with rows leaves its own entry. */
export const getNewRows = endpoint<NewRowsQuery, NewRows>({
  method: 'GET',
  path: '/api/schools/:school/log/new',
  who: { can: 'log.read' },
  audit: 'log.viewed',
});
