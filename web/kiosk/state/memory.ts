/** What the kiosk holds in memory of its store, read once at the start and kept in step. */

import type { ExchangeAnswer } from '../../../shared/api/exchange.schema.ts';
import { dayOf } from '../../../shared/clock.ts';
import type { GatePolicy, KeyList } from '../../../shared/gate/policy.ts';
import type { Questionnaire } from '../../../shared/questionnaire/types.ts';
import type { KioskClock } from '../clock.ts';
import { readDay, readHosts, readRevoked, wipeDay } from '../db/feed.ts';
import { getKept, keep } from '../db/kept.ts';
import { readCounter, readHead } from '../db/log.ts';
import type { ChainHead, Contact, Counter, DayItem, Kept, KioskDb } from '../db/schema.ts';
import { createDayBook, type DayBook } from '../gate/day-book.ts';

export interface Memory {
  policy?: GatePolicy;
  keys?: KeyList;
  sealingKeys: Kept['sealingKeys'];
  questionnaire?: Questionnaire;
  contact?: Contact;
  revoked: Set<string>;
  erased: Set<string>;
  /** Whom a pass is for, by subject: a scan waits for no store. */
  hosts: Map<string, string>;
  head: ChainHead;
  counter: Counter;
  book: DayBook;
  day: string;
}

/** Reads all of it; a list of another day is wiped before anything is shown. */
export async function remember(db: KioskDb, clock: KioskClock): Promise<Memory> {
  const day = dayOf(clock.now());
  if ((await getKept(db, 'day')) !== day) await beginDay(db, day, clock.now());
  const [policy, keys, sealingKeys, questionnaire, contact] = await Promise.all([
    getKept(db, 'policy'),
    getKept(db, 'keys'),
    getKept(db, 'sealingKeys'),
    getKept(db, 'questionnaire'),
    getKept(db, 'contact'),
  ]);
  const [items, revocations, hosts, head, counter] = await Promise.all([
    readDay(db),
    readRevoked(db),
    readHosts(db),
    readHead(db),
    readCounter(db),
  ]);
  return {
    policy,
    keys,
    sealingKeys: sealingKeys ?? [],
    questionnaire,
    contact,
    revoked: new Set(revocations.filter((each) => !each.erased).map((each) => each.subject)),
    erased: new Set(revocations.filter((each) => each.erased).map((each) => each.subject)),
    hosts,
    head,
    counter,
    book: createDayBook(items),
    day,
  };
}

/** What an answer brings beside results. True: today's list has changed. */
export function takeNews(answer: ExchangeAnswer, memory: Memory): boolean {
  if (answer.policy) memory.policy = answer.policy;
  if (answer.keys) memory.keys = answer.keys;
  if (answer.sealingKeys) memory.sealingKeys = answer.sealingKeys;
  if (answer.questionnaire) memory.questionnaire = answer.questionnaire;
  for (const item of answer.feed.items) {
    if (item.kind === 'revoked') {
      memory[item.erased ? 'erased' : 'revoked'].add(item.subject);
      if (item.erased) memory.hosts.delete(item.subject);
    } else if (item.kind === 'pass') memory.hosts.set(item.subject, item.host);
    else if (dayOf(item.at) === memory.day) memory.book.add(item);
  }
  return answer.feed.items.length > 0;
}

/** Resolves with what the new day's list begins with. */
export async function beginDay(db: KioskDb, day: string, now: number): Promise<DayItem[]> {
  const kept = await wipeDay(db, now, false);
  await keep(db, 'day', day);
  return kept;
}
