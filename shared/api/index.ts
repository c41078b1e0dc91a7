/** Every endpoint there is. */
import * as accounts from './accounts.ts';
import * as alarms from './alarms.ts';
import * as declarations from './declarations.ts';
import type { Endpoint } from './endpoint.ts';
import * as exchange from './exchange.ts';
import * as exports from './exports.ts';
import * as kioskFiles from './kiosk-files.ts';
import * as live from './live.ts';
import * as log from './log.ts';
import * as filters from './saved-filters.ts';
import * as schools from './schools.ts';

export const ENDPOINTS: readonly Endpoint[] = [accounts, alarms, declarations, exchange, filters, kioskFiles, live, log, schools].flatMap(
  (domain) => Object.values(domain),
);
