/** The one way from a page to the server: typed by the endpoint, and never mistaken for an answer by a stranger's page. */
import type { Endpoint } from '../../shared/api/endpoint.ts';
import type { FieldError, ProblemCode } from '../../shared/problem.ts';

/** `offline`: nothing arrived, or not in time. `not-an-answer`: something answered, but not our server (a Wi-Fi sign-in page). */
export type ClientProblemCode = ProblemCode | 'offline' | 'not-an-answer';

export interface ClientProblem {
  code: ClientProblemCode;
  /** HTTP status; 0 when there was none. */
  status: number;
  errors?: FieldError[];
  /** Seconds. */
  retryAfter?: number;
}

export type Result<Data> = { ok: true; data: Data; status: number } | { ok: false; problem: ClientProblem };

export interface CallOptions<Input> {
  /** For the `:names` of the path. */
  params?: Record<string, string | number>;
  query?: Record<string, string | number | boolean | undefined>;
  body?: Input;
  headers?: Record<string, string>;
  /** 15 s unless said otherwise. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

/** The path with its parameters and query; throws a RangeError when a parameter is missing. */
export function addressOf(path: string, params: CallOptions<never>['params'], query: CallOptions<never>['query']): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => {
    const value = params?.[name];
    if (value === undefined || value === '') throw new RangeError(`parameter ${name} is missing`);
    return encodeURIComponent(value);
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) search.set(name, String(value));
  const text = search.toString();
  return text ? `${filled}?${text}` : filled;
}

/** Never throws for anything that a network or a server can do. */
export async function call<Input, Output>(endpoint: Endpoint<Input, Output>, options: CallOptions<Input> = {}): Promise<Result<Output>> {
  const address = addressOf(endpoint.path, options.params, options.query);
  const body = options.body === undefined ? undefined : JSON.stringify(options.body);
  return send<Output>(endpoint.method, address, body, options);
}

/** For a body whose exact text matters: the same text is sent at every try. */
export async function send<Output>(
  method: string,
  address: string,
  body: string | undefined,
  options: Pick<CallOptions<never>, 'headers' | 'timeoutMs' | 'signal'> = {},
): Promise<Result<Output>> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), options.timeoutMs ?? 15_000);
  options.signal?.addEventListener('abort', () => abort.abort());
  const headers = { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...options.headers };
  try {
    const response = await fetch(address, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      signal: abort.signal,
      // A redirect would be somebody else's page: the contract has none.
      redirect: 'manual',
      cache: 'no-store',
    });
    return await read<Output>(response);
  } catch {
    return { ok: false, problem: { code: 'offline', status: 0 } };
  } finally {
    clearTimeout(timer);
  }
}

async function read<Output>(response: Response): Promise<Result<Output>> {
  const stranger: Result<Output> = { ok: false, problem: { code: 'not-an-answer', status: response.status } };
  const type = (response.headers.get('content-type') ?? '').split(';')[0];
  if (response.status === 204) return { ok: true, data: undefined as Output, status: 204 };
  if (type !== (response.ok ? 'application/json' : 'application/problem+json')) return stranger;
  const text = await response.text();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return stranger;
  }
  if (response.ok) return { ok: true, data: value as Output, status: response.status };
  return isProblem(value) ? { ok: false, problem: { ...value, status: response.status } } : stranger;
}

const isProblem = (value: unknown): value is ClientProblem =>
  typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';
