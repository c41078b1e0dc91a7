/** Loaded into the server before it starts: it answers each question by the largest resident memory since the one before, in bytes. */
import { answering } from './answering.mjs';

let peak = 0;
setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 20).unref();

answering('loaded', () => {
  const seen = Math.max(peak, process.memoryUsage.rss());
  peak = 0;
  return seen;
});
