/** Things on their way: each is sent with the same id and the same text until the server has answered. */
import type { ClientProblemCode, Result } from '../../lib/client.ts';
import type { Sendable } from './shelf.ts';

export interface QueueOptions<Item extends Sendable, Answer> {
  /** What the server has not answered yet, oldest first. */
  waiting(): Item[];
  /** False when it will not outlive the page. */
  keep(item: Item): Promise<boolean>;
  post(body: string): Promise<Result<Answer>>;
  /** The server has it: from now on it is not `waiting`. */
  onAnswer(item: Item, answer: Answer): Promise<void>;
}

export interface Queue {
  /** One try for everything that waits. Tries never overlap. */
  flush(): Promise<void>;
}

export function createQueue<Item extends Sendable, Answer>({ waiting, keep, post, onAnswer }: QueueOptions<Item, Answer>): Queue {
  let running: Promise<void> | undefined;

  async function tryOne(item: Item): Promise<void> {
    const result = await post(item.body);
    // Taken away while it was under way.
    if (!waiting().some(({ id }) => id === item.id)) return;
    if (result.ok) {
      await onAnswer(item, result.data);
      return;
    }
    const { problem } = result;
    await keep({ ...item, tries: item.tries + 1, ...(isFinal(problem.code) ? { refused: problem } : {}) });
  }

  async function tryAll(): Promise<void> {
    for (const item of waiting()) if (!item.refused) await tryOne(item);
  }

  return {
    flush() {
      running ??= tryAll().finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}

/** ms until the next try: 3 s, doubling, at most a minute. */
export const pauseAfter = (tries: number): number => Math.min(60_000, 3_000 * 2 ** Math.min(tries, 10));

/** True when the server has judged this very text, so that sending it again would change nothing. */
function isFinal(code: ClientProblemCode): boolean {
  switch (code) {
    case 'offline':
    case 'not-an-answer':
    case 'too-many-requests':
    case 'internal-error':
    case 'not-ready':
    case 'storage-full':
    case 'not-signed-in':
    case 'bad-credentials':
    case 'bad-signature':
    case 'second-factor-needed':
    case 'method-not-allowed':
      return false;
    case 'malformed-json':
    case 'bad-request':
    case 'forbidden':
    case 'wrong-origin':
    case 'not-found':
    case 'conflict':
    case 'already-used':
    case 'setup-done':
    case 'mail-off':
    case 'mail-failed':
    case 'gone':
    case 'stale-version':
    case 'too-large':
    case 'uri-too-long':
    case 'unsupported-media-type':
    case 'invalid-input':
      return true;
    default:
      return unknown(code);
  }
}

/** A code that only a newer server knows: its answer may change, so the declaration waits. */
const unknown = (_code: never): boolean => false;
