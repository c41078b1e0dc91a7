import type { KioskDb, LogItem, SessionRow } from './schema.ts';

/** Wrapped session keys stay until no kept item needs them. The keys themselves are never written. */
export async function keepSession(db: KioskDb, session: SessionRow): Promise<void> {
  const tx = db.transaction('session', 'readwrite', { durability: 'strict' });
  await Promise.all([tx.store.put(session), tx.done]);
}

/** The sessions that the payloads of these items are sealed with. */
export async function sessionsOf(db: KioskDb, items: readonly LogItem[]): Promise<SessionRow[]> {
  const ids = new Set(items.flatMap((item) => (item.payload ? [item.payload.session] : [])));
  if (ids.size === 0) return [];
  const tx = db.transaction('session');
  const rows = await Promise.all([...ids].map((id) => tx.store.get(id)));
  await tx.done;
  return rows.filter((row) => row !== undefined);
}

/** Forgets sessions that no kept item is sealed with, but for the one in use. */
export async function freeSessions(db: KioskDb, current: string | undefined): Promise<void> {
  const tx = db.transaction(['session', 'log'], 'readwrite');
  for (const id of await tx.objectStore('session').getAllKeys()) {
    const used = id === current || (await tx.objectStore('log').index('session').getKey(id)) !== undefined;
    if (!used) await tx.objectStore('session').delete(id);
  }
  await tx.done;
}
