/** Mounts an endpoint of the contract: policy, body, schema, handler, answer. Nothing is reachable past it. */
import type { Context, Hono } from 'hono';
import type * as z from 'zod/mini';
import type { Endpoint, InputOf } from '../shared/api/endpoint.ts';
import { fromUtf8 } from '../shared/bytes.ts';
import { dayOf } from '../shared/clock.ts';
import { type FieldError, type FieldReason, Problem } from '../shared/problem.ts';
import { can } from '../shared/units/can.ts';
import { grantsOf, pathOf } from './accounts/grants.ts';
import type { App, Caller } from './context.ts';
import { kioskOf } from './kiosks/signature.ts';

export interface Request<Input> {
  input: Input;
  params: Record<string, string>;
  caller: Caller;
  headers: Headers;
  /** The exact bytes of the body, for endpoints whose body is signed. */
  body: Uint8Array<ArrayBuffer>;
  /** Of the connection, or of the proxy's header when it is trusted. */
  address: string;
}

export type Answer = Response | { status?: 200 | 201 | 202 | 204; body?: unknown; headers?: Record<string, string> };

export type Handler<E extends Endpoint> = (request: Request<InputOf<E>>) => Promise<Answer>;

const MAX_BODY_BYTES = 256 * 1024;
const MAX_DEPTH = 20;

interface Options {
  maxBytes?: number;
  /** Preconditions that stand before the body is judged. */
  before?(request: { params: Record<string, string>; headers: Headers }): Promise<void>;
}

const schemas = new WeakMap<Endpoint, z.ZodMiniType>();

/** What a mounted endpoint takes as body or query. */
export const schemaOf = (definition: Endpoint): z.ZodMiniType | undefined => schemas.get(definition);

export function mount<E extends Endpoint>(
  hono: Hono,
  app: App,
  definition: E,
  schema: z.ZodMiniType<InputOf<E>> | null,
  handler: Handler<E>,
  options: Options = {},
): void {
  if (schema) schemas.set(definition, schema);
  hono.on(definition.method, definition.path, async (context) => {
    const body = await readBody(context, definition, options.maxBytes ?? MAX_BODY_BYTES);
    const caller = await callerOf(app, definition, context, body);
    await options.before?.({ params: context.req.param(), headers: context.req.raw.headers });
    const input = parseInput(schema, definition, context, body);
    return toResponse(
      context,
      await handler({
        input,
        params: context.req.param(),
        caller,
        headers: context.req.raw.headers,
        body,
        address: addressOf(app, context),
      }),
    );
  });
}

async function readBody(context: Context, definition: Endpoint, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  if (definition.method === 'GET' || definition.method === 'DELETE') return new Uint8Array(0);
  const declared = Number(context.req.header('content-length') ?? 0);
  if (declared > maxBytes) throw new Problem('too-large');
  // Over a socket there is always a stream, also for a request that says that it has nothing.
  if (!context.req.raw.body || context.req.header('content-length') === '0') return new Uint8Array(0);
  const type = context.req.header('content-type') ?? '';
  if (!/^application\/json(\s*;\s*charset=utf-?8)?\s*$/i.test(type)) throw new Problem('unsupported-media-type');
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of context.req.raw.body as unknown as AsyncIterable<Uint8Array>) {
      length += part.length;
      // Also without a Content-Length: the limit is on what arrives.
      if (length > maxBytes) throw new Problem('too-large');
      parts.push(part);
    }
  } catch (error) {
    // The connection broke off in the middle: nobody's mistake in here, and nothing was done.
    throw error instanceof Problem ? error : new Problem('bad-request');
  }
  return new Uint8Array(Buffer.concat(parts, length));
}

function parseInput<E extends Endpoint>(
  schema: z.ZodMiniType<InputOf<E>> | null,
  definition: E,
  context: Context,
  body: Uint8Array,
): InputOf<E> {
  if (!schema) return undefined as InputOf<E>;
  const raw = definition.method === 'GET' ? queryOf(context) : jsonOf(body);
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new Problem('invalid-input', { errors: parsed.error.issues.slice(0, 50).flatMap(fieldErrors) });
}

/** A key given twice is refused: two readers could take two values. */
function queryOf(context: Context): Record<string, string> {
  const all = context.req.queries();
  const query: Record<string, string> = {};
  for (const [key, values] of Object.entries(all)) {
    const [value, ...more] = values;
    if (value === undefined || more.length > 0) throw new Problem('invalid-input', { errors: [{ at: '/', reason: 'unknown' }] });
    query[key] = value;
  }
  return query;
}

/** @throws Problem `malformed-json`, also for what is nested too deep */
export function jsonOf(body: Uint8Array): unknown {
  const text = fromUtf8(body);
  if (text === undefined || text.startsWith('\uFEFF') || tooDeep(text)) throw new Problem('malformed-json');
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem('malformed-json');
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENS: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSES: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/** Counted before parsing, outside strings, so that no later walk over the value can overflow. */
function tooDeep(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) i = endOfString(text, i);
    else if (OPENS.has(code) && ++depth > MAX_DEPTH) return true;
    else if (CLOSES.has(code)) depth--;
  }
  return false;
}

/** Where the string that opens at `start` closes; the end of the text for one that never does. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}

const REASON_OF: Record<string, FieldReason> = {
  invalid_type: 'type',
  too_big: 'too-long',
  too_small: 'too-short',
  invalid_format: 'format',
  invalid_value: 'not-a-choice',
  unrecognized_keys: 'unknown',
};

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const reason = issue.code === 'invalid_type' && issue.input === undefined ? 'required' : (REASON_OF[issue.code] ?? 'format');
  // Keys of the contract only: a key that the client made up would be a reflection.
  const at = `/${issue.path.filter((part) => typeof part === 'number' || /^[a-zA-Z][a-zA-Z0-9]{0,39}$/.test(String(part))).join('/')}`;
  return [{ at, reason }];
}

async function callerOf(app: App, definition: Endpoint, context: Context, body: Uint8Array<ArrayBuffer>): Promise<Caller> {
  const { who } = definition;
  if (who === 'kiosk') return kioskOf(app, context.req.raw.headers, body);
  if (definition.method !== 'GET') holdOrigin(app, context);
  if (who === 'anyone' || who === 'set-up') return { kind: 'anyone' };
  const session = await app.auth.sessionOf(context.req.raw.headers);
  if (!session) throw new Problem('not-signed-in');
  if (who !== 'signed-in') await holdGrant(app, definition, session.account, context.req.param('school'));
  return { kind: 'account', ...session };
}

/** A school that the account cannot see at all does not exist for it (404); one that it sees may still forbid (403). */
async function holdGrant(app: App, definition: Endpoint, account: string, school: string | undefined): Promise<void> {
  if (typeof definition.who === 'string') return;
  const today = dayOf(app.clock());
  const grants = await grantsOf(app.db, account, today);
  if (school === undefined) {
    const somewhere = grants.some((grant) =>
      can([grant], definition.who === 'signed-in' ? 'school.read' : actionOf(definition), grant.path, today),
    );
    if (!somewhere) throw new Problem('forbidden');
    return;
  }
  const path = await pathOf(app.db, school, today);
  if (path === undefined || !can(grants, 'school.read', path, today)) throw new Problem('not-found');
  if (!can(grants, actionOf(definition), path, today)) throw new Problem('forbidden');
}

function actionOf(definition: Endpoint) {
  if (typeof definition.who === 'string') throw new Error(`${definition.path} names no action`);
  return definition.who.can;
}

/** Browsers send Origin with every such request; a page of another origin is refused whatever cookies it brings. */
function holdOrigin(app: App, context: Context): void {
  const site = context.req.header('sec-fetch-site');
  const origin = context.req.header('origin');
  if (origin !== undefined ? !app.origins().includes(origin) : site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw new Problem('wrong-origin');
  }
}

/** Of the connection, or of the proxy's header when it is trusted. */
export function addressOf(app: App, context: Context): string {
  const forwarded = app.config.trustProxy ? context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  const socket = (context.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming?.socket;
  return forwarded || (socket?.remoteAddress ?? 'unknown');
}

function toResponse(context: Context, answer: Answer): Response {
  if (answer instanceof Response) return answer;
  const status = answer.status ?? (answer.body === undefined ? 204 : 200);
  const headers = { 'cache-control': 'no-store', ...answer.headers };
  return status === 204 ? context.body(null, 204, headers) : context.json(answer.body as never, status, headers);
}
