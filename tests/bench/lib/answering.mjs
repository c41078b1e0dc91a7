/** The other end of child.ts: says that it is ready, then answers one question after another. */

/**
 * @param {unknown} ready
 * @param {(question: any) => unknown} answer
 */
export function answering(ready, answer) {
  process.on('message', async ({ id, question }) => {
    try {
      process.send?.({ id, answer: await answer(question) });
    } catch (error) {
      process.send?.({ id, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  // Whoever started it is gone.
  process.on('disconnect', () => process.exit(0));
  process.send?.({ id: 0, answer: ready });
}
