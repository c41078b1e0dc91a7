/** Items as rows of the log, with the server's own findings about each. */
import type { EventFlag } from '../../shared/api/log.schema.ts';
import { DAY, MINUTE } from '../../shared/clock.ts';
import { correctedAt, dayOfEvent } from '../../shared/gate/log.ts';
import type { EventId, KioskId, SchoolId } from '../../shared/ids.ts';
import type { App } from '../context.ts';
import { advanceFeed } from '../db/feed.ts';
import { type Statement, schoolScope } from '../db/port.ts';
import { type Item, sha256 } from './item.ts';
import { byNumber, insertEventsStatement, type NewEvent } from './store.ts';

export interface Sender {
  id: KioskId;
  school: SchoolId;
  /** When it was withdrawn: only a file may still bring its items, and later ones are held. */
  revokedAt?: number | null;
}

const SKEW = 2 * MINUTE;
const OLDEST = 60 * DAY;

/** Rows of items, each with what the office must know about it. */
export async function newEvents(app: App, kiosk: Sender, items: readonly Item[], now: number): Promise<NewEvent[]> {
  const flags = await flagsOf(app, kiosk, items, now);
  return items.map((item) => ({
    head: item.head,
    event: item.event,
    day: item.day,
    at: correctedAt(item.head),
    receivedAt: now,
    flags: flags.get(item) ?? [],
    hash: item.hash,
    text: item.text,
  }));
}

/** Of two versions under one id the second, as a row under an id of its own. What was sealed beside it stays where it is held. */
export async function addedStatements(
  app: App,
  kiosk: Sender,
  { head, event, text }: Pick<Item, 'head' | 'event' | 'text'>,
  id: EventId,
): Promise<Statement[]> {
  const now = app.clock();
  const day = dayOfEvent(id);
  const item = { head, day, event, text, hash: sha256(text), payload: undefined };
  const flags = (await flagsOf(app, kiosk, [item], now)).get(item) ?? [];
  const row: NewEvent = {
    head: { ...head, id, sealed: undefined },
    event,
    day,
    at: correctedAt(head),
    receivedAt: now,
    flags: [...flags, 'added'],
    hash: item.hash,
    text,
  };
  const insert = insertEventsStatement(app.db, kiosk.school, [row]);
  return [advanceFeed(app.db.build, kiosk.school, 1), { ...insert, expect: { rows: 1, otherwise: 'conflict' } }];
}

/** What the office must know about an item: wrong clock, broken chain, one number twice, a kind of a newer kiosk. */
async function flagsOf(app: App, kiosk: Sender, items: readonly Item[], now: number): Promise<Map<Item, EventFlag[]>> {
  const wanted = [...new Set(items.flatMap(({ head }) => [head.n, head.n - 1]))].filter((n) => n > 0);
  const there = await byNumber(app.db, schoolScope(kiosk.school), kiosk.school, kiosk.id, wanted);
  const holders = new Map<number, { id: string; hash: string }[]>();
  for (const row of there) holders.set(row.n, [...(holders.get(row.n) ?? []), row]);
  for (const { head, hash } of items) holders.set(head.n, [...(holders.get(head.n) ?? []), { id: head.id, hash }]);

  const flags = new Map<Item, EventFlag[]>();
  for (const item of items) {
    const { head } = item;
    const found: EventFlag[] = [];
    const at = correctedAt(head);
    if (head.off === undefined) found.push('clock-unknown');
    if (Math.abs(head.off ?? 0) > SKEW || at > now + SKEW || at < now - OLDEST) found.push('skew');
    const before = holders.get(head.n - 1);
    if (head.n === 1 ? head.prev !== '' : head.prev === '' || (before && !before.some((each) => each.hash === head.prev)))
      found.push('chain');
    if ((holders.get(head.n) ?? []).some((each) => each.id !== head.id)) found.push('clone');
    if (!item.event) found.push('unknown-kind');
    flags.set(item, found);
  }
  return flags;
}
