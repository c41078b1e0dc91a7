import type { Kept, KioskDb } from './schema.ts';

/** A single value by name; undefined when it was never kept. */
export async function getKept<Name extends keyof Kept>(db: KioskDb, name: Name): Promise<Kept[Name] | undefined> {
  // The edge: the store holds one type per name, and only `keep` writes it.
  return (await db.get('kept', name)) as Kept[Name] | undefined;
}

/** Kept before this resolves (strict durability). */
export async function keep<Name extends keyof Kept>(db: KioskDb, name: Name, value: Kept[Name]): Promise<void> {
  const tx = db.transaction('kept', 'readwrite', { durability: 'strict' });
  await Promise.all([tx.store.put(value, name), tx.done]);
}

export async function forget(db: KioskDb, name: keyof Kept): Promise<void> {
  await db.delete('kept', name);
}
