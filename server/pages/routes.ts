/** The three shells, their hashed assets and the two service workers: read once from dist/web, served from memory, packed. */
import { gzipSync } from 'node:zlib';
import type { Context, Hono } from 'hono';
import type { PlaceView } from '../../shared/api/declarations.schema.ts';
import { inlinePlace } from '../../shared/api/inline-place.ts';
import { Problem } from '../../shared/problem.ts';
import type { App } from '../context.ts';
import { placeView } from '../declarations/place.ts';
import { codingFor } from './coding.ts';
import { greetingOf } from './greeting.ts';
import { loadSite, type SiteFile } from './site.ts';

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

/** The visitor's shell with the place in it, for the eye and for the script. */
const withPlace = (html: string, view: PlaceView): string =>
  html
    .replace(GREETING_SLOT, () => `<div id="app">${greetingOf(view)}</div>`)
    .replace(PLACE_SLOT, () => `<script type="application/json" id="place">${inlinePlace(view)}</script>`);

/** Both stand in web/visit/index.html. */
const GREETING_SLOT = '<div id="app"></div>';
const PLACE_SLOT = '<script type="application/json" id="place"></script>';
