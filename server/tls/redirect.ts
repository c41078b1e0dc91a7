import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

/**
 * 308 to the same path at `target()`. The address comes from the settings, never from the Host header, which the
 * client chooses; without one the answer says so.
 */
export const redirectTo =
  (target: () => string | null): RequestListener =>
  (request, response) => {
    const origin = target();
    request.resume();
    if (origin === null) return answer(response, 400, { 'content-type': 'text/plain; charset=utf-8' }, 'https only\n');
    answer(response, 308, { location: origin + pathOf(request) }, '');
  };

/** Behind a proxy: what reached the proxy over plain http goes to https. The last value is the nearest proxy's own. */
export function throughHttps(app: RequestListener, target: () => string | null): RequestListener {
  const redirect = redirectTo(target);
  return (request, response) => {
    const header = request.headers['x-forwarded-proto'];
    const proto = (Array.isArray(header) ? header.join(',') : header)?.split(',').at(-1)?.trim().toLowerCase();
    return proto === 'http' ? redirect(request, response) : app(request, response);
  };
}

/** Absolute-form targets (`GET http://other/`) and other shapes lead to the start page. */
const pathOf = (request: IncomingMessage): string => (request.url?.startsWith('/') ? request.url : '/');

function answer(response: ServerResponse, status: number, headers: Record<string, string>, body: string): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close', 'cache-control': 'no-store' });
  response.end(body);
}
