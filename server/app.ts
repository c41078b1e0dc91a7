/** The whole HTTP surface. The order of the mounts does not matter: paths are disjoint (tests/server/contract.test.ts). */
import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { Problem } from '../shared/problem.ts';
import { mountAccounts } from './accounts/routes.ts';
import { mountAlarms } from './alarms/routes.ts';
import { mountAreas } from './areas/routes.ts';
import type { App } from './context.ts';
import { mountDeclarations } from './declarations/routes.ts';
import { mountExports } from './exports/routes.ts';
import { mountFilters } from './filters/routes.ts';
import { mountGates } from './gates/routes.ts';
import { mountGuide } from './guide/routes.ts';
import { mountKioskFiles } from './kiosks/file.ts';
import { mountKiosks } from './kiosks/routes.ts';
import { mountOpenApi } from './openapi.ts';
import { securityHeaders } from './pages/headers.ts';
import { mountPages } from './pages/routes.ts';
import { mountPosterFiles } from './posters/files.ts';
import { mountPosters } from './posters/routes.ts';
import { reportBug } from './report.ts';
import { mountReports } from './reports/routes.ts';
import { mountRights } from './rights/routes.ts';
import { mountSchools } from './schools/routes.ts';
import { mountSetUp } from './setup/routes.ts';
import { mountCa } from './tls/routes.ts';
import { mountVisits } from './visits/routes.ts';

const MAX_PATH = 2048;
/** Two readers could understand such a path differently: none of ours has one. */
const CROOKED_PATH = /\/\/|\\|%(00|2e|2f|5c|c0)|\/\.{1,2}(\/|$)/i;

/** `closing`: aborted when the server is asked to stop; what streams without an end of its own ends then. */
export function createApp(app: App, closing?: AbortSignal): Hono {
  const hono = new Hono();
  hono.use(async (context, next) => {
    const started = performance.now();
    const id = randomUUID();
    const refusal = refuseAddress(context);
    if (refusal) context.res = answerProblem(refusal);
    else await next();
    // Hono answers HEAD by GET and drops the body unread: a stream must be told.
    if (context.req.method === 'HEAD') await context.res.body?.cancel();
    securityHeaders(app, context);
    context.res.headers.set('x-request-id', id);
    // The route's pattern only: a path or a query may hold an id or a name.
    const route = refusal ? refusal.code : context.req.routePath;
    app.log.info(
      { id, method: context.req.method, route, status: context.res.status, ms: Math.round(performance.now() - started) },
      'request',
    );
  });
  hono.get('/healthz', (context) => context.json({ ok: true, instance: app.epoch() }, 200, { 'cache-control': 'no-store' }));
  mountAccounts(hono, app);
  mountSetUp(hono, app);
  mountAlarms(hono, app);
  mountAreas(hono, app);
  mountSchools(hono, app);
  mountPosters(hono, app);
  mountPosterFiles(hono, app);
  mountDeclarations(hono, app);
  mountVisits(hono, app);
  mountRights(hono, app);
  mountKiosks(hono, app);
  mountKioskFiles(hono, app);
  mountGates(hono, app, closing);
  mountFilters(hono, app);
  mountExports(hono, app);
  mountReports(hono, app);
  mountPages(hono, app);
  mountGuide(hono, app);
  mountCa(hono, app);
  mountOpenApi(hono, app);
  hono.all('/api/*', (context) => methodOrNotFound(hono, context.req.method, context.req.path));
  hono.notFound(() => answerProblem(new Problem('not-found')));
  hono.onError((error, context) => {
    if (error instanceof Problem) return answerProblem(error);
    // Named in the log with the request's route, never in the answer.
    reportBug(app.log, error, context.req.routePath);
    return answerProblem(new Problem('internal-error'));
  });
  return hono;
}

function refuseAddress(context: Context): Problem | undefined {
  // As it came over the wire, before URL parsing straightens it.
  const raw = (context.env as { incoming?: { url?: string } } | undefined)?.incoming?.url ?? context.req.path;
  const path = raw.split('?', 1)[0] ?? '';
  if (path.length > MAX_PATH) return new Problem('uri-too-long');
  return CROOKED_PATH.test(path) ? new Problem('not-found') : undefined;
}

/** What cannot be read is not there: a GET learns of no route that only takes something in. */
function methodOrNotFound(hono: Hono, method: string, path: string): Response {
  if (method === 'GET' || method === 'HEAD') return answerProblem(new Problem('not-found'));
  const known = hono.routes.filter((route) => route.method !== 'ALL' && matches(route.path, path)).map((route) => route.method);
  if (known.length === 0) return answerProblem(new Problem('not-found'));
  const response = answerProblem(new Problem('method-not-allowed'));
  const allowed = new Set(known.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])));
  response.headers.set('allow', [...allowed].sort().join(', '));
  return response;
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  return wanted.length === given.length && wanted.every((part, i) => part.startsWith(':') || part === given[i]);
}

/** RFC 9457. */
function answerProblem(problem: Problem): Response {
  return new Response(JSON.stringify(problem.toBody()), {
    status: problem.status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(problem.retryAfter ? { 'retry-after': String(Math.ceil(problem.retryAfter)) } : {}),
    },
  });
}
