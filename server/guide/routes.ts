/** Public pages about a school and about the formats; they take nothing in and set nothing. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Hono } from 'hono';
import { Problem } from '../../shared/problem.ts';
import type { App } from '../context.ts';
import { schoolScope } from '../db/port.ts';
import { findPlace } from '../declarations/place.ts';
import { listPosters, posterOrigin } from '../posters/store.ts';
import { currentQuestionnaire } from '../questionnaires/store.ts';
import { findSchool } from '../schools/store.ts';
import { GUIDE_POLICY, guidePage } from './page.ts';

/** From server/guide and from dist/server alike. */
const FORMATS = fileURLToPath(new URL('../../docs/formats.md', import.meta.url));

export function mountGuide(hono: Hono, app: App): void {
  // Any code that was ever the school's: a page that shows the guide in a frame outlives a change of posters.
  hono.get('/guide/:code', async (context) => {
    const place = await findPlace(app.db, context.req.param('code'));
    const school = place && (await findSchool(app.db, schoolScope(place.school), place.school));
    if (!school) throw new Problem('not-found');
    const posters = (await listPosters(app, school.id)).filter((poster) => poster.withdrawnAt === null && !poster.closed);
    const page = guidePage({
      school,
      origin: posterOrigin(app),
      posters: posters.map(({ code, gate }) => ({ code, gate: gate?.name ?? null })),
      questionnaire: await currentQuestionnaire(app.db, school.questionnaire),
    });
    return context.body(page, 200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': GUIDE_POLICY,
      'cache-control': 'no-cache',
    });
  });

  hono.get('/formats', async (context) => {
    const text = await readFile(FORMATS, 'utf8');
    return context.body(text, 200, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache' });
  });
}
