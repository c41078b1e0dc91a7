import { createHash } from 'node:crypto';
import { MINUTE } from '../../shared/clock.ts';

/** A reader that takes nothing for so long is left: its place in the line is another's. */
const IDLE = 2 * MINUTE;

export interface Ends {
  /** Called before the stream closes: what it saves stands when the reader has the last byte. */
  whole(ending: { bytes: number; sha256: string }): Promise<void>;
  /** The reader left, or `error` came; `bytes` had been given. */
  broken(bytes: number, error: unknown): void;
}

/**
 * Chunks as they are asked for, counted and hashed. An error breaks the connection off, so that a file that is short
 * never looks whole. Exactly one of `ends` is called.
 */
export function flowing(chunks: AsyncIterable<Uint8Array>, ends: Ends): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  const hash = createHash('sha256');
  let bytes = 0;
  let over = false;
  let idle: NodeJS.Timeout | undefined;
  const breakOff = (error: unknown): void => {
    clearTimeout(idle);
    if (!over) ends.broken(bytes, error);
    over = true;
  };
  const wait = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    idle = setTimeout(() => {
      breakOff(undefined);
      controller.error(new Error('the reader fell asleep'));
    }, IDLE).unref();
  };
  return new ReadableStream<Uint8Array>(
    {
      start: wait,
      async pull(controller) {
        clearTimeout(idle);
        try {
          const { done, value } = await iterator.next();
          if (over) return;
          if (!done) {
            hash.update(value);
            bytes += value.length;
            wait(controller);
            return controller.enqueue(value);
          }
          await ends.whole({ bytes, sha256: hash.digest('hex') });
          over = true;
          controller.close();
        } catch (error) {
          breakOff(error);
          // The socket's side prints what it is given: no word of the engine.
          throw new Error('the export broke off');
        }
      },
      cancel() {
        breakOff(undefined);
      },
    },
    // Nothing is read before somebody asks: to a HEAD request nobody does.
    { highWaterMark: 0 },
  );
}
