/** keys.db: wrapped keys and the erasure ledger. Durable, and what is deleted leaves no bytes behind. */
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { assertDurable, openWritable } from '../db/sqlite-connection.ts';

export const keysFile = (keyDir: string): string => join(keyDir, 'keys.db');

const VERSION = 1;
/** ms that the process waits for another one (a backup), all other work waiting with it. */
const BUSY = 1000;
const TABLES = `
create table if not exists fact (name text primary key, value blob not null) strict;
create table if not exists school_key (school text primary key, wrapped blob not null) strict;
create table if not exists day_key (school text not null, day text not null, wrapped blob not null, primary key (school, day)) strict;
create table if not exists sealing_key (school text not null, week text not null, public_key text not null, wrapped blob not null,
  primary key (school, week)) strict;
create table if not exists signing_key (kid text primary key, public_key text not null, wrapped blob not null,
  not_before integer not null, revoked_at integer) strict;
create table if not exists erased (school text not null, id text not null, at integer not null, primary key (school, id)) strict;
`;

/** @throws Error when keys.db was written by a newer version, or is not durable */
export function openKeysDb(keyDir: string): Database.Database {
  const file = keysFile(keyDir);
  const raw = openWritable(file, BUSY);
  try {
    if (existsSync(file)) chmodSync(file, 0o600);
    const version = raw.pragma('user_version', { simple: true });
    if (typeof version !== 'number' || version > VERSION) {
      throw new Error(`${file} was written by a newer QuaCổng (format ${version}). Start that version.`);
    }
    raw.exec(`begin immediate; ${TABLES} pragma user_version = ${VERSION}; commit`);
    assertDurable(raw);
    return raw;
  } catch (error) {
    raw.close();
    throw error;
  }
}

/**
 * The write-ahead log still holds pages from before a deletion until it is emptied.
 * @throws Error when a reader (a backup) keeps it open too long; the deletion can be repeated
 */
export function emptyLog(raw: Database.Database): void {
  const [state] = raw.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
  if (state?.busy !== 0)
    throw new Error('The key is deleted, but its traces are not yet: another process reads the key store. Repeat the deletion.');
}
