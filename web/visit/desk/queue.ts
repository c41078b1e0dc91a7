/** Declarations on their way: each is sent with the same id and the same text until the server has answered. */
import type { DeclareAnswer } from '../../../shared/api/declarations.schema.ts';
import type { ClientProblemCode, Result } from '../../lib/client.ts';
import type { Queued, Shelf } from './shelf.ts';

export interface QueueOptions {
  shelf: Shelf;
  post(body: string): Promise<Result<DeclareAnswer>>;
  /** The server has it: `answer` is the pass. */
  onAnswer(item: Queued, answer: DeclareAnswer): Promise<void>;
}

export interface Queue {
  /** Resolves when the declaration is kept for later sending; true when it will outlive the page. */
  add(item: Omit<Queued, 'tries'>): Promise<boolean>;
  /** One try for everything that waits. Tries never overlap. */
  flush(): Promise<void>;
  waiting(): Queued[];
  remove(id: string): Promise<void>;
}

export function createQueue({ shelf, post, onAnswer }: QueueOptions): Queue {
  let running: Promise<void> | undefined;

  async function tryOne(item: Queued): Promise<void> {
    const result = await post(item.body);
    // Taken away while it was under way.
    if (!shelf.get('queue', item.id)) return;
    if (result.ok) {
      await onAnswer(item, result.data);
      await shelf.remove('queue', item.id);
      return;
    }
    const { problem } = result;
    await shelf.put('queue', item.id, { ...item, tries: item.tries + 1, ...(isFinal(problem.code) ? { refused: problem } : {}) });
  }

  async function tryAll(): Promise<void> {
    for (const item of shelf.all('queue')) if (!item.refused) await tryOne(item);
  }

  return {
    add: (item) => shelf.put('queue', item.id, { ...item, tries: 0 }),
    flush() {
      running ??= tryAll().finally(() => {
        running = undefined;
      });
      return running;
    },
    waiting: () => shelf.all('queue'),
    async remove(id) {
      await shelf.remove('queue', id);
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
