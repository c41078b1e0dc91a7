/** The key store in a folder. Everything is synchronous: a key is durable before anything is sealed with it. */

import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import type Database from 'better-sqlite3';
import type { Day } from '../../shared/clock.ts';
import type { SchoolId } from '../../shared/ids.ts';
import { shrinkLog } from '../db/sqlite-connection.ts';
import { newKey, openBytes, sealBytes, subKey } from './aead.ts';
import type { KeyStore, SealedPlace } from './port.ts';
import { assertApart, openRoot, wordsOfRoot } from './root.ts';
import { emptyLog, keysFile, openKeysDb } from './rows.ts';
import { SealingKeys } from './sealing.ts';
import { SigningKeys } from './signing.ts';

/** Opened day keys kept in memory; a list over 31 days of some hundred schools stays within it. */
const MAX_CACHED = 20_000;
const ROOT_CHECK = 'quacong/root/1';

const contextOf = (place: SealedPlace): string => `${place.school}|${place.table}|${place.row}|${place.class}|${place.day}`;

export interface KeyStoreOptions {
  /** Refused when the keys lie inside it. */
  dataDir?: string;
  /** ms; for the first signing key. */
  now?: number;
}

/** @throws Error with what to do: keys inside the data, root key missing, readable by others or another one, newer format */
export function openKeyStore(keyDir: string, options: KeyStoreOptions = {}): KeyStore {
  if (options.dataDir !== undefined) assertApart(keyDir, options.dataDir);
  const root = openRoot(keyDir, existsSync(keysFile(keyDir)));
  const db = openKeysDb(keyDir);
  try {
    assertRoot(db, root);
    return new FolderKeyStore(db, root, options.now ?? Date.now());
  } catch (error) {
    db.close();
    throw error;
  }
}

function assertRoot(db: Database.Database, root: Uint8Array): void {
  const row = db.prepare<[], { value: Uint8Array }>("select value from fact where name = 'root'").get();
  if (!row) {
    db.prepare("insert into fact (name, value) values ('root', ?)").run(sealBytes(root, ROOT_CHECK, new Uint8Array(1)));
  } else if (!openBytes(root, ROOT_CHECK, row.value)) {
    throw new Error(
      'root.key is not the one that these keys were made with. Put the right one back, or restore it with the recovery words.',
    );
  }
}

class FolderKeyStore implements KeyStore {
  readonly #db: Database.Database;
  readonly #root: Uint8Array;
  readonly #signing: SigningKeys;
  readonly #sealing: SealingKeys;
  readonly #schools = new Map<SchoolId, { key: Uint8Array; search: Uint8Array }>();
  readonly #days = new Map<string, Uint8Array>();
  /** Asked for with every batch that arrives. */
  readonly #isErased: Database.Statement<[string, string]>;
  readonly #hasErased: Database.Statement<[string]>;

  constructor(db: Database.Database, root: Uint8Array, now: number) {
    this.#db = db;
    this.#root = root;
    this.#signing = new SigningKeys(db, root);
    this.#sealing = new SealingKeys(db, (school) => this.#school(school).key);
    this.#isErased = db.prepare('select 1 from erased where school = ? and id = ?');
    this.#hasErased = db.prepare('select 1 from erased where school = ? limit 1');
    this.#signing.signer(now);
  }

  seal(place: SealedPlace, plain: Uint8Array): Uint8Array {
    const key = this.#day(place.school, place.day) ?? this.#makeDay(place.school, place.day);
    return sealBytes(key, contextOf(place), plain);
  }

  open(place: SealedPlace, sealed: Uint8Array): Uint8Array | undefined {
    const key = this.#day(place.school, place.day);
    return key && openBytes(key, contextOf(place), sealed);
  }

  destroyDay(school: SchoolId, day: Day): void {
    this.#days.get(`${school}|${day}`)?.fill(0);
    this.#days.delete(`${school}|${day}`);
    this.#db.prepare('delete from day_key where school = ? and day = ?').run(school, day);
    this.#sealing.destroyBefore(school, day);
    emptyLog(this.#db);
  }

  signer = (now: number) => this.#signing.signer(now);
  verificationKeys = () => this.#signing.verificationKeys();
  sealingKeys = (school: SchoolId, now: number) => this.#sealing.publicKeys(school, now);
  unwrapSession: KeyStore['unwrapSession'] = (school, session) => this.#sealing.unwrap(school, session);

  searchTag(school: SchoolId, text: string): string {
    return createHmac('sha256', this.#school(school).search).update(text, 'utf8').digest('base64url');
  }

  recoveryWords = () => wordsOfRoot(this.#root);

  erased(school: SchoolId, id: string): boolean {
    return this.#isErased.get(school, id) !== undefined;
  }

  erasedAmong(school: SchoolId, ids: Iterable<string>): Set<string> {
    if (this.#hasErased.get(school) === undefined) return new Set();
    return new Set([...new Set(ids)].filter((id) => this.erased(school, id)));
  }

  erase(school: SchoolId, id: string, now: number): void {
    this.#db.prepare('insert into erased (school, id, at) values (?, ?, ?) on conflict do nothing').run(school, id, now);
  }

  async backup(file: string): Promise<void> {
    await this.#db.backup(file);
  }

  close(): void {
    shrinkLog(this.#db);
    this.#db.close();
    for (const key of this.#days.values()) key.fill(0);
    this.#days.clear();
    this.#schools.clear();
  }

  #school(school: SchoolId): { key: Uint8Array; search: Uint8Array } {
    const known = this.#schools.get(school);
    if (known) return known;
    const select = this.#db.prepare<[string], { wrapped: Uint8Array }>('select wrapped from school_key where school = ?');
    const context = `school|${school}`;
    if (!select.get(school)) {
      const wrapped = sealBytes(this.#root, context, newKey());
      this.#db.prepare('insert into school_key (school, wrapped) values (?, ?) on conflict do nothing').run(school, wrapped);
    }
    // Read back: another process may have been first.
    const row = select.get(school);
    const key = row && openBytes(this.#root, context, row.wrapped);
    if (!key) throw new Error(`the key of school ${school} does not open with this root key`);
    const keys = { key, search: subKey(key, 'quacong/search/1') };
    this.#schools.set(school, keys);
    return keys;
  }

  #day(school: SchoolId, day: Day): Uint8Array | undefined {
    const name = `${school}|${day}`;
    const known = this.#days.get(name);
    if (known) return known;
    const row = this.#db
      .prepare<[string, string], { wrapped: Uint8Array }>('select wrapped from day_key where school = ? and day = ?')
      .get(school, day);
    const key = row && openBytes(this.#school(school).key, `day|${name}`, row.wrapped);
    if (!key) return undefined;
    if (this.#days.size >= MAX_CACHED) this.#days.clear();
    this.#days.set(name, key);
    return key;
  }

  #makeDay(school: SchoolId, day: Day): Uint8Array {
    const wrapped = sealBytes(this.#school(school).key, `day|${school}|${day}`, newKey());
    this.#db.prepare('insert into day_key (school, day, wrapped) values (?, ?, ?) on conflict do nothing').run(school, day, wrapped);
    const key = this.#day(school, day);
    if (!key) throw new Error(`the key of ${day} of school ${school} does not open`);
    return key;
  }
}
