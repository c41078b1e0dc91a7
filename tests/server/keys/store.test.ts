import { createPublicKey, verify, webcrypto } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeyStore, SealedPlace } from '../../../server/keys/port.ts';
import { restoreRoot } from '../../../server/keys/root.ts';
import { openKeyStore } from '../../../server/keys/store.ts';
import { fromBase64url, toBase64url, utf8 } from '../../../shared/bytes.ts';
import { DAY } from '../../../shared/clock.ts';
import { openPayload, sealPayload, startSession } from '../../../shared/seal/session.ts';

const NOW = Date.parse('2026-11-18T02:00:00Z');
const SCHOOL = 'school-a';
const place: SealedPlace = { school: SCHOOL, table: 'declaration', row: 'row-1', class: 'identity', day: '2026-11-18' };
const plain = utf8('Nguyễn Thị Bích Hồng');

let folder: string;
let keys: KeyStore;
const keyDir = (): string => join(folder, 'keys');
const reopen = (): KeyStore => {
  keys.close();
  keys = openKeyStore(keyDir(), { now: NOW });
  return keys;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quacong-keys-'));
  keys = openKeyStore(keyDir(), { now: NOW });
});
afterEach(() => {
  keys.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('sealing on the server', () => {
  it('opens what it sealed, also after a restart', () => {
    const sealed = keys.seal(place, plain);
    expect(keys.open(place, sealed)).toEqual(Buffer.from(plain));
    expect(reopen().open(place, sealed)).toEqual(Buffer.from(plain));
    expect(Buffer.from(sealed).includes('Nguy')).toBe(false);
    expect(keys.seal(place, plain)).not.toEqual(sealed);
  });

  it('opens at no other place, and nothing that was changed', () => {
    const sealed = keys.seal(place, plain);
    const elsewhere: Partial<SealedPlace>[] = [
      { school: 'school-b' },
      { table: 'gate_event' },
      { row: 'row-2' },
      { class: 'answers' },
      { day: '2026-11-19' },
    ];
    for (const change of elsewhere) {
      keys.seal({ ...place, ...change }, plain);
      expect(keys.open({ ...place, ...change }, sealed), JSON.stringify(change)).toBeUndefined();
    }
    for (let at = 0; at < sealed.length; at++) {
      const changed = Uint8Array.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(keys.open(place, changed), `byte ${at}`).toBeUndefined();
    }
    for (const length of [0, 1, 12, 13, 28]) expect(keys.open(place, sealed.subarray(0, length))).toBeUndefined();
  });

  it('destroys a day: its blobs are unreadable, the next day is not, and no trace of the key stays', () => {
    const sealed = keys.seal(place, plain);
    const nextDay = { ...place, day: '2026-11-19' };
    const kept = keys.seal(nextDay, plain);
    const reader = new Database(join(keyDir(), 'keys.db'), { readonly: true });
    const { wrapped } = reader.prepare('select wrapped from day_key where day = ?').get(place.day) as { wrapped: Buffer };
    reader.close();
    expect(everyByte()).toSatisfy((all: Buffer) => all.includes(wrapped));
    keys.destroyDay(SCHOOL, place.day);
    expect(everyByte()).toSatisfy((all: Buffer) => !all.includes(wrapped) && !all.includes(wrapped.subarray(4, 20)));
    expect(keys.open(place, sealed)).toBeUndefined();
    expect(keys.open(nextDay, kept)).toEqual(Buffer.from(plain));
    expect(reopen().open(place, sealed)).toBeUndefined();
    // What comes late for that day gets a key of its own and does not bring the old one back.
    keys.seal(place, plain);
    expect(keys.open(place, sealed)).toBeUndefined();
  });

  it('does not say "destroyed" while a reader keeps the write-ahead log', () => {
    keys.seal(place, plain);
    const reader = new Database(join(keyDir(), 'keys.db'), { readonly: true });
    reader.exec('begin');
    reader.prepare('select * from day_key').all();
    expect(() => keys.destroyDay(SCHOOL, place.day)).toThrow(/Repeat/);
    reader.close();
    keys.destroyDay(SCHOOL, place.day);
  }, 15_000);

  const everyByte = (): Buffer =>
    Buffer.concat(
      readdirSync(keyDir())
        .filter((name) => name.startsWith('keys.db'))
        .map((name) => readFileSync(join(keyDir(), name))),
    );
});

describe('signing', () => {
  it('signs what the published key verifies', () => {
    const signer = keys.signer(NOW);
    const published = keys.verificationKeys().find((key) => key.kid === signer.kid);
    const point = fromBase64url(published?.publicKey ?? '') ?? new Uint8Array();
    const jwk = { kty: 'EC', crv: 'P-256', x: toBase64url(point.slice(1, 33)), y: toBase64url(point.slice(33)) };
    const signature = signer.sign(plain);
    expect(signature).toHaveLength(64);
    expect(signer.kidBytes).toHaveLength(4);
    const key = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' as const };
    expect(verify('sha256', plain, key, signature)).toBe(true);
    expect(verify('sha256', utf8('x'), key, signature)).toBe(false);
  });

  it('publishes the next key 30 days before it signs, and goes on with the old one until then', () => {
    const first = keys.signer(NOW).kid;
    expect(keys.verificationKeys()).toHaveLength(1);
    let published: number | undefined;
    let used: number | undefined;
    for (let now = NOW; now < NOW + 400 * DAY && used === undefined; now += DAY / 2) {
      const kid = keys.signer(now).kid;
      if (keys.verificationKeys().length === 2) published ??= now;
      if (kid !== first) used = now;
    }
    expect(published).toBeDefined();
    expect((used ?? 0) - (published ?? 0)).toBeGreaterThanOrEqual(30 * DAY);
    expect(reopen().verificationKeys()).toHaveLength(2);
  });

  it('gives a key 30 days of publication also after a long sleep', () => {
    const late = NOW + 300 * DAY;
    const first = keys.signer(late).kid;
    const next = keys.verificationKeys().find((key) => key.kid !== first);
    expect(next?.notBefore).toBe(late + 30 * DAY);
  });

  it('signs when the clock was ahead at the first start', () => {
    expect(keys.signer(NOW - 1000 * DAY).sign(plain)).toHaveLength(64);
  });
});

describe('sealing on the kiosk', () => {
  const subtle = webcrypto.subtle as unknown as Parameters<typeof startSession>[1]['subtle'];
  const random = (length: number): Uint8Array => webcrypto.getRandomValues(new Uint8Array(length));

  it('gives nine weeks of keys, the same ones each time', () => {
    const weeks = keys.sealingKeys(SCHOOL, NOW);
    expect(weeks.map((entry) => entry.week)).toEqual([
      '2026-11-16',
      '2026-11-23',
      '2026-11-30',
      '2026-12-07',
      '2026-12-14',
      '2026-12-21',
      '2026-12-28',
      '2027-01-04',
      '2027-01-11',
    ]);
    expect(reopen().sealingKeys(SCHOOL, NOW)).toEqual(weeks);
    expect(keys.sealingKeys(SCHOOL, NOW + 7 * DAY).slice(0, 8)).toEqual(weeks.slice(1));
    expect(keys.sealingKeys('school-b', NOW)[0]?.publicKey).not.toBe(weeks[0]?.publicKey);
  });

  it('unwraps what the kiosk wrapped, for its school, week and session only', async () => {
    const [week] = keys.sealingKeys(SCHOOL, NOW);
    if (!week) throw new Error('no week');
    keys.sealingKeys('school-b', NOW);
    const session = await startSession({ school: SCHOOL, ...week }, { subtle, random });
    const sealed = await sealPayload(session, { event: 'e1', class: 'identity' }, plain, { subtle, random });
    const secret = keys.unwrapSession(SCHOOL, session.wrapped);
    const at = { school: SCHOOL, event: 'e1', class: 'identity', session: session.wrapped.id } as const;
    const bytes = fromBase64url(sealed.sealed) ?? new Uint8Array();
    expect(await openPayload(new Uint8Array(secret ?? []), at, bytes, subtle)).toEqual(plain);

    const { wrapped } = session;
    expect(keys.unwrapSession('school-b', wrapped)).toBeUndefined();
    expect(keys.unwrapSession('school-never-seen', wrapped)).toBeUndefined();
    for (const change of [
      { week: '2026-11-23' },
      { id: 'x' },
      { wrapped: wrapped.wrapped.slice(0, -2) },
      { ephemeral: week.publicKey },
      { week: 'x' },
    ]) {
      expect(keys.unwrapSession(SCHOOL, { ...wrapped, ...change }), JSON.stringify(change)).toBeUndefined();
    }
    const noPoint = toBase64url(new Uint8Array(65).fill(4));
    expect(keys.unwrapSession(SCHOOL, { ...wrapped, ephemeral: noPoint })).toBeUndefined();

    keys.destroyDay(SCHOOL, '2026-12-13');
    expect(keys.unwrapSession(SCHOOL, wrapped)).toBeDefined();
    keys.destroyDay(SCHOOL, '2026-12-21');
    expect(keys.unwrapSession(SCHOOL, wrapped)).toBeUndefined();
  });
});

describe('the folder', () => {
  it('searches by school: one text has another tag at another school, and the same after a restart', () => {
    const tag = keys.searchTag(SCHOOL, '0912345678');
    expect(tag).toMatch(/^[\w-]{43}$/);
    expect(keys.searchTag('school-b', '0912345678')).not.toBe(tag);
    expect(reopen().searchTag(SCHOOL, '0912345678')).toBe(tag);
  });

  it('remembers erasures', () => {
    keys.erase(SCHOOL, 'subject-1', NOW);
    keys.erase(SCHOOL, 'subject-1', NOW + 1);
    expect(reopen().erased(SCHOOL, 'subject-1')).toBe(true);
    expect(keys.erased('school-b', 'subject-1')).toBe(false);
    expect(keys.erased(SCHOOL, 'subject-2')).toBe(false);
    expect([...keys.erasedAmong(SCHOOL, ['subject-2', 'subject-1', 'subject-1'])]).toEqual(['subject-1']);
    expect([...keys.erasedAmong('school-b', ['subject-1'])]).toEqual([]);
  });

  it('copies itself into one file that opens with the same root key', async () => {
    const sealed = keys.seal(place, plain);
    const copy = join(folder, 'copy');
    mkdirSync(copy, { mode: 0o700 });
    await keys.backup(join(copy, 'keys.db'));
    restoreRoot(copy, keys.recoveryWords());
    const copied = openKeyStore(copy);
    expect(copied.open(place, sealed)).toEqual(Buffer.from(plain));
    copied.close();
  });

  it('brings the root key back from 24 words', () => {
    const sealed = keys.seal(place, plain);
    const words = keys.recoveryWords();
    expect(words).toHaveLength(24);
    keys.close();
    rmSync(join(keyDir(), 'root.key'));
    expect(() => openKeyStore(keyDir())).toThrow(/recovery words/);
    expect(() => restoreRoot(keyDir(), Array<string>(24).fill('abandon'))).toThrow(/spelling/);
    expect(() => restoreRoot(keyDir(), [...words.slice(0, 23), 'quả'])).toThrow(/spelling/);
    expect(() => restoreRoot(keyDir(), words.slice(0, 12))).toThrow();
    restoreRoot(
      keyDir(),
      words.map((word) => ` ${word.toUpperCase()} `),
    );
    keys = openKeyStore(keyDir());
    expect(keys.open(place, sealed)).toEqual(Buffer.from(plain));
    expect(() => restoreRoot(keyDir(), words)).toThrow(/exists already/);
  });

  it('refuses another root key, a readable one, a damaged one, and keys inside the data', () => {
    keys.close();
    const file = join(keyDir(), 'root.key');
    const right = readFileSync(file);
    writeFileSync(file, Buffer.alloc(32, 7));
    expect(() => openKeyStore(keyDir())).toThrow(/not the one/);
    writeFileSync(file, right.subarray(0, 31));
    expect(() => openKeyStore(keyDir())).toThrow(/damaged/);
    writeFileSync(file, right);
    expect(() => openKeyStore(keyDir(), { dataDir: folder })).toThrow(/inside DATA_DIR/);
    expect(() => openKeyStore(keyDir(), { dataDir: keyDir() })).toThrow(/inside DATA_DIR/);
    mkdirSync(join(folder, 'data'));
    keys = openKeyStore(keyDir(), { dataDir: join(folder, 'data') });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(keyDir()).mode & 0o777).toBe(0o700);
  });
});
