import type { Hono } from 'hono';
import { getPosterUse, listPosters as listPostersEndpoint, rotatePoster } from '../../shared/api/posters.ts';
import { Problem } from '../../shared/problem.ts';
import { accountOf } from '../accounts/grants.ts';
import { auditOf } from '../audit.ts';
import type { App } from '../context.ts';
import { mount } from '../route.ts';
import { findPoster, listPosters, newPlace, placeStatements, placeUse, posterView, withdrawPlaceStatement } from './store.ts';

export function mountPosters(hono: Hono, app: App): void {
  mount(hono, app, listPostersEndpoint, null, async ({ params }) => ({
    body: { posters: (await listPosters(app, params.school ?? '')).map(posterView) },
  }));

  mount(hono, app, getPosterUse, null, async ({ params }) => {
    const poster = await findPoster(app, params.school ?? '', params.code ?? '');
    if (!poster) throw new Problem('not-found');
    return { body: await placeUse(app, poster.place.school, poster.place.id) };
  });

  mount(hono, app, rotatePoster, null, async ({ params, caller }) => {
    const school = params.school ?? '';
    const old = await findPoster(app, school, params.code ?? '');
    if (!old) throw new Problem('not-found');
    const place = await newPlace(app, school, old.place.gate);
    const deed = { school, actor: accountOf(caller), action: rotatePoster.audit, object: place.id, detail: { old: old.place.id } };
    await app.db.save('system', [
      withdrawPlaceStatement(app.db, old.place, app.clock()),
      ...placeStatements(app.db, place),
      auditOf(app, deed),
    ]);
    const made = await findPoster(app, school, place.code);
    if (!made) throw new Problem('not-found');
    return { status: 201, body: posterView(made) };
  });
}
