/** Every endpoint there is. */
import * as accounts from './accounts.ts';
import * as alarms from './alarms.ts';
import * as corrections from './corrections.ts';
import * as dataRequests from './data-requests.ts';
import * as declarations from './declarations.ts';
import type { Endpoint } from './endpoint.ts';
import * as exchange from './exchange.ts';
import * as downloads from './exports.ts';
import * as held from './held.ts';
import * as kioskFiles from './kiosk-files.ts';
import * as live from './live.ts';
import * as log from './log.ts';
import * as ownRecords from './own-records.ts';
import * as posters from './posters.ts';
import * as filters from './saved-filters.ts';
import * as schools from './schools.ts';

export const ENDPOINTS: readonly Endpoint[] = [
  accounts,
  alarms,
  corrections,
  dataRequests,
  declarations,
  downloads,
  exchange,
  filters,
  held,
  kioskFiles,
  live,
  log,
  posters,
  ownRecords,
  schools,
].flatMap((domain) => Object.values(domain));
