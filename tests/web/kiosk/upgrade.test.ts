/** A kiosk that was filled by version 1 of its store: nothing that waits is lost, and nothing is sent for nothing. */
import './kit.ts';
import { openDB } from 'idb';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../../shared/clock.ts';
import { applyResults, freeItems, offerAgain, readOffered, releaseHeld } from '../../../web/kiosk/db/acknowledged.ts';
import { readCounter } from '../../../web/kiosk/db/log.ts';
import { openKioskDb } from '../../../web/kiosk/db/open.ts';
import type { KioskDb } from '../../../web/kiosk/db/schema.ts';
import { readLog } from '../../fixtures/kiosk-log.ts';
import { NOW } from './kit.ts';

type Old = 'stored' | 'offered' | 'held';
let databases = 0;

/** Items of these states, numbered from 1, as version 1 wrote them. */
async function upgraded(states: readonly Old[]): Promise<KioskDb> {
  const name = `old-kiosk-${++databases}`;
  const old = await openDB(name, 1, {
    upgrade(db) {
      db.createObjectStore('kept');
      db.createObjectStore('head');
      const log = db.createObjectStore('log', { keyPath: 'n' });
      log.createIndex('offer', ['offer', 'n']);
      log.createIndex('held', 'heldUntil');
      log.createIndex('session', 'payload.session');
      log.createIndex('acknowledged', 'acknowledgedAt');
      for (const store of ['session', 'day']) db.createObjectStore(store, { keyPath: 'id' });
      db.createObjectStore('pass', { keyPath: 'subject' }).createIndex('typedCode', 'typedCode');
      db.createObjectStore('revoked', { keyPath: 'subject' });
    },
  });
  const tx = old.transaction(['log', 'head'], 'readwrite');
  for (const [i, state] of states.entries()) {
    const item = { n: i + 1, id: `id-${i + 1}`, event: `{"n":${i + 1}}`, at: NOW + i + 1 };
    const said = {
      stored: { status: 'stored', acknowledgedAt: NOW - DAY },
      offered: { status: 'unsent', offer: 1 },
      held: { status: 'unsent', heldUntil: NOW + HOUR },
    }[state];
    tx.objectStore('log').put({ ...item, ...said });
  }
  const unsent = states.filter((state) => state !== 'stored').length;
  tx.objectStore('head').put({ n: states.length, hash: 'x', at: NOW }, 'chain');
  tx.objectStore('head').put(unsent > 0 ? { unsent, oldestUnsentAt: NOW + 1 } : { unsent }, 'counter');
  await tx.done;
  old.close();
  return openKioskDb(name);
}

const offered = async (db: KioskDb): Promise<number[]> => (await readOffered(db, 100)).map((item) => item.n);
const unsent = async (db: KioskDb): Promise<number[]> =>
  (await readLog(db)).filter((item) => item.status === 'unsent').map((item) => item.n);
const stored = (n: number) => ({ n, status: 'stored' }) as const;

const MIXED: Old[] = ['stored', 'offered', 'held', 'stored', 'offered', 'stored', 'held', 'offered', 'offered'];

describe('the store of version 1', () => {
  it.each<[string, Old[], number[]]>([
    ['nothing', [], []],
    ['nothing waiting', ['stored', 'stored'], []],
    ['nothing sent', ['offered', 'offered'], [1, 2]],
    ['one held before all', ['held', 'offered'], [2]],
    ['all mixed up', MIXED, [2, 5, 8, 9]],
  ])('offers just what waited: %s', async (_name, states, expected) => {
    const db = await upgraded(states);
    expect(await offered(db)).toEqual(expected);
    expect(await unsent(db)).toEqual(states.flatMap((state, i) => (state === 'stored' ? [] : [i + 1])));
    expect(await readCounter(db)).toMatchObject({ unsent: states.filter((state) => state !== 'stored').length });
    expect((await db.getAll('log')).map((item) => item.event)).toEqual(states.map((_, i) => `{"n":${i + 1}}`));
  });

  it('is settled, freed and offered again like any other', async () => {
    const db = await upgraded(MIXED);
    await applyResults(db, [2, 5, 8, 9].map(stored), NOW);
    expect(await readCounter(db)).toMatchObject({ unsent: 2 });
    expect(await releaseHeld(db, NOW + HOUR)).toBe(2);
    expect(await offered(db)).toEqual([3, 7]);
    await applyResults(db, [3, 7].map(stored), NOW);
    expect(await readCounter(db)).toEqual({ unsent: 0 });
    expect(await freeItems(db, { safeThrough: 9, before: NOW - DAY, limit: 100 })).toBe(0);
    expect(await freeItems(db, { safeThrough: 5, before: NOW, limit: 100 })).toBe(2);
    expect(await offerAgain(db, 0)).toMatchObject({ unsent: 7 });
    expect(await offered(db)).toEqual([2, 3, 5, 6, 7, 8, 9]);
  });
});
