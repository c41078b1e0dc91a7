/** Every endpoint there is. */
import * as accounts from './accounts.ts';
import * as declarations from './declarations.ts';
import type { Endpoint } from './endpoint.ts';
import * as exchange from './exchange.ts';
import * as log from './log.ts';
import * as schools from './schools.ts';

export const ENDPOINTS: readonly Endpoint[] = [accounts, declarations, exchange, log, schools].flatMap((domain) => Object.values(domain));
