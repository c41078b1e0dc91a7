import type { Hono } from 'hono';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { exchangeInput, MAX_EXCHANGE_BYTES } from '../../shared/api/exchange.schema.ts';
import { exchange } from '../../shared/api/exchange.ts';
import { Problem } from '../../shared/problem.ts';
import type { App, Caller } from '../context.ts';
import { limited } from '../limits.ts';
import { addressOf, mount } from '../route.ts';
import { InTurn } from '../turns.ts';
import { takeBatch } from './batch.ts';

/** A kiosk sends at each scan and every 15 s; this leaves room for a backlog of a week. */
const BATCHES_PER_SECOND = 50;

export function mountExchange(hono: Hono, app: App): void {
  const batches = new RateLimiterMemory({ points: BATCHES_PER_SECOND, duration: 1 });
  const requests = new RateLimiterMemory({ points: BATCHES_PER_SECOND, duration: 1 });
  const turns = new InTurn();

  // Before a byte is read or a signature verified: a flood must cost nothing, or other schools wait for it. By address as
  // well, so that nobody elsewhere can use up a kiosk's share in its name.
  hono.use(exchange.path, async (context, next) => {
    await limited(requests, `${addressOf(app, context)} ${(context.req.header('x-kiosk') ?? '').slice(0, 40)}`);
    await next();
  });

  mount(
    hono,
    app,
    exchange,
    exchangeInput,
    async ({ input, caller }) => {
      const { kiosk: id, school } = kioskCaller(caller);
      await limited(batches, id);
      // A kiosk waits for each answer. Many at once in its name go one by one: others come in between, and every count of
      // what is here without a gap begins where the last one ended.
      return { body: await turns.run(id, () => takeBatch(app, { id, school }, input, { by: 'network' })) };
    },
    { maxBytes: MAX_EXCHANGE_BYTES },
  );
}

function kioskCaller(caller: Caller): Extract<Caller, { kind: 'kiosk' }> {
  if (caller.kind !== 'kiosk') throw new Problem('bad-signature');
  return caller;
}
