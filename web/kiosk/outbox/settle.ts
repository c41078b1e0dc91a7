/** Puts an accepted answer into the store: results first, then what the server tells. Safe to repeat after a crash. */
import type { ExchangeAnswer } from '../../../shared/api/exchange.schema.ts';
import { DAY } from '../../../shared/clock.ts';
import { applyResults, freeItems, type ItemResult, offerAgain } from '../db/acknowledged.ts';
import { applyFeed } from '../db/feed.ts';
import { getKept, keep } from '../db/kept.ts';
import { readCounter } from '../db/log.ts';
import type { ClockRecord, Contact, Counter, KioskDb, LogItem } from '../db/schema.ts';
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
  /** As it stands once the answer has set it: kept with the rest. */
  clock?: () => ClockRecord | undefined;
}

export async function settle({ db, items, answer, now, day, session, clock }: SettleParts): Promise<Settled> {
  const before = await getKept(db, 'contact');
  const restored = before !== undefined && before.epoch !== answer.epoch;
  // Before the results: what this very answer acknowledges is not offered twice.
  if (restored) await offerAgain(db, 0);
  await applyFeed(db, answer.feed.items, day);
  await keepNews(db, answer);
  // The contact comes last: cut off before it, the kiosk hears the same news again.
  const contact = contactOf(answer, now);
  const lost = (through: number): boolean => answer.receivedThrough < through;
  const { counter, through } = await applyResults(db, resultsOf(items, answer), now, (acknowledged) => ({
    contact: lost(acknowledged) ? undefined : contact,
    clock: clock?.(),
  }));
  const settled = lost(through) ? await offerLost(db, contact, before) : { contact, counter };
  const freed = await freeItems(db, { safeThrough: answer.safeThrough, before: now - KEEP, limit: FREE_AT_ONCE });
  if (freed > 0) await freeSessions(db, session);
  return { ...settled, again: restored || settled.contact.offeredAgain !== before?.offeredAgain };
}

/** What became of the items, and nothing else: for an answer that is older than what the kiosk has heard since. */
export async function settleItems(db: KioskDb, items: SettleParts['items'], answer: ExchangeAnswer, now: number): Promise<Counter> {
  return (await applyResults(db, resultsOf(items, answer), now)).counter;
}

const resultsOf = (items: SettleParts['items'], { results }: ExchangeAnswer): ItemResult[] =>
  items.flatMap(({ n }, i) => {
    const result = results[i];
    return result ? [{ n, ...result }] : [];
  });

const contactOf = (answer: ExchangeAnswer, now: number): Contact => ({
  at: now,
  epoch: answer.epoch,
  // A restored server numbers its feed anew, and has given it from the beginning.
  feed: answer.feed.cursor,
  safeThrough: answer.safeThrough,
  receivedThrough: answer.receivedThrough,
  certificateEndsAt: answer.certificateEndsAt,
  serverClockSuspect: answer.serverClockSuspect,
});

/** The server holds less without a gap than it had acknowledged: offered again, once for each place it stands at. */
async function offerLost(db: KioskDb, contact: Contact, before: Contact | undefined): Promise<Pick<Settled, 'counter' | 'contact'>> {
  const offeredAgain = `${contact.epoch}:${contact.receivedThrough}`;
  const known = before?.offeredAgain === offeredAgain;
  const counter = known ? await readCounter(db) : await offerAgain(db, contact.receivedThrough);
  await keep(db, 'contact', { ...contact, offeredAgain });
  return { counter, contact: { ...contact, offeredAgain } };
}

async function keepNews(db: KioskDb, { policy, keys, sealingKeys, questionnaire }: ExchangeAnswer): Promise<void> {
  if (policy) await keep(db, 'policy', policy);
  if (keys) await keep(db, 'keys', keys);
  if (sealingKeys) await keep(db, 'sealingKeys', sealingKeys);
  if (questionnaire) await keep(db, 'questionnaire', questionnaire);
}
