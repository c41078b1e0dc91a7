/** The product's server as `npm start` runs it, which also tells how much memory it takes. */
import { serve } from '../../../server/serve.ts';
import { answering } from './answering.mjs';

let peak = 0;
setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 20);

const { stop, address } = await serve(process.env, () => undefined);
process.once('SIGTERM', () => {
  stop().finally(() => process.exit(0));
});
/** Peak of the resident memory since the question before, in bytes. */
answering(address, () => {
  const seen = Math.max(peak, process.memoryUsage.rss());
  peak = 0;
  return seen;
});
