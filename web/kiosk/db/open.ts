import { openDB } from 'idb';
import { DB_NAME, DB_VERSION, type KioskDb, type KioskSchema } from './schema.ts';

/** Opens the store of this browser profile. Rejects when it cannot be opened: then nothing may be shown as written. */
export function openKioskDb(name = DB_NAME, lost: () => void = () => undefined): Promise<KioskDb> {
  return openDB<KioskSchema>(name, DB_VERSION, {
    upgrade(db) {
      db.createObjectStore('kept');
      db.createObjectStore('head');
      const log = db.createObjectStore('log', { keyPath: 'n' });
      log.createIndex('offer', ['offer', 'n']);
      log.createIndex('held', 'heldUntil');
      log.createIndex('session', 'payload.session');
      log.createIndex('acknowledged', 'acknowledgedAt');
      db.createObjectStore('session', { keyPath: 'id' });
      db.createObjectStore('day', { keyPath: 'id' });
      const pass = db.createObjectStore('pass', { keyPath: 'subject' });
      pass.createIndex('typedCode', 'typedCode');
      db.createObjectStore('revoked', { keyPath: 'subject' });
    },
    terminated: lost,
  });
}
