import { closeAll } from './opened.ts';

/** How long a bench that was broken off may take to end. */
const GRACE = 15_000;

/**
 * Rows as they come, for so long in all.
 * @throws Error when the time is over: whatever the bench has open is closed then, so that it ends too
 */
export async function* rowsWithin<Row>(rows: AsyncGenerator<Row, void, undefined>, seconds: number): AsyncGenerator<Row> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const next = rows.next();
    const late = timer(Math.max(0, end - Date.now()));
    const came = await Promise.race([next, late.over]);
    late.stop();
    if (came === undefined) {
      await closeAll();
      const grace = timer(GRACE);
      await Promise.race([Promise.allSettled([next]), grace.over]);
      grace.stop();
      throw new Error(`not ended after ${seconds} s`);
    }
    if (came.done) return;
    yield came.value;
  }
}

function timer(ms: number): { over: Promise<undefined>; stop(): void } {
  let handle: NodeJS.Timeout | undefined;
  const over = new Promise<undefined>((resolve) => {
    handle = setTimeout(() => resolve(undefined), ms);
  });
  return { over, stop: () => clearTimeout(handle) };
}
