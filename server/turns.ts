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
