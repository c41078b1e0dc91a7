import type { DataRequestList } from './data-requests.schema.ts';
import { endpoint } from './endpoint.ts';

/** Numbers, kinds, times and counts: nothing personal stands in it. */
export const getDataRequests = endpoint<void, DataRequestList>({
  method: 'GET',
  path: '/api/schools/:school/data-requests',
  who: { can: 'log.read' },
  audit: null,
});
