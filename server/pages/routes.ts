/** The three shells, their hashed assets and the two service workers: read once from dist/web, served from memory, packed. */
import { gzipSync } from 'node:zlib';
import type { Context, Hono } from 'hono';
import { Problem } from '../../shared/problem.ts';
import type { App } from '../context.ts';
import { placeView } from '../declarations/place.ts';
import { codingFor } from './coding.ts';
import { loadSite, type SiteFile } from './site.ts';
import { withPlace } from './visit-page.ts';

const SHELL = { 'cache-control': 'no-cache', 'content-type': 'text/html; charset=utf-8', vary: 'accept-encoding' };

export function mountPages(hono: Hono, app: App): void {
  const site = loadSite();

  const file = (context: Context, found: SiteFile | undefined, cache: string): Response => {
    if (!found) throw new Problem('not-found');
    const coding = codingFor(context.req.header('accept-encoding'), (each) => found.packed[each] !== undefined);
    const headers = { 'content-type': found.type, 'cache-control': cache, vary: 'accept-encoding' };
    const bytes = coding && found.packed[coding];
    if (!bytes) return new Response(found.bytes, { headers });
    return new Response(bytes, { headers: { ...headers, 'content-encoding': coding } });
  };
  /** Some kilobytes, and each place has its own: packed as it is asked for (a quarter of a millisecond). */
  const page = (context: Context, html: string): Response => {
    if (codingFor(context.req.header('accept-encoding'), (each) => each === 'gzip') === undefined) return context.body(html, 200, SHELL);
    return context.body(new Uint8Array(gzipSync(html)), 200, { ...SHELL, 'content-encoding': 'gzip' });
  };
  const shell = (name: 'visit' | 'kiosk' | 'admin') => (context: Context) => page(context, site.shell(name));

  hono.get('/', (context) => context.redirect('/admin/', 302));
  hono.get('/p', shell('visit'));
  hono.get('/p/', shell('visit'));
  for (const entry of ['visit', 'kiosk'] as const) {
    const scope = entry === 'visit' ? '/p' : '/kiosk';
    for (const name of ['sw.js', 'manifest.webmanifest', 'icon.svg', 'icon-192.png', 'icon-512.png']) {
      hono.get(`${scope}/${name}`, (context) => file(context, site.file(`${entry}/${name}`), 'no-cache'));
    }
  }
  hono.get('/p/:code', async (context) => {
    const code = context.req.param('code');
    if (!/^[0-9A-Za-z -]{1,12}$/.test(code)) throw new Problem('not-found');
    const view = await placeView(app, code);
    return page(context, view ? withPlace(site.shell('visit'), view) : site.shell('visit'));
  });
  for (const path of ['/kiosk', '/kiosk/']) hono.get(path, shell('kiosk'));
  for (const path of ['/admin', '/admin/', '/admin/:page', '/admin/:page/:part', '/admin/:page/:part/:more'])
    hono.get(path, shell('admin'));
  hono.get('/assets/:name', (context) =>
    file(context, site.file(`assets/${context.req.param('name')}`), 'public, max-age=31536000, immutable'),
  );
  hono.get('/favicon.ico', (context) => file(context, site.file('visit/icon.svg'), 'public, max-age=86400'));
}
