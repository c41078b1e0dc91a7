/**
 * What waits to be sent, and what the server has answered. That a whole batch is stored is one number (`Sent`), not a
 * change of 500 items; an item that fared otherwise says so itself.
 */
import type { IDBPObjectStore, StoreNames } from 'idb';
import type { ItemStatus } from '../../../shared/api/exchange.schema.ts';
import { isCounter, isHead, NOTHING_UNSENT, readCounter } from './log.ts';
import { inSlices } from './quiet.ts';
import type { Counter, Kept, KioskDb, KioskSchema, LogItem } from './schema.ts';
import { advanced, sentBefore, sentOf, withdrawn } from './sent.ts';

const STRICT = { durability: 'strict' } as const;
const RELAXED = { durability: 'relaxed' } as const;
const above = (n: number): IDBKeyRange => IDBKeyRange.lowerBound(n, true);

type Store<All extends ArrayLike<StoreNames<KioskSchema>>, Name extends StoreNames<KioskSchema>> = IDBPObjectStore<
  KioskSchema,
  All,
  Name,
  'readwrite'
>;

/** The oldest items that wait to be sent, of those above `after`. */
export async function readOffered(db: KioskDb, limit: number, after = 0): Promise<LogItem[]> {
  const tx = db.transaction(['log', 'head']);
  const log = tx.objectStore('log');
  const [sent, offered] = await Promise.all([tx.objectStore('head').get('sent'), log.index('again').getAll(above(after), limit)]);
  let from = Math.max(after, sentOf(sent).through);
  while (offered.length < limit) {
    const wanted = limit - offered.length;
    const next = await log.getAll(above(from), wanted);
    offered.push(...next.filter((item) => item.heldUntil === undefined));
    if (next.length < wanted) break;
    from = next.at(-1)?.n ?? from;
  }
  await tx.done;
  return offered;
}

export interface ItemResult {
  n: number;
  status: ItemStatus;
  reason?: string;
}

/** What goes with the results, or none of it; a contact that is not there is not kept yet. */
export interface Notes {
  contact?: Kept['contact'] | undefined;
  clock?: Kept['clock'] | undefined;
}

export interface Acknowledged {
  counter: Counter;
  /** Every kept item up to this number is acknowledged. */
  through: number;
}

/**
 * Applies the server's answer in one transaction, with what is noted of it.
 * Nothing is deleted: an acknowledged item only stops waiting. Not strict: an answer that is lost with the power is given
 * again, as `duplicate`; so is one for items with others before them that still wait.
 */
export async function applyResults(
  db: KioskDb,
  results: readonly ItemResult[],
  now: number,
  notesFor: (through: number) => Notes = () => ({}),
): Promise<Acknowledged> {
  const tx = db.transaction(['log', 'head', 'kept'], 'readwrite', RELAXED);
  const log = tx.objectStore('log');
  const head = tx.objectStore('head');
  const [sent, held, again, counter, chain] = await Promise.all([
    head.get('sent').then(sentOf),
    log.index('held').getAllKeys(),
    log.index('again').getAllKeys(),
    head.get('counter'),
    head.get('chain'),
  ]);
  const last = results.reduce((most, { n }) => Math.max(most, n), 0);
  const rows = last > sent.through ? await log.getAllKeys(IDBKeyRange.bound(sent.through, last, true)) : [];
  const answered = new Set(results.map(({ n }) => n));
  const apart = new Set([...held, ...again]);
  const open = rows.findIndex((n) => !answered.has(n) && !apart.has(n));
  const passed = open === -1 ? rows : rows.slice(0, open);
  const through = passed.at(-1) ?? sent.through;

  const own = results.filter(({ n, status, reason }) => n <= through && (apart.has(n) || (n > sent.through && saysMore(status, reason))));
  const inOrder = passed.filter((n) => answered.has(n) && !apart.has(n)).length;
  await Promise.all(own.map((result) => settleOne(log, result, now)));
  const acknowledged = inOrder + own.filter(({ n }) => apart.has(n)).length;
  const [first, firstAgain, firstHeld] = await Promise.all([
    log.getAll(above(through), 1),
    log.index('again').getAll(undefined, 1),
    log.index('held').getAll(undefined, 1),
  ]);
  const waiting = [...first, ...firstAgain, ...firstHeld];
  const next = counterOf(waiting, (isCounter(counter) ? counter.unsent : 0) - acknowledged);
  const stillApart = [...apart].filter((n) => n > through || !answered.has(n));
  const lowest = Math.min(...stillApart, ...first.map(({ n }) => n));
  const done = Number.isFinite(lowest) ? lowest - 1 : isHead(chain) ? chain.n : 0;
  const { contact, clock } = notesFor(done);
  await Promise.all([
    through > sent.through ? head.put(advanced(sent, through, now), 'sent') : undefined,
    head.put(next, 'counter'),
    contact ? tx.objectStore('kept').put(contact, 'contact') : undefined,
    clock ? tx.objectStore('kept').put(clock, 'clock') : undefined,
    tx.done,
  ]);
  return { counter: next, through: done };
}

const saysMore = (status: ItemStatus, reason: string | undefined): boolean =>
  reason !== undefined || (status !== 'stored' && status !== 'duplicate');

/** What one item says itself. */
async function settleOne<All extends ArrayLike<StoreNames<KioskSchema>>>(
  log: Store<All, 'log'>,
  { n, status, reason }: ItemResult,
  now: number,
): Promise<void> {
  const item = await log.get(n);
  if (!item) return;
  const { again: _again, heldUntil: _held, reason: _reason, payload, ...rest } = item;
  // An erased person's sealed data goes here too; the chain holds only its hash.
  const kept = payload && status !== 'erased' ? { payload } : {};
  await log.put({ ...rest, ...kept, status, ...(reason ? { reason } : {}), acknowledgedAt: now });
}

/** Nothing waits: whatever the number said, it is 0. */
const counterOf = (waiting: readonly LogItem[], unsent: number): Counter =>
  waiting.length === 0 ? NOTHING_UNSENT : { unsent: Math.max(1, unsent), oldestUnsentAt: Math.min(...waiting.map(({ at }) => at)) };

/** The server refused this item when it stood alone: it stays, counts as unsent and is offered again later. */
export async function holdItem(db: KioskDb, n: number, reason: string, until: number): Promise<void> {
  const tx = db.transaction('log', 'readwrite', STRICT);
  const item = await tx.store.get(n);
  if (item) {
    const { again: _again, ...rest } = item;
    await tx.store.put({ ...rest, reason, heldUntil: until });
  }
  await tx.done;
}

/** Offers held items again whose time has come. */
export async function releaseHeld(db: KioskDb, now: number): Promise<number> {
  if ((await db.getKeyFromIndex('log', 'held', IDBKeyRange.upperBound(now))) === undefined) return 0;
  const tx = db.transaction(['log', 'head'], 'readwrite', STRICT);
  const log = tx.objectStore('log');
  const { through } = sentOf(await tx.objectStore('head').get('sent'));
  const due = await log.index('held').getAll(IDBKeyRange.upperBound(now));
  for (const { heldUntil: _held, ...item } of due) await log.put(item.n <= through ? { ...item, again: item.n } : item);
  await tx.done;
  return due.length;
}

/**
 * The server has lost what it had acknowledged (restored from a backup): kept items after `n` are offered again. Cut off
 * in the middle it is asked for again, since the answer that told of it is not kept yet.
 */
export async function offerAgain(db: KioskDb, after: number): Promise<Counter> {
  // Items that say their status themselves, in slices: on a kiosk of version 1 that is each of them.
  const telling = (await db.getAllKeysFromIndex('log', 'acknowledged')).filter((n) => n > after);
  await inSlices(telling, async (slice) => {
    const tx = db.transaction('log', 'readwrite', STRICT);
    const items = await Promise.all(slice.map((n) => tx.store.get(n)));
    const back = items.filter((item) => item !== undefined);
    await Promise.all([...back.map(({ acknowledgedAt: _at, ...item }) => tx.store.put({ ...item, status: 'unsent' })), tx.done]);
  });
  const tx = db.transaction(['log', 'head'], 'readwrite', STRICT);
  const log = tx.objectStore('log');
  const head = tx.objectStore('head');
  const sent = sentOf(await head.get('sent'));
  const through = Math.min(after, sent.through);
  for (const { again: _again, ...item } of await log.index('again').getAll(above(through))) await log.put(item);
  const [rows, held, again] = await Promise.all([log.count(above(through)), log.index('held').getAll(), log.index('again').getAll()]);
  const waiting = [...(await log.getAll(above(through), 1)), ...held, ...again];
  const apart = [...held, ...again].filter(({ n }) => n <= through).length;
  await Promise.all([head.put(withdrawn(sent, through), 'sent'), head.put(counterOf(waiting, rows + apart), 'counter'), tx.done]);
  return readCounter(db);
}

export interface FreeRule {
  /** Items up to this number stand in a verified backup. */
  safeThrough: number;
  /** Only items acknowledged before this time. */
  before: number;
  limit: number;
}

/** Frees acknowledged items, the oldest first. An unsent one is never touched, nor one that no backup has. Returns how many went. */
export async function freeItems(db: KioskDb, { safeThrough, before, limit }: FreeRule): Promise<number> {
  const through = Math.min(safeThrough, sentBefore(sentOf(await db.get('head', 'sent')), before));
  const oldest = IDBKeyRange.upperBound(through);
  if (through === 0 || (await db.getKey('log', oldest)) === undefined) return 0;
  const tx = db.transaction('log', 'readwrite', RELAXED);
  const log = tx.store;
  const apart = await Promise.all([
    log.index('held').getAllKeys(),
    log.index('again').getAllKeys(),
    log.index('acknowledged').getAllKeys(IDBKeyRange.lowerBound(before)),
  ]);
  const stays = new Set(apart.flat().filter((n) => n <= through));
  const free = (await log.getAllKeys(oldest, limit + stays.size)).filter((n) => !stays.has(n)).slice(0, limit);
  await Promise.all([...runsOf(free, stays).map((run) => log.delete(run)), tx.done]);
  return free.length;
}

/** Ascending numbers as ranges that hold none of `without`. */
function runsOf(numbers: readonly number[], without: ReadonlySet<number>): IDBKeyRange[] {
  const last = numbers.at(-1);
  if (last === undefined) return [];
  const cuts = [...without].filter((n) => n < last).sort((a, b) => a - b);
  const edges = [0, ...cuts, last + 1];
  return edges.slice(1).flatMap((to, i) => {
    const from = edges[i] ?? 0;
    return to - from > 1 ? [IDBKeyRange.bound(from, to, true, true)] : [];
  });
}
