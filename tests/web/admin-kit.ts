/** A server of answers by method and path, for the state of the office's pages. */
import type { Client } from '../../web/admin/client.ts';
import { addressOf, type CallOptions, type ClientProblem, type Result } from '../../web/lib/client.ts';

export const NOW = Date.parse('2026-11-21T09:30:00+07:00');
export const SCHOOL = '019aa000-0000-7000-8000-000000000001';

export interface Asked {
  what: string;
  query: Record<string, unknown>;
  body: unknown;
  headers: Record<string, string>;
}
type Answer = unknown | ClientProblem | ((asked: Asked) => unknown);

export const refusal = (code: ClientProblem['code'], errors?: ClientProblem['errors']): Result<never> => ({
  ok: false,
  problem: { code, status: 400, ...(errors ? { errors } : {}) },
});
export const answer = (data: unknown): Result<unknown> => ({ ok: true, data, status: 200 });

/** `answers` by "METHOD path"; what is missing answers `not-found`. A function is asked each time. */
export function fakeClient(answers: Record<string, Answer>): { client: Client; asked: Asked[] } {
  const asked: Asked[] = [];
  const client: Client = {
    async call<Input, Output>(endpoint: { method: string; path: string }, options: CallOptions<Input> = {}) {
      const what = `${endpoint.method} ${addressOf(endpoint.path, options.params, undefined)}`;
      const one: Asked = { what, query: options.query ?? {}, body: options.body, headers: options.headers ?? {} };
      asked.push(one);
      const given = answers[what];
      const result = await (typeof given === 'function' ? given(one) : given);
      return (result ?? refusal('not-found')) as Result<Output>;
    },
    fetch: async () => new Response(null, { status: 404 }),
  };
  return { client, asked };
}

/** The same numbers for ever: 0, 1, 2 … */
export function countingRandom(): (length: number) => Uint8Array {
  let next = 0;
  return (length) => Uint8Array.from({ length }, () => next++ % 256);
}

/** Answered by hand, in whatever order a test wants. */
export function later<Value>(): { promise: Promise<Value>; give: (value: Value) => void } {
  let give: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((resolve) => {
    give = resolve;
  });
  return { promise, give };
}
