/**
 * The kiosk's log: each function is one strict transaction. None waits for time, network or crypto inside, so that a
 * transaction never ends early and the head never parts from the items.
 */
import type { IDBPObjectStore, StoreNames } from 'idb';
import type { ItemStatus } from '../../../shared/api/exchange.schema.ts';
import { inSlices } from './quiet.ts';
import type { ChainHead, Counter, DayItem, KioskDb, KioskSchema, LogItem } from './schema.ts';

const STRICT = { durability: 'strict' } as const;
const RELAXED = { durability: 'relaxed' } as const;
const allOffered = (): IDBKeyRange => IDBKeyRange.bound([1, 0], [1, Number.MAX_SAFE_INTEGER]);
const NO_HEAD: ChainHead = { n: 0, hash: '', at: 0 };
const NOTHING_UNSENT: Counter = { unsent: 0 };

/** Another page of this profile has written: the chain would fork. */
class HeadMoved extends Error {
  override readonly name = 'HeadMoved';
}

const isHead = (value: ChainHead | Counter | undefined): value is ChainHead => value !== undefined && 'hash' in value;
const isCounter = (value: ChainHead | Counter | undefined): value is Counter => value !== undefined && 'unsent' in value;

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
 * once: an answer that the next request waits for is a turn of a busy event loop. A head that has moved undoes the rest.
 */
export async function appendItem(db: KioskDb, { item, head, day }: Append): Promise<Counter> {
  const tx = db.transaction(['log', 'head', 'day'], 'readwrite', STRICT);
  const heads = tx.objectStore('head');
  let counter = NOTHING_UNSENT;
  const asked: Promise<unknown>[] = [tx.done];
  try {
    asked.push(
      heads.get('chain').then((before) => {
        if ((isHead(before) ? before.n : 0) !== item.n - 1) throw new HeadMoved();
      }),
      heads.get('counter').then((held) => {
        const last = isCounter(held) ? held : NOTHING_UNSENT;
        counter = { unsent: last.unsent + 1, oldestUnsentAt: last.oldestUnsentAt ?? item.at };
        return heads.put(counter, 'counter');
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

function abort(tx: { abort(): void }): void {
  try {
    tx.abort();
  } catch (error) {
    // A transaction that has failed by itself is over already; the first error is the one to tell.
    if (!(error instanceof DOMException)) throw error;
  }
}

/** The oldest items that wait to be sent. */
export const readOffered = (db: KioskDb, limit: number): Promise<LogItem[]> => db.getAllFromIndex('log', 'offer', allOffered(), limit);

export interface ItemResult {
  n: number;
  status: ItemStatus;
  reason?: string;
}

/**
 * Applies the server's answers, a slice at a time. Nothing is deleted: an acknowledged item only stops waiting. Not
 * strict: an answer that is lost with the power is given again, as `duplicate`.
 */
export async function applyResults(db: KioskDb, results: readonly ItemResult[], now: number): Promise<Counter> {
  await inSlices(results, (slice) => applySlice(db, slice, now));
  return readCounter(db);
}

async function applySlice(db: KioskDb, results: readonly ItemResult[], now: number): Promise<void> {
  const tx = db.transaction(['log', 'head'], 'readwrite', RELAXED);
  const log = tx.objectStore('log');
  const held = await itemsOf(log, results);
  let acknowledged = 0;
  const settled = results.map(async ({ n, status, reason }) => {
    const item = held.get(n);
    if (!item) return;
    if (item.status === 'unsent') acknowledged++;
    const { offer: _offer, heldUntil: _held, reason: _reason, payload, ...rest } = item;
    // An erased person's sealed data goes here too; the chain holds only its hash.
    const kept = payload && status !== 'erased' ? { payload } : {};
    await log.put({ ...rest, ...kept, status, ...(reason ? { reason } : {}), acknowledgedAt: now });
  });
  await Promise.all(settled);
  await recount(tx.objectStore('head'), log, (unsent) => unsent - acknowledged);
  await tx.done;
}

/** One question for numbers without a gap, which they nearly always are. */
async function itemsOf<All extends ArrayLike<StoreNames<KioskSchema>>>(
  log: Store<All, 'log'>,
  results: readonly ItemResult[],
): Promise<Map<number, LogItem>> {
  const first = results[0]?.n ?? 0;
  const last = results.at(-1)?.n ?? 0;
  const whole = last - first + 1 === results.length;
  const items = whole ? await log.getAll(IDBKeyRange.bound(first, last)) : await Promise.all(results.map(({ n }) => log.get(n)));
  return new Map(items.flatMap((item) => (item ? [[item.n, item]] : [])));
}

/** The server refused this item when it stood alone: it stays, counts as unsent and is offered again later. */
export async function holdItem(db: KioskDb, n: number, reason: string, until: number): Promise<void> {
  const tx = db.transaction('log', 'readwrite', STRICT);
  const item = await tx.store.get(n);
  if (item) {
    const { offer: _offer, ...rest } = item;
    await tx.store.put({ ...rest, reason, heldUntil: until });
  }
  await tx.done;
}

/** Offers held items again whose time has come. */
export async function releaseHeld(db: KioskDb, now: number): Promise<number> {
  if ((await db.getKeyFromIndex('log', 'held', IDBKeyRange.upperBound(now))) === undefined) return 0;
  const tx = db.transaction('log', 'readwrite', STRICT);
  const due = await tx.store.index('held').getAll(IDBKeyRange.upperBound(now));
  for (const { heldUntil: _held, ...item } of due) await tx.store.put({ ...item, offer: 1 });
  await tx.done;
  return due.length;
}

/**
 * The server has lost what it had acknowledged (restored from a backup): kept items after `n` are offered again, a slice
 * at a time. Cut off in the middle it is asked for again, since the answer that told of it is not kept yet.
 */
export async function offerAgain(db: KioskDb, after: number): Promise<Counter> {
  await inSlices(await db.getAllKeys('log', IDBKeyRange.lowerBound(after, true)), async (slice) => {
    const tx = db.transaction(['log', 'head'], 'readwrite', STRICT);
    const log = tx.objectStore('log');
    const items = await log.getAll(IDBKeyRange.bound(slice[0], slice.at(-1)));
    const back = items.filter((item) => item.status !== 'unsent');
    await Promise.all(back.map(({ acknowledgedAt: _at, ...item }) => log.put({ ...item, status: 'unsent', offer: 1 })));
    await recount(tx.objectStore('head'), log, (unsent) => unsent + back.length);
    await tx.done;
  });
  return readCounter(db);
}

type Store<All extends ArrayLike<StoreNames<KioskSchema>>, Name extends StoreNames<KioskSchema>> = IDBPObjectStore<
  KioskSchema,
  All,
  Name,
  'readwrite'
>;

/** Changes the number of unsent items and finds the oldest of them by two look-ups, not by counting. */
async function recount<All extends ArrayLike<StoreNames<KioskSchema>>>(
  head: Store<All, 'head'>,
  log: Store<All, 'log'>,
  change: (unsent: number) => number,
): Promise<Counter> {
  const [last, firstOffered, firstHeld] = await Promise.all([
    head.get('counter'),
    log.index('offer').openCursor(allOffered()),
    log.index('held').openCursor(),
  ]);
  const offered = firstOffered?.value.at;
  const held = firstHeld?.value.at;
  const oldest = Math.min(offered ?? Number.POSITIVE_INFINITY, held ?? Number.POSITIVE_INFINITY);
  // Nothing waits: whatever the number said, it is 0.
  const unsent = Number.isFinite(oldest) ? Math.max(1, change(isCounter(last) ? last.unsent : 0)) : 0;
  const counter: Counter = unsent > 0 ? { unsent, oldestUnsentAt: oldest } : NOTHING_UNSENT;
  await head.put(counter, 'counter');
  return counter;
}

/** The number of the first item that still waits, or `undefined`. */
export async function firstWaiting(db: KioskDb): Promise<number | undefined> {
  const tx = db.transaction('log');
  const offered = (await tx.store.index('offer').openKeyCursor(allOffered()))?.primaryKey;
  const held = (await tx.store.index('held').openKeyCursor())?.primaryKey;
  await tx.done;
  return offered !== undefined && held !== undefined ? Math.min(offered, held) : (offered ?? held);
}

export interface FreeRule {
  /** Items up to this number stand in a verified backup. */
  safeThrough: number;
  /** Only items acknowledged before this time. */
  before: number;
  limit: number;
}

/**
 * Frees acknowledged items, those first that were acknowledged first. An unsent one is never touched, and one that no
 * backup has ends the walk: it looks at `limit` keys, not at the log. Returns how many went.
 */
export async function freeItems(db: KioskDb, { safeThrough, before, limit }: FreeRule): Promise<number> {
  const acknowledged = IDBKeyRange.upperBound(before, true);
  const first = await db.getKeyFromIndex('log', 'acknowledged', acknowledged);
  if (first === undefined || first > safeThrough) return 0;
  const tx = db.transaction('log', 'readwrite', RELAXED);
  const keys = await tx.store.index('acknowledged').getAllKeys(acknowledged, limit);
  const unsafe = keys.findIndex((n) => n > safeThrough);
  const free = unsafe === -1 ? keys : keys.slice(0, unsafe);
  await Promise.all([...free.map((n) => tx.store.delete(n)), tx.done]);
  return free.length;
}
