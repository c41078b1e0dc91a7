/**
 * Writing the kiosk's log: one strict transaction. Nothing waits for time, network or crypto inside, so that it never ends
 * early and the head never parts from the items. What becomes of the items afterwards: acknowledged.ts.
 */
import type { ChainHead, Counter, DayItem, KioskDb, KioskSchema, LogItem } from './schema.ts';

const STRICT = { durability: 'strict' } as const;
const NO_HEAD: ChainHead = { n: 0, hash: '', at: 0 };
export const NOTHING_UNSENT: Counter = { unsent: 0 };

/** Another page of this profile has written: the chain would fork. */
class HeadMoved extends Error {
  override readonly name = 'HeadMoved';
}

type Head = KioskSchema['head']['value'] | undefined;
export const isHead = (value: Head): value is ChainHead => value !== undefined && 'hash' in value;
export const isCounter = (value: Head): value is Counter => value !== undefined && 'unsent' in value;

export async function readHead(db: KioskDb): Promise<ChainHead> {
  const head = await db.get('head', 'chain');
  return isHead(head) ? head : NO_HEAD;
}

export async function readCounter(db: KioskDb): Promise<Counter> {
  const counter = await db.get('head', 'counter');
  return isCounter(counter) ? counter : NOTHING_UNSENT;
}

export interface Append {
  item: LogItem;
  head: ChainHead;
  /** What today's list shows of it. */
  day?: DayItem;
}

/**
 * Item, head, counter and today's line, or none of them. Resolves when they are on the disk. Everything is asked for at
 * once and the end is said outright: each answer that something waits for is a turn of a busy event loop. A head that has
 * moved undoes the rest.
 */
export async function appendItem(db: KioskDb, { item, head, day }: Append): Promise<Counter> {
  const tx = db.transaction(['log', 'head', 'day'], 'readwrite', STRICT);
  const heads = tx.objectStore('head');
  let counter = NOTHING_UNSENT;
  const asked: Promise<unknown>[] = [tx.done];
  try {
    asked.push(
      heads.getAll().then((before) => {
        if ((before.find(isHead)?.n ?? 0) !== item.n - 1) throw new HeadMoved();
        const last = before.find(isCounter) ?? NOTHING_UNSENT;
        counter = { unsent: last.unsent + 1, oldestUnsentAt: last.oldestUnsentAt ?? item.at };
        const put = heads.put(counter, 'counter');
        // Missing in Safari before 15, which ends it by itself.
        tx.commit?.();
        return put;
      }),
    );
    asked.push(tx.objectStore('log').add(item));
    asked.push(heads.put(head, 'chain'));
    if (day) asked.push(tx.objectStore('day').put(day));
    await Promise.all(asked);
    return counter;
  } catch (error) {
    abort(tx);
    await Promise.allSettled(asked);
    throw error;
  }
}

export function abort(tx: { abort(): void }): void {
  try {
    tx.abort();
  } catch (error) {
    // A transaction that has failed by itself is over already; the first error is the one to tell.
    if (!(error instanceof DOMException)) throw error;
  }
}
