import { endpoint } from './endpoint.ts';
import type { ExchangeAnswer, ExchangeInput, PairAnswer, PairInput } from './exchange.schema.ts';

/** Headers: `x-kiosk` (id) and `x-signature` (base64url ES256 over the signing text of docs/formats.md). */
export const exchange = endpoint<ExchangeInput, ExchangeAnswer>({ method: 'POST', path: '/api/exchange', who: 'kiosk', audit: null });

/** 201; 404 wrong code, 410 over or burnt, 409 `already-used`, 429. */
export const pair = endpoint<PairInput, PairAnswer>({ method: 'POST', path: '/api/pair', who: 'anyone', audit: 'kiosk.paired' });
