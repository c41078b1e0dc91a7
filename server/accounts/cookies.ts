/**
 * Between the browser's cookies and the library's. Ours carry `__Host-` and Secure on https; on loopback http, where
 * browsers refuse both, they are plain. No Max-Age: they end with the browser, the server's session ends before.
 */
const LIBRARY_PREFIX = 'quacong';
export const COOKIE_PREFIX = LIBRARY_PREFIX;

export type CookieName = 'session' | 'second-factor' | 'known';
const NAMES: Record<CookieName, string> = { session: 'quacong', 'second-factor': 'quacong-second-factor', known: 'quacong-known' };
const FROM_LIBRARY: Record<string, CookieName> = {
  [`${LIBRARY_PREFIX}.session_token`]: 'session',
  [`${LIBRARY_PREFIX}.two_factor`]: 'second-factor',
};
const KNOWN_SECONDS = 180 * 24 * 3600;

/** Whether the browser holds this server for https. Plain http exists on loopback alone (decisions 1). */
function isSecure(headers: Headers): boolean {
  const origin = headers.get('origin');
  if (origin) return origin.startsWith('https:');
  if (headers.get('x-forwarded-proto') === 'https') return true;
  const host = headers.get('host');
  return !(host && /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d+)?$/i.test(host));
}

export function readCookie(headers: Headers, name: CookieName): string | undefined {
  const cookies = new Map<string, string>();
  for (const pair of (headers.get('cookie') ?? '').split(';')) {
    const at = pair.indexOf('=');
    // The first of two wins, as browsers send the more specific one first.
    if (at > 0 && !cookies.has(pair.slice(0, at).trim())) cookies.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
  }
  // A plain cookie may come from a neighbouring name; only loopback has no better one.
  return cookies.get(`__Host-${NAMES[name]}`) ?? (isSecure(headers) ? undefined : cookies.get(NAMES[name]));
}

/** A Set-Cookie value; null takes the cookie away. */
export function writeCookie(headers: Headers, name: CookieName, value: string | null): string {
  const secure = isSecure(headers);
  const age = value === null ? '; Max-Age=0' : name === 'known' ? `; Max-Age=${KNOWN_SECONDS}` : '';
  return `${secure ? '__Host-' : ''}${NAMES[name]}=${value ?? ''}; Path=/${age}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
}

/** The headers that the library sees: one cookie of its own and nothing of the client's. */
export function libraryHeaders(headers: Headers, name: 'session' | 'second-factor'): Headers {
  const value = readCookie(headers, name);
  const library = Object.entries(FROM_LIBRARY).find(([, ours]) => ours === name)?.[0];
  return new Headers(value === undefined || library === undefined ? {} : { cookie: `${library}=${value}` });
}

/** What the library set, as Set-Cookie values of ours. A cookie that is set and then taken away is taken away. */
export function browserCookies(headers: Headers, library: Headers): string[] {
  const last = new Map<CookieName, string | null>();
  for (const line of library.getSetCookie()) {
    const [pair = '', ...attributes] = line.split(';');
    const at = pair.indexOf('=');
    const name = FROM_LIBRARY[pair.slice(0, at)];
    if (!name) continue;
    const gone = attributes.some((attribute) => /^\s*max-age=0\s*$/i.test(attribute));
    last.set(name, gone || at + 1 === pair.length ? null : pair.slice(at + 1));
  }
  return [...last].map(([name, value]) => writeCookie(headers, name, value));
}

/** The session that the library's answer opened, as it would see the browser's next request. */
export function answeredSession(library: Headers): Headers {
  const pair = library.getSetCookie().findLast((line) => line.startsWith(`${LIBRARY_PREFIX}.session_token=`));
  return new Headers(pair === undefined ? {} : { cookie: pair.split(';', 1)[0] ?? '' });
}
