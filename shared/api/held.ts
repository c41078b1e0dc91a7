import { endpoint } from './endpoint.ts';
import type { HeldPage, HeldQuery, ResolveAnswer, ResolveInput } from './held.schema.ts';

/** Items that could not be taken as they came, newest first. */
export const listHeld = endpoint<HeldQuery, HeldPage>({
  method: 'GET',
  path: '/api/schools/:school/held',
  who: { can: 'log.correct' },
  audit: 'held.viewed',
});
export const resolveHeld = endpoint<ResolveInput, ResolveAnswer>({
  method: 'POST',
  path: '/api/schools/:school/held/:item/resolve',
  who: { can: 'log.correct' },
  audit: 'held.resolved',
});
