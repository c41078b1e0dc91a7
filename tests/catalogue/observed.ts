/** What an adapter saw of one case, to be held against what the case expects. */
import type { Case, Payload } from './case.ts';
import { NotUnderstood } from './generate.ts';
import type { Reply } from './wire.ts';
import type { Counts, World } from './world.ts';

/** undefined: it holds; else what is wrong, without the values of the case. */
export type Assertion = () => Promise<string | undefined> | string | undefined;

export interface Observed {
  /** Judged against `expect.status` and the conventions. */
  replies: Reply[];
  /** Of the scanner or the page. */
  verdicts?: string[];
  /** Values that no refusal may repeat. */
  inputs?: string[];
  /** Values that no line of the log may hold. */
  personal?: string[];
  /** Compared between the engines, ids and times taken out. */
  facts?: unknown;
  /** Assertions that this target gives a meaning to, by the names of the vocabulary. */
  checks?: Record<string, Assertion>;
  /** Where counting begins, when not before the first request. */
  since?: Counts;
  /** ms for one answer, when not that of the case; null: not judged. */
  limit?: number | null;
  /** After the checks. */
  done?: () => void | Promise<void>;
}

export interface Run {
  world: World;
  of: Case;
  payload: Payload;
  /** A count of the payload, smaller when the case is run at a part of its scale. */
  scaled: (count: number) => number;
}

export type Adapter = (run: Run) => Promise<Observed>;

/** A key that the adapter does not know means a request that it would not send: the case fails. */
export function only(payload: Payload, known: readonly string[]): void {
  const unknown = Object.keys(payload).filter((key) => !known.includes(key));
  if (unknown.length > 0) throw new NotUnderstood(`payload key ${unknown.join(', ')}`);
}

export const wrong = (holds: boolean, what: string): string | undefined => (holds ? undefined : what);

/** Runs work for 0..count-1, so many at a time. */
export async function inParallel<T>(count: number, atOnce: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const done = new Array<T>(count);
  let next = 0;
  const one = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) done[index] = await work(index);
  };
  await Promise.all(Array.from({ length: Math.min(count, atOnce) }, one));
  return done;
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
