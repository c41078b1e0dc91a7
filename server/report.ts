/** What may stand in the log of an error. Messages of engines and parsers quote what they were given, and that is somebody's name. */
import type { Logger } from 'pino';

interface Reported {
  name: string;
  code?: string;
  /** Only of errors that this program words itself. */
  message?: string;
  /** Where it happened, without the message that stands above the frames. */
  at: string[];
}

const FRAME = /^\s+at /;
/** Errors of the engines, of Node and of the libraries carry a code or are of a class of their own; JSON.parse quotes its text. */
const OURS: ReadonlySet<string> = new Set(['Error', 'TypeError', 'RangeError', 'ReferenceError']);

export function reported(error: unknown): Reported {
  if (!(error instanceof Error)) return { name: typeof error, at: [] };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const frames = (error.stack ?? '').split('\n').filter((line) => FRAME.test(line));
  return {
    name: error.name,
    ...(code === undefined ? {} : { code }),
    ...(code === undefined && OURS.has(error.name) ? { message: error.message } : {}),
    at: frames.map((line) => line.trim()),
  };
}

/** For what must never happen: `route` is a pattern of the contract, never a path. */
export const reportBug = (log: Pick<Logger, 'error'>, error: unknown, route: string): void =>
  log.error({ err: reported(error), route }, 'bug');
