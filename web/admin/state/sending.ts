/** Something that is sent once at a time, and what came of it. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { FieldError, FieldReason } from '../../../shared/problem.ts';
import type { ClientProblem, Result } from '../../lib/client.ts';

export interface Sending {
  busy: ReadonlySignal<boolean>;
  problem: ReadonlySignal<ClientProblem | undefined>;
  /** undefined when something is under way already, or when it failed. */
  run<Data>(ask: () => Promise<Result<Data>>): Promise<{ data: Data } | undefined>;
  /** What was found before asking the server, in the server's own form. */
  refuse(errors: FieldError[]): void;
  clear(): void;
  /** A field is being mended: its reason goes, and the rest stays. */
  forget(at: string): void;
}

export function createSending(): Sending {
  const busy = signal(false);
  const problem = signal<ClientProblem | undefined>(undefined);
  return {
    busy,
    problem,
    async run(ask) {
      if (busy.value) return undefined;
      busy.value = true;
      problem.value = undefined;
      const result = await ask();
      busy.value = false;
      if (result.ok) return { data: result.data };
      problem.value = result.problem;
      return undefined;
    },
    refuse(errors) {
      problem.value = { code: 'invalid-input', status: 422, errors };
    },
    clear() {
      problem.value = undefined;
    },
    forget(at) {
      const before = problem.value;
      if (!before?.errors) return;
      const errors = before.errors.filter((error) => error.at !== at);
      if (errors.length < before.errors.length) problem.value = errors.length > 0 ? { ...before, errors } : undefined;
    },
  };
}

/** For the fields of a draft that are just being changed. */
export function forgetFields(sendings: readonly Sending[], part: object, prefix = ''): void {
  for (const field of Object.keys(part)) for (const sending of sendings) sending.forget(`${prefix}/${field}`);
}

/** The reason that stands beside a field; `at` is a JSON pointer. */
export const reasonAt = (problem: ClientProblem | undefined, at: string): FieldReason | undefined =>
  problem?.errors?.find((error) => error.at === at)?.reason;

/** Problems that no field can show are said above the form. */
export const hasFields = (problem: ClientProblem | undefined): boolean => (problem?.errors?.length ?? 0) > 0;
