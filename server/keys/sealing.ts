/** The school's weekly sealing keys (ECDH P-256), to which kiosks wrap their session keys. Format: docs/formats.md, "Sealed payload". */
import { createECDH, hkdfSync } from 'node:crypto';
import type Database from 'better-sqlite3';
import { fromBase64url, toBase64url, utf8 } from '../../shared/bytes.ts';
import { addDays, type Day, dayOf, weekOf } from '../../shared/clock.ts';
import type { SchoolId } from '../../shared/ids.ts';
import { IV_BYTES, SEAL_SALT, wrapInfo } from '../../shared/seal/session.ts';
import { openBytes, openParts, sealBytes } from './aead.ts';

const WEEKS = 9;
const CURVE = 'prime256v1';
const SECRET = 32;
/** A session can be older than the items it seals: a kiosk that is never restarted keeps its key. Days. */
const SESSION_LIFE = 28;

interface Row {
  week: Day;
  public_key: string;
  wrapped: Uint8Array;
}
const contextOf = (school: SchoolId, week: Day): string => `sealing|${school}|${week}`;

export class SealingKeys {
  readonly #db: Database.Database;
  readonly #schoolKey: (school: SchoolId) => Uint8Array;

  constructor(db: Database.Database, schoolKey: (school: SchoolId) => Uint8Array) {
    this.#db = db;
    this.#schoolKey = schoolKey;
  }

  /** This week's and 8 more; missing ones are made. */
  publicKeys(school: SchoolId, now: number): { week: Day; publicKey: string }[] {
    const first = weekOf(dayOf(now));
    const weeks = Array.from({ length: WEEKS }, (_, i) => addDays(first, 7 * i));
    const held = this.#rows(school, weeks);
    const missing = weeks.filter((week) => !held.some((row) => row.week === week));
    if (missing.length > 0) this.#make(school, missing);
    const rows = missing.length > 0 ? this.#rows(school, weeks) : held;
    return rows.map((row) => ({ week: row.week, publicKey: row.public_key }));
  }

  /** The session key, or undefined when it is not for this school, week and session, or the private half is destroyed. */
  unwrap(school: SchoolId, session: { id: string; week: string; ephemeral: string; wrapped: string }): Uint8Array | undefined {
    const point = fromBase64url(session.ephemeral);
    const wrapped = fromBase64url(session.wrapped);
    if (point?.length !== 65 || wrapped?.length !== IV_BYTES + SECRET + 16) return undefined;
    const [row] = this.#rows(school, [session.week]);
    const secret = row && openBytes(this.#schoolKey(school), contextOf(school, session.week), row.wrapped);
    if (!secret) return undefined;
    const shared = agree(secret, point);
    if (!shared) return undefined;
    const wrapper = new Uint8Array(hkdfSync('sha256', shared, utf8(SEAL_SALT), utf8(wrapInfo(school, session.week, session.id)), SECRET));
    return openParts(wrapper, undefined, wrapped.subarray(0, IV_BYTES), wrapped.subarray(IV_BYTES));
  }

  /** Private halves that no session of a day after `day` can need any more. */
  destroyBefore(school: SchoolId, day: Day): void {
    this.#db.prepare('delete from sealing_key where school = ? and week < ?').run(school, addDays(weekOf(day), -SESSION_LIFE));
  }

  #rows(school: SchoolId, weeks: readonly Day[]): Row[] {
    const places = weeks.map(() => '?').join(', ');
    return this.#db
      .prepare<string[], Row>(`select week, public_key, wrapped from sealing_key where school = ? and week in (${places}) order by week`)
      .all(school, ...weeks);
  }

  #make(school: SchoolId, weeks: readonly Day[]): void {
    const key = this.#schoolKey(school);
    const insert = this.#db.prepare(
      'insert into sealing_key (school, week, public_key, wrapped) values (?, ?, ?, ?) on conflict do nothing',
    );
    this.#db
      .transaction(() => {
        for (const week of weeks) {
          const pair = createECDH(CURVE);
          const point = pair.generateKeys();
          // Leading zero bytes are dropped by getPrivateKey.
          const secret = Buffer.concat([Buffer.alloc(SECRET), pair.getPrivateKey()]).subarray(-SECRET);
          insert.run(school, week, toBase64url(point), sealBytes(key, contextOf(school, week), secret));
        }
      })
      .immediate();
  }
}

function agree(secret: Uint8Array, point: Uint8Array): Uint8Array | undefined {
  const pair = createECDH(CURVE);
  pair.setPrivateKey(secret);
  try {
    return pair.computeSecret(point);
  } catch {
    // "not a point of the curve" comes as an exception.
    return undefined;
  }
}
