/** Puts an accepted answer into the store: results first, then what the server tells. Safe to repeat after a crash. */
import type { ExchangeAnswer } from '../../../shared/api/exchange.schema.ts';
import { DAY } from '../../../shared/clock.ts';
import { applyFeed } from '../db/feed.ts';
import { getKept, keep } from '../db/kept.ts';
import { applyResults, firstWaiting, freeItems, offerAgain, readCounter, readHead } from '../db/log.ts';
import type { Contact, Counter, KioskDb, LogItem } from '../db/schema.ts';
import { freeSessions } from '../db/sessions.ts';

/** Acknowledged items stay so long even when a backup covers them: a backup may be lost too. */
const KEEP = 7 * DAY;
const FREE_AT_ONCE = 500;

export interface Settled {
  counter: Counter;
  contact: Contact;
  /** Items that were thought to be safe and are offered again. */
  again: boolean;
}

export interface SettleParts {
  db: KioskDb;
  items: readonly Pick<LogItem, 'n'>[];
  answer: ExchangeAnswer;
  /** When the server said it: now, or the time of an answer that came in a file. */
  now: number;
  /** Whose list is held. */
  day: string;
  /** The sealing session in use. */
  session: string | undefined;
}

export async function settle({ db, items, answer, now, day, session }: SettleParts): Promise<Settled> {
  const before = await getKept(db, 'contact');
  const restored = before !== undefined && before.epoch !== answer.epoch;
  // Before the results: what this very answer acknowledges is not offered twice.
  if (restored) await offerAgain(db, 0);
  await settleItems(db, items, answer, now);
  await applyFeed(db, answer.feed.items, day);
  const offeredAgain = await offerLost(db, answer, before);
  await keepNews(db, answer);
  const contact: Contact = {
    at: now,
    epoch: answer.epoch,
    // A restored server numbers its feed anew, and has given it from the beginning.
    feed: answer.feed.cursor,
    safeThrough: answer.safeThrough,
    receivedThrough: answer.receivedThrough,
    certificateEndsAt: answer.certificateEndsAt,
    serverClockSuspect: answer.serverClockSuspect,
    ...(offeredAgain === undefined ? {} : { offeredAgain }),
  };
  await keep(db, 'contact', contact);
  const freed = await freeItems(db, { safeThrough: answer.safeThrough, before: now - KEEP, limit: FREE_AT_ONCE });
  if (freed > 0) await freeSessions(db, session);
  return { counter: await readCounter(db), contact, again: restored || offeredAgain !== before?.offeredAgain };
}

/** What became of the items, and nothing else: for an answer that is older than what the kiosk has heard since. */
export async function settleItems(db: KioskDb, items: SettleParts['items'], answer: ExchangeAnswer, now: number): Promise<Counter> {
  const results = items.flatMap(({ n }, i) => {
    const result = answer.results[i];
    return result ? [{ n, ...result }] : [];
  });
  return applyResults(db, results, now);
}

/** The server holds less without a gap than it had acknowledged: offered again, once for each place it stands at. */
async function offerLost(db: KioskDb, answer: ExchangeAnswer, before: Contact | undefined): Promise<string | undefined> {
  const waiting = await firstWaiting(db);
  const acknowledged = waiting === undefined ? (await readHead(db)).n : waiting - 1;
  if (answer.receivedThrough >= acknowledged) return undefined;
  const place = `${answer.epoch}:${answer.receivedThrough}`;
  if (place !== before?.offeredAgain) await offerAgain(db, answer.receivedThrough);
  return place;
}

async function keepNews(db: KioskDb, { policy, keys, sealingKeys, questionnaire }: ExchangeAnswer): Promise<void> {
  if (policy) await keep(db, 'policy', policy);
  if (keys) await keep(db, 'keys', keys);
  if (sealingKeys) await keep(db, 'sealingKeys', sealingKeys);
  if (questionnaire) await keep(db, 'questionnaire', questionnaire);
}
