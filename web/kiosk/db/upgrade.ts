/** The stores of a new kiosk, and the way from those of an older one. Nothing that waits to be sent may be lost here. */
import type { IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { KioskSchema, Sent } from './schema.ts';

export function createStores(db: IDBPDatabase<KioskSchema>): void {
  db.createObjectStore('kept');
  db.createObjectStore('head');
  const log = db.createObjectStore('log', { keyPath: 'n' });
  log.createIndex('again', 'again');
  log.createIndex('held', 'heldUntil');
  log.createIndex('session', 'payload.session');
  log.createIndex('acknowledged', 'acknowledgedAt');
  db.createObjectStore('session', { keyPath: 'id' });
  db.createObjectStore('day', { keyPath: 'id' });
  const pass = db.createObjectStore('pass', { keyPath: 'subject' });
  pass.createIndex('typedCode', 'typedCode');
  db.createObjectStore('revoked', { keyPath: 'subject' });
}

/** In version 1 each item said itself whether it waits, and an index named `offer` held those that do. */
export async function setWatermark(tx: IDBPTransaction<KioskSchema, StoreNames<KioskSchema>[], 'versionchange'>): Promise<void> {
  const log = tx.objectStore('log');
  // The edge: today's schema has no such index.
  const offer = (log as unknown as { index(name: 'offer'): { getAllKeys(): Promise<number[]> } }).index('offer');
  const [all, offered, held] = await Promise.all([log.getAllKeys(), offer.getAllKeys(), log.index('held').getAllKeys()]);
  const waiting = new Set([...offered, ...held]);
  const through = all.filter((n) => !waiting.has(n)).at(-1) ?? 0;
  log.createIndex('again', 'again');
  for (const n of offered) {
    const item = n < through ? await log.get(n) : undefined;
    if (item) await log.put({ ...item, again: n });
  }
  // When each was acknowledged it says itself.
  const sent: Sent = { through, marks: through > 0 ? [{ through, at: 0 }] : [] };
  await tx.objectStore('head').put(sent, 'sent');
  (log as unknown as { deleteIndex(name: 'offer'): void }).deleteIndex('offer');
}
