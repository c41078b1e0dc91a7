/** What the server tells this kiosk about other kiosks, passes and withdrawals. Masked names only. */
import type { FeedItem } from '../../../shared/api/exchange.schema.ts';
import { startOfDay } from '../../../shared/clock.ts';
import { carryOver } from '../gate/carry-over.ts';
import { inSlices } from './quiet.ts';
import type { DayItem, KioskDb, PassRow } from './schema.ts';

/** Items of the feed in their order, slice by slice. What is older than `day` brings no name into the list. */
export async function applyFeed(db: KioskDb, items: readonly FeedItem[], day: string): Promise<void> {
  const from = startOfDay(day);
  await inSlices(items, (slice) => applySlice(db, slice, from));
}

async function applySlice(db: KioskDb, items: readonly FeedItem[], from: number): Promise<void> {
  const tx = db.transaction(['day', 'pass', 'revoked'], 'readwrite');
  for (const item of items) {
    switch (item.kind) {
      case 'pass': {
        const { kind: _kind, ...row } = item;
        if (item.expiresAt >= from) tx.objectStore('pass').put(row);
        break;
      }
      case 'revoked':
        tx.objectStore('revoked').put({ subject: item.subject, erased: item.erased });
        if (item.erased) tx.objectStore('pass').delete(item.subject);
        break;
      case 'scan':
      case 'decision':
      case 'correction':
      case 'round':
        if (item.at >= from) tx.objectStore('day').put(item);
        break;
    }
  }
  await tx.done;
}

export async function passByTypedCode(db: KioskDb, typedCode: string, now: number): Promise<PassRow | undefined> {
  const rows = await db.getAllFromIndex('pass', 'typedCode', typedCode);
  return rows.filter((row) => row.expiresAt >= now).sort((a, b) => b.expiresAt - a.expiresAt)[0];
}

/** Whom the passes that can still be shown are for, by subject. */
export async function readHosts(db: KioskDb): Promise<Map<string, string>> {
  const rows = await db.getAll('pass');
  return new Map(rows.filter(({ host }) => host !== '').map(({ subject, host }) => [subject, host]));
}

export const readDay = (db: KioskDb): Promise<DayItem[]> => db.getAll('day');
export const readRevoked = (db: KioskDb): Promise<{ subject: string; erased: boolean }[]> => db.getAll('revoked');

/**
 * No name of the list stays but of those who stay themselves (carry-over.ts): called for a day that is over, and with
 * `closing` when the gate is closed (then codes that are still valid can be typed, but name nobody). Resolves with what
 * the list still holds.
 */
export async function wipeDay(db: KioskDb, now: number, closing: boolean): Promise<DayItem[]> {
  const tx = db.transaction(['day', 'pass'], 'readwrite', { durability: 'strict' });
  const days = tx.objectStore('day');
  const kept = carryOver(await days.getAll(), now, closing);
  days.clear();
  for (const item of kept) days.put(item);
  const passes = tx.objectStore('pass');
  for (const row of await passes.getAll()) {
    if (row.expiresAt < now) passes.delete(row.subject);
    else if (closing) passes.put({ ...row, name: '', host: '' });
  }
  await tx.done;
  return kept;
}
