import type { DeclareAnswer, DeclareInput, PlaceView } from './declarations.schema.ts';
import { endpoint } from './endpoint.ts';

/** 201 first time, 200 for the same id and body, 409 `conflict` for the same id with another body. */
export const declare = endpoint<DeclareInput, DeclareAnswer>({ method: 'POST', path: '/api/declarations', who: 'anyone', audit: null });

export const getPlace = endpoint<{ code: string }, PlaceView>({ method: 'GET', path: '/api/places/:code', who: 'anyone', audit: null });
