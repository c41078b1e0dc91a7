import type { Problem } from '../../shared/problem.ts';

/** An answer with cookies: each needs its own Set-Cookie line. */
export function withCookies(status: 200 | 201 | 204 | 401, body: unknown, cookies: readonly string[], type = 'application/json'): Response {
  const headers = new Headers({ 'cache-control': 'no-store', ...(status === 204 ? {} : { 'content-type': type }) });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  return new Response(status === 204 ? null : JSON.stringify(body), { status, headers });
}

/** A refusal that leaves something in the browser: the second step of signing in needs the first one's cookie. */
export const problemWithCookies = (problem: Problem, cookies: readonly string[]): Response =>
  withCookies(401, problem.toBody(), cookies, 'application/problem+json');
