/**
 * Keys live apart from the data (KEY_DIR, outside DATA_DIR; backups kept at most 7 days), so that destroying a day's key
 * destroys that day's personal data everywhere (docs/decisions/0004).
 */
import type { Day } from '../../shared/clock.ts';
import type { VerificationKey } from '../../shared/gate/policy.ts';
import type { SchoolId } from '../../shared/ids.ts';
import type { DataClass } from '../../shared/questionnaire/types.ts';

/** Where a sealed blob stands; all of it is additional data, so that a blob opens nowhere else. */
export interface SealedPlace {
  school: SchoolId;
  table: string;
  row: string;
  class: DataClass;
  /** The day whose key seals it. */
  day: Day;
}

export interface Signer {
  kid: string;
  /** 4 bytes. */
  kidBytes: Uint8Array;
  /** ES256, raw r||s, 64 bytes. */
  sign(bytes: Uint8Array): Uint8Array;
}

export interface KeyStore {
  /** Seals under the day's key, which is made (durably) when it is missing. */
  seal(place: SealedPlace, plain: Uint8Array): Uint8Array;
  /** undefined when the key is destroyed or the bytes are not what was sealed there: one bad row never stops a list. */
  open(place: SealedPlace, sealed: Uint8Array): Uint8Array | undefined;
  destroyDay(school: SchoolId, day: Day): void;

  /** The key that signs passes and posters now. */
  signer(now: number): Signer;
  verificationKeys(): VerificationKey[];

  /** Public halves of the school's sealing keys, this week and 8 weeks ahead. */
  sealingKeys(school: SchoolId, now: number): { week: Day; publicKey: string }[];
  /** The kiosk's AES session key (32 bytes), or undefined when it cannot be opened. */
  unwrapSession(school: SchoolId, session: { id: string; week: string; ephemeral: string; wrapped: string }): Uint8Array | undefined;

  /** Keyed hash for equality search, base64url. */
  searchTag(school: SchoolId, text: string): string;

  /** 24 words of the root key (BIP 39, English list). */
  recoveryWords(): string[];

  /** Ids that were erased; replayed after a restore, asked at every ingest. */
  erased(school: SchoolId, id: string): boolean;
  /** Those of many ids that were erased; of a school without erasures one look-up says so. */
  erasedAmong(school: SchoolId, ids: Iterable<string>): Set<string>;
  erase(school: SchoolId, id: string, now: number): void;

  backup(file: string): Promise<void>;
  close(): void;
}
