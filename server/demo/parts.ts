/** The page of components, built by `server/bin/build.mjs parts`: for who builds QuaCổng, and in no installation. */
import { fileURLToPath } from 'node:url';
import type { Context, Hono } from 'hono';
import { Problem } from '../../shared/problem.ts';
import { loadSite } from '../pages/site.ts';

/** Seen from server/demo, and from dist/server. */
const FOLDERS = ['../../dist/parts/', '../parts/'];

export function mountParts(hono: Hono): void {
  const sites = FOLDERS.map((folder) => loadSite(fileURLToPath(new URL(folder, import.meta.url))));
  const file = (context: Context, path: string): Response => {
    const found = sites.map((site) => site.file(path)).find((each) => each !== undefined);
    if (!found) throw new Problem('not-found');
    return context.body(found.bytes, 200, { 'content-type': found.type, 'cache-control': 'no-cache' });
  };
  hono.get('/demo/parts', (context) => file(context, 'parts/index.html'));
  hono.get('/demo/assets/:name', (context) => file(context, `assets/${context.req.param('name')}`));
}
