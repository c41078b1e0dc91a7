/** Headers of every answer (promises.md, "Headers and worker rules"; docs/decisions/0003). */
import type { Context } from 'hono';
import type { App } from '../context.ts';

const CSP = (scripts: string): string =>
  [
    "default-src 'none'",
    `script-src ${scripts}`,
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "font-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types app',
  ].join('; ');

const PLAIN = CSP("'self'");
/** The decoder is WebAssembly: on the kiosk's pages and in the decoder's own worker, nowhere else. */
const WITH_WASM = CSP("'self' 'wasm-unsafe-eval'");

const needsWasm = (path: string): boolean => path === '/kiosk' || path.startsWith('/kiosk/') || /^\/assets\/decoder[^/]*\.js$/.test(path);

export function securityHeaders(app: App, context: Context): void {
  const { headers } = context.res;
  // A school's guide brings its own, stricter one, and may stand in a frame of the school's site; nothing else may.
  const isGuide = context.req.path.startsWith('/guide/') && headers.has('content-security-policy');
  if (!isGuide) headers.set('content-security-policy', needsWasm(context.req.path) ? WITH_WASM : PLAIN);
  headers.set('x-content-type-options', 'nosniff');
  headers.set('referrer-policy', 'no-referrer');
  headers.set('permissions-policy', 'camera=(self), screen-wake-lock=(self), fullscreen=(self), geolocation=(), microphone=()');
  headers.set('cross-origin-opener-policy', 'same-origin');
  headers.set('cross-origin-resource-policy', isGuide ? 'cross-origin' : 'same-origin');
  // Not with the own authority: a browser that remembers this would not let a tablet open /ca once the authority is replaced.
  if (app.publicUrl()?.startsWith('https:') && !app.config.tls?.own) headers.set('strict-transport-security', 'max-age=31536000');
}
