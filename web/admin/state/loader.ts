/** Something that is asked for and may be asked for again. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Instant } from '../../../shared/clock.ts';
import type { ClientProblem, Result } from '../../lib/client.ts';

export type Load<Data> =
  | { kind: 'waiting' }
  | { kind: 'failed'; problem: ClientProblem }
  /** `problem`: a later try failed; the data is of `at`, and stays on the screen. */
  | { kind: 'ready'; data: Data; at: Instant; problem: ClientProblem | undefined; again: boolean };

export interface Loader<Data> {
  state: ReadonlySignal<Load<Data>>;
  reload(): Promise<void>;
  /** An answer to something else brought the newer state. */
  put(data: Data): void;
}

export function createLoader<Data>(ask: () => Promise<Result<Data>>, clock: () => Instant): Loader<Data> {
  const state = signal<Load<Data>>({ kind: 'waiting' });
  let asked = 0;

  const put = (data: Data): void => {
    asked++;
    state.value = { kind: 'ready', data, at: clock(), problem: undefined, again: false };
  };

  return {
    state,
    put,
    async reload() {
      const mine = ++asked;
      const before = state.value;
      state.value = before.kind === 'ready' ? { ...before, again: true } : { kind: 'waiting' };
      const result = await ask();
      // A later question was asked meanwhile: its answer counts.
      if (mine !== asked) return;
      if (result.ok) put(result.data);
      else if (before.kind === 'ready') state.value = { ...before, problem: result.problem, again: false };
      else state.value = { kind: 'failed', problem: result.problem };
    },
  };
}

export const dataOf = <Data>(load: Load<Data>): Data | undefined => (load.kind === 'ready' ? load.data : undefined);
