import { describe, expect, it, vi } from 'vitest';
import type { EventDraft } from '../../../shared/gate/event.ts';
import { readEvent } from '../../../shared/gate/log.ts';
import { applyResults } from '../../../web/kiosk/db/acknowledged.ts';
import { appendItem, readCounter, readHead } from '../../../web/kiosk/db/log.ts';
import type { KioskDb } from '../../../web/kiosk/db/schema.ts';
import { createJournal, type Journal } from '../../../web/kiosk/log/journal.ts';
import { chainFaults, fakeClock, freshDb, GATE, KIOSK, random, SCHOOL } from './kit.ts';

const scan = (subject: number): EventDraft => ({
  kind: 'scan',
  gate: GATE,
  method: 'camera',
  code: 'pass',
  subject: String(subject).padStart(22, 'A'),
  dir: 'in',
  colour: 'green',
  why: [],
});

async function openJournal(db: KioskDb, clock = fakeClock(), safeThrough = 0): Promise<Journal> {
  const parts = { db, school: SCHOOL, kiosk: KIOSK, head: await readHead(db), clock, random, subtle: crypto.subtle };
  return createJournal({ ...parts, safeThrough: () => safeThrough });
}

describe('the chain', () => {
  it('has no gap and no broken link after 200 scans at once', async () => {
    const db = await freshDb();
    const journal = await openJournal(db);
    const written = await Promise.all(Array.from({ length: 200 }, (_, i) => journal.write({ draft: scan(i) })));
    const log = await db.getAll('log');
    expect(await chainFaults(log.map((item) => item.event))).toEqual([]);
    expect(new Set(written.map((item) => item.id)).size).toBe(200);
    expect(await readCounter(db)).toMatchObject({ unsent: 200 });
    expect(log.every((item) => readEvent(item.event).ok)).toBe(true);
  });

  it('goes on where a killed page stopped', async () => {
    const db = await freshDb();
    const first = await openJournal(db);
    for (let i = 0; i < 5; i++) await first.write({ draft: scan(i) });
    const second = await openJournal(db);
    await second.write({ draft: scan(6) });
    expect(await chainFaults((await db.getAll('log')).map((item) => item.event))).toEqual([]);
  });

  it('writes nothing at all when the transaction fails, and the next item takes the number', async () => {
    const db = await freshDb();
    const journal = await openJournal(db);
    await journal.write({ draft: scan(1) });
    const broken = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementationOnce(() => {
      throw new DOMException('disk', 'UnknownError');
    });
    await expect(journal.write({ draft: scan(2) })).rejects.toThrow('disk');
    broken.mockRestore();
    expect(await readHead(db)).toMatchObject({ n: 1 });
    expect(await readCounter(db)).toMatchObject({ unsent: 1 });
    await journal.write({ draft: scan(3) });
    expect(await chainFaults((await db.getAll('log')).map((item) => item.event))).toEqual([]);
    expect(await readHead(db)).toMatchObject({ n: 2 });
  });

  it('refuses to fork: a second page that writes from an old head writes nothing', async () => {
    const db = await freshDb();
    const one = await openJournal(db);
    const two = await openJournal(db);
    await one.write({ draft: scan(1) });
    await expect(two.write({ draft: scan(2) })).rejects.toMatchObject({ name: 'HeadMoved' });
    expect(await db.count('log')).toBe(1);
  });

  it('asks for strict durability and resolves only when the transaction is complete', async () => {
    const db = await freshDb();
    const asked = vi.spyOn(IDBDatabase.prototype, 'transaction');
    const journal = await openJournal(db);
    await journal.write({ draft: scan(1) });
    const writes = asked.mock.calls.filter((call) => call[1] === 'readwrite');
    asked.mockRestore();
    expect(writes).toEqual([[['log', 'head', 'day'], 'readwrite', { durability: 'strict' }]]);
  });

  it('gives ids and times that never run backwards, whatever the wall clock does', async () => {
    const db = await freshDb();
    const clock = fakeClock();
    const journal = await openJournal(db, clock);
    const first = await journal.write({ draft: scan(1) });
    clock.ticks.jump(-86_400_000);
    clock.ticks.pass(1000);
    const second = await journal.write({ draft: scan(2) });
    expect(second.at).toBe(first.at + 1000);
    expect(second.id > first.id).toBe(true);
    const event = JSON.parse((await db.get('log', 2))?.event ?? '{}');
    expect(event.at + event.off).toBe(second.at);
    expect(event.off).toBe(86_400_000);
  });
});

describe('a full disk', () => {
  const quotaOnce = (times: number) => {
    const spy = vi.spyOn(IDBObjectStore.prototype, 'add');
    for (let i = 0; i < times; i++) {
      spy.mockImplementationOnce(() => {
        throw new DOMException('full', 'QuotaExceededError');
      });
    }
    return spy;
  };

  it('frees acknowledged items, oldest first and never an unsent one, and then writes', async () => {
    const db = await freshDb();
    const journal = await openJournal(db, fakeClock(), 2);
    for (let i = 0; i < 4; i++) await journal.write({ draft: scan(i) });
    await applyResults(
      db,
      [1, 2, 3].map((n) => ({ n, status: 'stored' })),
      1,
    );
    const spy = quotaOnce(1);
    await journal.write({ draft: scan(9) });
    spy.mockRestore();
    // 1 and 2 stand in a backup; 3 is only acknowledged and is kept while the others suffice.
    expect(await db.getAllKeys('log')).toEqual([3, 4, 5]);
  });

  it('says so and writes nothing when nothing may be freed', async () => {
    const db = await freshDb();
    const journal = await openJournal(db);
    await journal.write({ draft: scan(1) });
    const spy = quotaOnce(1);
    await expect(journal.write({ draft: scan(2) })).rejects.toMatchObject({ name: 'QuotaExceededError' });
    spy.mockRestore();
    expect(await db.getAllKeys('log')).toEqual([1]);
    await journal.write({ draft: scan(3) });
    expect(await readHead(db)).toMatchObject({ n: 2 });
  });
});

it('keeps item, head, counter and today’s line together', async () => {
  const db = await freshDb();
  const item = { n: 3, id: 'x', event: '{}', at: 1, status: 'unsent' } as const;
  await expect(appendItem(db, { item, head: { n: 3, hash: 'h', at: 1 } })).rejects.toMatchObject({ name: 'HeadMoved' });
  expect(await db.count('log')).toBe(0);
  expect(await db.count('head')).toBe(0);
});
