import { openDB } from 'idb';
import { abort } from './log.ts';
import { DB_NAME, DB_VERSION, type KioskDb, type KioskSchema } from './schema.ts';
import { createStores, setWatermark } from './upgrade.ts';

/** Opens the store of this browser profile. Rejects when it cannot be opened: then nothing may be shown as written. */
export function openKioskDb(name = DB_NAME, lost: () => void = () => undefined): Promise<KioskDb> {
  return openDB<KioskSchema>(name, DB_VERSION, {
    upgrade(db, before, _after, tx) {
      if (before < 1) createStores(db);
      // Then the store stays as it was, and opening rejects.
      else setWatermark(tx).catch(() => abort(tx));
    },
    terminated: lost,
  });
}
