/** ES256 keys that sign passes and posters: one signs now, the next is published long before its first use. */
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type Database from 'better-sqlite3';
import { toBase64url } from '../../shared/bytes.ts';
import { DAY } from '../../shared/clock.ts';
import type { VerificationKey } from '../../shared/gate/policy.ts';
import { openBytes, sealBytes } from './aead.ts';
import type { Signer } from './port.ts';

/** A kiosk that has been away for less than this already holds the next key. */
const PUBLISHED_BEFORE = 30 * DAY;
const SIGNS_FOR = 180 * DAY;
/** The first key counts from a day ago, so that a device whose clock is behind does not doubt it. */
const FIRST_SLACK = DAY;

interface Row {
  kid: string;
  public_key: string;
  wrapped: Uint8Array;
  not_before: number;
  revoked_at: number | null;
}

export class SigningKeys {
  readonly #db: Database.Database;
  readonly #root: Uint8Array;
  #rows: Row[];
  readonly #signers = new Map<string, Signer>();

  constructor(db: Database.Database, root: Uint8Array) {
    this.#db = db;
    this.#root = root;
    this.#rows = this.#read();
  }

  /** Makes the first key, and the next one when its time to be published has come. */
  signer(now: number): Signer {
    const usable = (): Row | undefined => this.#rows.findLast((row) => row.not_before <= now && row.revoked_at === null);
    if (!usable()) this.#make(now - FIRST_SLACK);
    const newest = this.#rows.at(-1);
    if (newest && newest.not_before <= now && now >= newest.not_before + SIGNS_FOR - PUBLISHED_BEFORE) {
      this.#make(Math.max(newest.not_before + SIGNS_FOR, now + PUBLISHED_BEFORE));
    }
    const row = usable();
    if (!row) throw new Error('no signing key');
    return this.#signerOf(row);
  }

  verificationKeys(): VerificationKey[] {
    return this.#rows.map((row) => ({
      kid: row.kid,
      publicKey: row.public_key,
      notBefore: row.not_before,
      ...(row.revoked_at === null ? {} : { revokedAt: row.revoked_at }),
    }));
  }

  #read(): Row[] {
    return this.#db
      .prepare<[], Row>('select kid, public_key, wrapped, not_before, revoked_at from signing_key order by not_before, kid')
      .all();
  }

  #make(notBefore: number): void {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const point = rawPoint(publicKey);
    const kid = toBase64url(createHash('sha256').update(point).digest().subarray(0, 4));
    const wrapped = sealBytes(this.#root, `signing|${kid}`, privateKey.export({ type: 'pkcs8', format: 'der' }));
    this.#db
      .prepare('insert into signing_key (kid, public_key, wrapped, not_before, revoked_at) values (?, ?, ?, ?, null)')
      .run(kid, toBase64url(point), wrapped, notBefore);
    this.#rows = this.#read();
  }

  #signerOf(row: Row): Signer {
    const known = this.#signers.get(row.kid);
    if (known) return known;
    const der = openBytes(this.#root, `signing|${row.kid}`, row.wrapped);
    if (!der) throw new Error(`signing key ${row.kid} does not open with this root key`);
    const key = createPrivateKey({ key: Buffer.from(der), type: 'pkcs8', format: 'der' });
    const signer: Signer = {
      kid: row.kid,
      kidBytes: new Uint8Array(Buffer.from(row.kid, 'base64url')),
      sign: (bytes) => new Uint8Array(sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' })),
    };
    this.#signers.set(row.kid, signer);
    return signer;
  }
}

/** 65 bytes, uncompressed. */
function rawPoint(publicKey: KeyObject): Uint8Array {
  const { x, y } = publicKey.export({ format: 'jwk' });
  return Buffer.concat([Uint8Array.of(4), Buffer.from(x ?? '', 'base64url'), Buffer.from(y ?? '', 'base64url')]);
}
