import type { DeclareAnswer, DeclareInput, PlaceView } from './declarations.schema.ts';
import { endpoint } from './endpoint.ts';

/**
 * 201 first time, 200 for the same id and body, 409 `conflict` for the same id with another body or for a companion whose id
 * is there, 409 `already-used` for the key of another record, 410 `gone` for a poster that was taken down and for what was
 * withdrawn or erased. Wrong fields of a companion stand under `/companions/<i>/answers/<linkId>`.
 */
export const declare = endpoint<DeclareInput, DeclareAnswer>({ method: 'POST', path: '/api/declarations', who: 'anyone', audit: null });

export const getPlace = endpoint<{ code: string }, PlaceView>({ method: 'GET', path: '/api/places/:code', who: 'anyone', audit: null });
