/** Work for the server is cut into slices and gives way to whoever stands at the gate. */
import { describe, expect, it, vi } from 'vitest';
import { DAY } from '../../../shared/clock.ts';
import { applyResults, freeItems, offerAgain, readOffered, releaseHeld } from '../../../web/kiosk/db/acknowledged.ts';
import { applyFeed } from '../../../web/kiosk/db/feed.ts';
import { readCounter } from '../../../web/kiosk/db/log.ts';
import { atTheGate, inSlices, quiet } from '../../../web/kiosk/db/quiet.ts';
import type { KioskDb, LogItem } from '../../../web/kiosk/db/schema.ts';
import { readLog } from '../../fixtures/kiosk-log.ts';
import { freshDb, NOW } from './kit.ts';

const COUNT = 120;
const HELD = 60;

async function dbWithLog(): Promise<KioskDb> {
  const db = await freshDb();
  const tx = db.transaction(['log', 'head'], 'readwrite');
  for (let n = 1; n <= COUNT; n++) {
    const item: LogItem = { n, id: `id-${n}`, event: `{"n":${n}}`, at: NOW + n, status: 'unsent' };
    await tx.objectStore('log').put(n === HELD ? { ...item, heldUntil: NOW } : item);
  }
  await tx.objectStore('head').put({ unsent: COUNT, oldestUnsentAt: NOW + 1 }, 'counter');
  await tx.done;
  return db;
}

const stored = (n: number) => ({ n, status: 'stored' }) as const;

describe('an answer to many items', () => {
  it('settles each of them, also where a held one lies between, and counts what is left', async () => {
    const db = await dbWithLog();
    const offered = await readOffered(db, COUNT);
    const { counter } = await applyResults(
      db,
      offered.map(({ n }) => stored(n)),
      NOW,
    );
    expect(offered).toHaveLength(COUNT - 1);
    expect(counter).toEqual({ unsent: 1, oldestUnsentAt: NOW + HELD });
    expect(await readCounter(db)).toEqual(counter);
    const log = await readLog(db);
    expect(log.filter((item) => item.status === 'unsent').map((item) => item.n)).toEqual([HELD]);
    expect(log.every((item) => item.event === `{"n":${item.n}}`)).toBe(true);
  });

  it('changes no item for what is stored: a scan waits for a few small writes at most', async () => {
    const db = await dbWithLog();
    const put = vi.spyOn(IDBObjectStore.prototype, 'put');
    await applyResults(
      db,
      Array.from({ length: HELD - 1 }, (_, i) => (i === 4 ? { n: 5, status: 'quarantined', reason: 'bad-body' } : stored(i + 1))),
      NOW,
    );
    const stores = put.mock.contexts.map((store) => (store as IDBObjectStore).name);
    put.mockRestore();
    expect(stores.filter((name) => name === 'log')).toHaveLength(1);
    expect(stores.length).toBeLessThanOrEqual(3);
    expect((await readLog(db))[4]).toMatchObject({ status: 'quarantined', reason: 'bad-body' });
    expect(await readCounter(db)).toEqual({ unsent: COUNT - HELD + 1, oldestUnsentAt: NOW + HELD });
  });

  it('leaves what was answered behind an item that still waits: it is sent again', async () => {
    const db = await dbWithLog();
    const { counter, through } = await applyResults(db, [1, 2, 4, 5].map(stored), NOW);
    expect([counter.unsent, through]).toEqual([COUNT - 2, 2]);
    expect((await readOffered(db, 3)).map((item) => item.n)).toEqual([3, 4, 5]);
  });

  it('lets an item wait again whose hold is over, before all others, and settles it by itself', async () => {
    const db = await dbWithLog();
    const most = Array.from({ length: COUNT - 10 }, (_, i) => i + 1).filter((n) => n !== HELD);
    await applyResults(db, most.map(stored), NOW);
    expect(await releaseHeld(db, NOW)).toBe(1);
    expect((await readOffered(db, 2)).map((item) => item.n)).toEqual([HELD, COUNT - 9]);
    expect((await readOffered(db, 1, HELD)).map((item) => item.n)).toEqual([COUNT - 9]);
    await applyResults(db, [stored(HELD)], NOW);
    expect(await readCounter(db)).toEqual({ unsent: 10, oldestUnsentAt: NOW + COUNT - 9 });
    expect((await readOffered(db, 1)).map((item) => item.n)).toEqual([COUNT - 9]);
  });

  it('is given again when it was lost with the power: the same answer twice changes nothing', async () => {
    const db = await dbWithLog();
    const results = Array.from({ length: COUNT }, (_, i) => stored(i + 1));
    await applyResults(db, results.slice(0, 70), NOW);
    await applyResults(db, results, NOW);
    expect(await readCounter(db)).toEqual({ unsent: 0 });
  });

  it('offers everything again that a restored server has lost, and nothing twice', async () => {
    const db = await dbWithLog();
    await applyResults(
      db,
      Array.from({ length: COUNT }, (_, i) => stored(i + 1)),
      NOW,
    );
    expect(await offerAgain(db, 10)).toEqual({ unsent: COUNT - 10, oldestUnsentAt: NOW + 11 });
    expect(await offerAgain(db, 10)).toEqual({ unsent: COUNT - 10, oldestUnsentAt: NOW + 11 });
    expect((await readOffered(db, COUNT)).map((item) => item.n)).toEqual(Array.from({ length: COUNT - 10 }, (_, i) => i + 11));
  });

  it('takes the feed in its order: an erasure after a pass leaves no pass', async () => {
    const db = await freshDb();
    const pass = (i: number) =>
      ({ kind: 'pass', subject: `s${i}`, typedCode: '1', name: 'N', expiresAt: NOW * 2, outcome: 'cleared', host: '' }) as const;
    const items = Array.from({ length: COUNT }, (_, i) => pass(i));
    await applyFeed(db, [...items, { kind: 'revoked', subject: 's0', erased: true }], '2026-11-23');
    expect(await db.count('pass')).toBe(COUNT - 1);
    expect(await db.get('pass', 's0')).toBeUndefined();
  });
});

describe('freeing', () => {
  it('leaves what waits, and what was acknowledged later than those around it', async () => {
    const db = await dbWithLog();
    const all = Array.from({ length: COUNT }, (_, i) => i + 1).filter((n) => n !== HELD);
    await applyResults(db, all.map(stored), NOW - DAY);
    const rule = { safeThrough: COUNT, before: NOW, limit: 50 };
    expect([await freeItems(db, rule), await freeItems(db, rule), await freeItems(db, rule)]).toEqual([50, 50, COUNT - 101]);
    expect(await db.getAllKeys('log')).toEqual([HELD]);
    await applyResults(db, [stored(HELD)], NOW);
    expect(await freeItems(db, rule)).toBe(0);
    expect(await freeItems(db, { ...rule, before: NOW + 1 })).toBe(1);
  });

  it('frees what was acknowledged long ago and stands in a backup, and looks at nothing else', async () => {
    const db = await dbWithLog();
    await applyResults(db, [1, 2, 3].map(stored), NOW - DAY);
    await applyResults(db, [4, 5].map(stored), NOW);
    const opened = vi.spyOn(IDBDatabase.prototype, 'transaction');
    expect(await freeItems(db, { safeThrough: COUNT, before: NOW - DAY, limit: 500 })).toBe(0);
    expect(await freeItems(db, { safeThrough: 0, before: NOW, limit: 500 })).toBe(0);
    const writes = opened.mock.calls.filter((call) => call[1] === 'readwrite');
    opened.mockRestore();
    expect(writes).toEqual([]);
    expect(await freeItems(db, { safeThrough: 2, before: NOW, limit: 500 })).toBe(2);
    expect((await db.getAllKeys('log'))[0]).toBe(3);
  });
});

describe('a person at the gate', () => {
  it('goes before the next slice', async () => {
    const order: string[] = [];
    let finish = (): void => undefined;
    const scan = atTheGate(() => new Promise<void>((resolve) => (finish = resolve))).then(() => order.push('scan'));
    const slices = inSlices([1], async () => void order.push('slice'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(order).toEqual([]);
    finish();
    await Promise.all([scan, slices]);
    expect(order).toEqual(['scan', 'slice']);
  });

  it('holds up the exchange for two seconds at most when the disk hangs', async () => {
    vi.useFakeTimers();
    let finish = (): void => undefined;
    const scan = atTheGate(() => new Promise<void>((resolve) => (finish = resolve)));
    let waited = false;
    const waiting = quiet().then(() => (waited = true));
    await vi.advanceTimersByTimeAsync(1_900);
    expect(waited).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(waited).toBe(true);
    finish();
    await scan;
    await vi.advanceTimersByTimeAsync(100);
    vi.useRealTimers();
    await waiting;
    await quiet();
  });
});
