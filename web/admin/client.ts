import type { Endpoint } from '../../shared/api/endpoint.ts';
import { type CallOptions, call, type Result } from '../lib/client.ts';

/** What the state factories ask through; tests give their own. */
export interface Client {
  call<Input, Output>(endpoint: Endpoint<Input, Output>, options?: CallOptions<Input>): Promise<Result<Output>>;
  /** For bodies that are streamed to a file. */
  fetch(address: string, options: { signal: AbortSignal }): Promise<Response>;
}

export const browserClient: Client = {
  call,
  fetch: (address, options) => fetch(address, { ...options, cache: 'no-store', redirect: 'error' }),
};

/** The same client, telling when an answer says that the session is over. */
export function watchSession(client: Client, onEnded: () => void): Client {
  return {
    fetch: client.fetch,
    async call(endpoint, options) {
      const result = await client.call(endpoint, options);
      if (!result.ok && result.problem.code === 'not-signed-in') onEnded();
      return result;
    },
  };
}
