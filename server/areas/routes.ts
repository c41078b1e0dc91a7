import type { Hono } from 'hono';
import { listCommunes as listCommunesEndpoint, listProvinces as listProvincesEndpoint } from '../../shared/api/schools.ts';
import { Problem } from '../../shared/problem.ts';
import type { App } from '../context.ts';
import { mount } from '../route.ts';
import { listCommunes, listProvinces } from './store.ts';

/** Areas change by law, not by the day: phones and offices may keep them for one. */
const CACHE = { 'cache-control': 'public, max-age=86400' };

export function mountAreas(hono: Hono, app: App): void {
  mount(hono, app, listProvincesEndpoint, null, async () => ({ body: { provinces: listProvinces() }, headers: CACHE }));

  mount(hono, app, listCommunesEndpoint, null, async ({ params }) => {
    const communes = listCommunes(params.province ?? '');
    if (!communes) throw new Problem('not-found');
    return { body: { communes }, headers: CACHE };
  });
}
