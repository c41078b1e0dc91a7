/** One contract: every endpoint as data. The server mounts it, the web calls it, tests walk over it. */
import type { Action } from '../units/can.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/**
 * Who may call. `{can}` needs a signed-in account with that action on the school in the path parameter `:school`
 * (or, where the path has none, on some unit).
 */
export type Who = 'anyone' | 'set-up' | 'signed-in' | 'kiosk' | { can: Action };

export interface Endpoint<Input = unknown, Output = unknown> {
  method: Method;
  path: string;
  who: Who;
  /** The verb of the audit entry that a success writes in the same save; null where nothing personal is touched. */
  audit: string | null;
  /** Only for the types; never present. */
  readonly types?: { input: Input; output: Output };
}

export const endpoint = <Input, Output>(definition: Endpoint): Endpoint<Input, Output> => definition as Endpoint<Input, Output>;

export type InputOf<E> = E extends Endpoint<infer I, unknown> ? I : never;
