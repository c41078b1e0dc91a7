import { endpoint } from './endpoint.ts';
import type { ManyPostersQuery, PosterQuery, PosterUse } from './posters.schema.ts';
import type { PosterView } from './schools.schema.ts';

export const listPosters = endpoint<{ school: string }, { posters: PosterView[] }>({
  method: 'GET',
  path: '/api/schools/:school/posters',
  who: { can: 'school.read' },
  audit: null,
});
export const getPosterUse = endpoint<{ school: string; code: string }, PosterUse>({
  method: 'GET',
  path: '/api/schools/:school/posters/:code/use',
  who: { can: 'school.read' },
  audit: null,
});
/** Withdraws the poster of a gate (or of the school) and makes a new one; the old one explains itself from then on. */
export const rotatePoster = endpoint<void, PosterView>({
  method: 'POST',
  path: '/api/schools/:school/posters/:code/rotate',
  who: { can: 'school.manage' },
  audit: 'poster.rotated',
});
/** :file is <code>.svg, <code>.png or <code>.pdf. Streams bytes, not JSON. */
export const getPosterFile = endpoint<PosterQuery, Uint8Array>({
  method: 'GET',
  path: '/api/schools/:school/posters/:file',
  who: { can: 'school.read' },
  audit: null,
});
/** Every poster that is in use at the school's open gates, in one PDF. `x-row-count` states its pages before the first byte. */
export const getSchoolPosters = endpoint<PosterQuery, Uint8Array>({
  method: 'GET',
  path: '/api/schools/:school/posters.pdf',
  who: { can: 'school.read' },
  audit: null,
});
/** The same of every school that the account may see, one page after another as they are read; 404 when none is meant. */
export const getManyPosters = endpoint<ManyPostersQuery, Uint8Array>({
  method: 'GET',
  path: '/api/posters.pdf',
  who: 'signed-in',
  audit: null,
});
