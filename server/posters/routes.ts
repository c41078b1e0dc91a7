import type { Hono } from 'hono';
import { listPosters as listPostersEndpoint, rotatePoster } from '../../shared/api/schools.ts';
import { uuidv7 } from '../../shared/ids.ts';
import { Problem } from '../../shared/problem.ts';
import { accountOf } from '../accounts/grants.ts';
import type { App } from '../context.ts';
import { auditStatement } from '../db/audit.ts';
import { mount } from '../route.ts';
import { findPoster, listPosters, newPlace, placeStatements, posterView, withdrawPlaceStatement } from './store.ts';

export function mountPosters(hono: Hono, app: App): void {
  mount(hono, app, listPostersEndpoint, null, async ({ params }) => ({
    body: { posters: (await listPosters(app, params.school ?? '')).map(posterView) },
  }));

  mount(hono, app, rotatePoster, null, async ({ params, caller }) => {
    const school = params.school ?? '';
    const old = await findPoster(app, school, params.code ?? '');
    if (!old) throw new Problem('not-found');
    const now = app.clock();
    const place = await newPlace(app, school, old.place.gate);
    const entry = {
      school,
      at: now,
      id: uuidv7(now, app.random),
      actor: accountOf(caller),
      object: place.id,
      detail: { old: old.place.id },
    };
    await app.db.save('system', [
      withdrawPlaceStatement(app.db, old.place, now),
      ...placeStatements(app.db, place),
      auditStatement(app.db.build, { ...entry, action: rotatePoster.audit ?? '' }),
    ]);
    const made = await findPoster(app, school, place.code);
    if (!made) throw new Problem('not-found');
    return { status: 201, body: posterView(made) };
  });
}
