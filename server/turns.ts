/** Long work on the one thread gives the turn away, so that the gates' requests are answered in between. */
const SLICE_MS = 5;

/** Call the result between two pieces of work: it waits for the next turn once the slice is used up. */
export function takingTurns(slice = SLICE_MS): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < slice) return;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  };
}

/** One piece of work after another for each key; those of other keys go on in between. */
export class InTurn {
  readonly #last = new Map<string, Promise<unknown>>();

  /** @throws what the work throws; the next one begins all the same */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key);
    const own = before ? Promise.allSettled([before]).then(work) : work();
    this.#last.set(key, own);
    try {
      return await own;
    } finally {
      if (this.#last.get(key) === own) this.#last.delete(key);
    }
  }
}
