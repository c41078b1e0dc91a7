import type { Hono } from 'hono';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import {
  type ExchangeAnswer,
  type ExchangeInput,
  exchangeInput,
  MAX_BATCH,
  MAX_EXCHANGE_BYTES,
  PROTOCOL,
} from '../../shared/api/exchange.schema.ts';
import { exchange } from '../../shared/api/exchange.ts';
import { HOUR } from '../../shared/clock.ts';
import { Problem } from '../../shared/problem.ts';
import type { Questionnaire } from '../../shared/questionnaire/types.ts';
import { auditOf } from '../audit.ts';
import type { App, Caller } from '../context.ts';
import { schoolScope } from '../db/port.ts';
import { type Kiosk, kioskContactStatement, listKiosks } from '../kiosks/store.ts';
import { limited } from '../limits.ts';
import { findQuestionnaire } from '../questionnaires/store.ts';
import { addressOf, mount } from '../route.ts';
import { feedSince } from './feed.ts';
import { ingest } from './ingest.ts';
import { keyListOf, policyOf, safeThrough, serverClockSuspect } from './policy.ts';
import { isSessionId, openSessions } from './sessions.ts';
import { receivedThrough } from './store.ts';

/** A kiosk sends at each scan and every 15 s; this leaves room for a backlog of a week. */
const BATCHES_PER_SECOND = 50;
const KEY_LIST_LIFE = 6 * HOUR;

export function mountExchange(hono: Hono, app: App): void {
  const batches = new RateLimiterMemory({ points: BATCHES_PER_SECOND, duration: 1 });
  const requests = new RateLimiterMemory({ points: BATCHES_PER_SECOND, duration: 1 });

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
      if (input.items.length > MAX_BATCH) throw new Problem('too-large');
      if (!app.origins().includes(input.audience)) throw new Problem('bad-signature');
      if (input.kiosk !== id) throw await foreignBatch(app, id, school);

      const sessions = await openSessions(app, school, input.sessions ?? [], sessionsNamed(input.items));
      const results = await ingest(app, { id, school }, input.items, sessions);
      const scope = schoolScope(school);
      const kiosks = await listKiosks(app.db, scope, school);
      const kiosk = kiosks.find((each) => each.id === id);
      if (!kiosk) throw new Problem('gone');
      const now = app.clock();
      const through = await receivedThrough(app.db, scope, school, id, kiosk.receivedThrough);
      await app.db.save(scope, [
        kioskContactStatement(app.db, school, id, {
          seenAt: now,
          clockOffset: input.sentAt - now,
          receivedThrough: through,
          state: JSON.stringify(stateAfter(input)),
        }),
      ]);
      return { body: await answerOf(app, input, kiosk, kiosks, results, through) };
    },
    { maxBytes: MAX_EXCHANGE_BYTES },
  );
}

/** What a kiosk says of itself holds before its batch, whose items are here now: the office counts only what is still missing. */
function stateAfter({ state, items }: ExchangeInput): ExchangeInput['state'] {
  const { oldestUnsentAt, ...others } = state;
  const unsent = Math.max(0, state.unsent - items.length);
  return { ...others, unsent, ...(unsent > 0 && oldestUnsentAt !== undefined ? { oldestUnsentAt } : {}) };
}

/** A paired device sends a batch in another's name: refused as a whole, and the office that owns the device can see it. */
async function foreignBatch(app: App, kiosk: string, school: string): Promise<Problem> {
  const deed = { school, actor: kiosk, action: 'exchange.foreign-batch', object: kiosk };
  await app.db.save(schoolScope(school), [auditOf(app, deed)]);
  return new Problem('forbidden');
}

function kioskCaller(caller: Caller): Extract<Caller, { kind: 'kiosk' }> {
  if (caller.kind !== 'kiosk') throw new Problem('bad-signature');
  return caller;
}

function sessionsNamed(items: readonly unknown[]): string[] {
  return items.flatMap((item) => {
    const payload = typeof item === 'object' && item !== null && 'payload' in item ? item.payload : undefined;
    const named = typeof payload === 'object' && payload !== null && 'session' in payload ? payload.session : undefined;
    return isSessionId(named) ? [named] : [];
  });
}

async function answerOf(
  app: App,
  input: ExchangeInput,
  kiosk: Kiosk,
  kiosks: readonly Kiosk[],
  results: ExchangeAnswer['results'],
  through: number,
): Promise<ExchangeAnswer> {
  const now = app.clock();
  const { school } = kiosk;
  const policy = await policyOf(app, school, kiosk.gate, kiosks);
  // A server with another past (restored from a backup) numbers its feed anew.
  const sameEpoch = input.have.epoch === app.epoch();
  const feed = await feedSince(app, kiosk, sameEpoch ? input.have.feed : 0);
  const newPolicy = policy.version !== input.have.policy;
  const newKeys = newPolicy || now - input.have.keysAt > KEY_LIST_LIFE || input.have.keysAt > now;
  const questionnaire = `${policy.questionnaire.id}@${policy.questionnaire.version}`;
  return {
    v: PROTOCOL,
    batch: input.batch,
    epoch: app.epoch(),
    serverTime: now,
    results,
    safeThrough: await safeThrough(app.db, schoolScope(school), kiosk, through),
    receivedThrough: through,
    certificateEndsAt: app.certificateEndsAt(),
    serverClockSuspect: serverClockSuspect(kiosks, now),
    ...(newPolicy ? { policy } : {}),
    ...(newKeys ? { keys: keyListOf(app), sealingKeys: app.keys.sealingKeys(school, now) } : {}),
    ...(input.have.questionnaire === questionnaire ? {} : { questionnaire: await questionnaireOf(app, policy.questionnaire) }),
    feed,
  };
}

async function questionnaireOf(app: App, { id, version }: { id: string; version: number }): Promise<Questionnaire> {
  const found = await findQuestionnaire(app.db, id, version);
  if (!found) throw new Error('the policy names a questionnaire that was never published');
  return found;
}
