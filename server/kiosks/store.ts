import type { AccountId, GateId, KioskId, SchoolId, UnitId } from '../../shared/ids.ts';
import { type Db, type Scope, type Statement, schoolScope } from '../db/port.ts';

export interface Kiosk {
  id: KioskId;
  school: SchoolId;
  name: string;
  gate: GateId;
  publicKey: string;
  pairedAt: number;
  revokedAt: number | null;
  lastSeenAt: number | null;
  clockOffset: number | null;
  receivedThrough: number;
  /** JSON of the exchange's `state`. */
  state: string | null;
}

/** By its id alone: the signature shows who calls before a school is known. */
export async function findKiosk(db: Db, id: KioskId): Promise<Kiosk | undefined> {
  const home = await homeOf(db, id);
  if (home === undefined) return undefined;
  const kiosks = await listKiosks(db, schoolScope(home), home);
  return kiosks.find((kiosk) => kiosk.id === id);
}

/** A kiosk is paired with one school for ever: what was found once is not asked for with each of its batches. */
const homes = new WeakMap<Db, Map<KioskId, SchoolId>>();
const MOST_HOMES = 10_000;

async function homeOf(db: Db, id: KioskId): Promise<SchoolId | undefined> {
  const known = homes.get(db) ?? new Map<KioskId, SchoolId>();
  homes.set(db, known);
  const home = known.get(id);
  if (home !== undefined) return home;
  const row = await db.read('system', (query) =>
    query.selectFrom('kiosk_home').select('unit_id').where('kiosk_id', '=', id).executeTakeFirst(),
  );
  if (!row) return undefined;
  if (known.size >= MOST_HOMES) known.clear();
  known.set(id, row.unit_id);
  return row.unit_id;
}

export async function listKiosks(db: Db, scope: Scope, school: SchoolId): Promise<Kiosk[]> {
  const rows = await db.read(scope, (query) =>
    query.selectFrom('kiosk').selectAll().where('school_id', '=', school).orderBy('paired_at').execute(),
  );
  return rows.map((row) => ({
    id: row.id,
    school: row.school_id,
    name: row.name,
    gate: row.gate_id,
    publicKey: row.public_key,
    pairedAt: row.paired_at,
    revokedAt: row.revoked_at,
    lastSeenAt: row.last_seen_at,
    clockOffset: row.clock_offset,
    receivedThrough: row.received_through,
    state: row.state,
  }));
}

export interface Pairing {
  slot: string;
  school: UnitId;
  gate: GateId;
  name: string;
  secretHash: string;
  createdAt: number;
  expiresAt: number;
  tries: number;
  usedAt: number | null;
  createdBy: AccountId;
}

export async function findPairing(db: Db, slot: string): Promise<Pairing | undefined> {
  const row = await db.read('system', (query) => query.selectFrom('pairing').selectAll().where('slot', '=', slot).executeTakeFirst());
  return row
    ? {
        slot: row.slot,
        school: row.unit_id,
        gate: row.gate_id,
        name: row.name,
        secretHash: row.secret_hash,
        createdAt: row.created_at,
        expiresAt: row.expires_at,
        tries: row.tries,
        usedAt: row.used_at,
        createdBy: row.created_by,
      }
    : undefined;
}

/** Takes the slot, also one whose code is over for a day; 409 when another code holds it. */
export function pairingStatement(db: Db, pairing: Pairing, staleBefore: number): Statement {
  const row = {
    slot: pairing.slot,
    unit_id: pairing.school,
    gate_id: pairing.gate,
    name: pairing.name,
    secret_hash: pairing.secretHash,
    created_at: pairing.createdAt,
    expires_at: pairing.expiresAt,
    tries: 0,
    used_at: null,
    created_by: pairing.createdBy,
  };
  return {
    query: db.build
      .insertInto('pairing')
      .values(row)
      .onConflict((clash) => clash.column('slot').doUpdateSet(row).where('pairing.expires_at', '<', staleBefore))
      .compile(),
    expect: { rows: 1, otherwise: 'conflict' },
  };
}

/** Changes nothing once `most` tries were made. */
export const countTryStatement = (db: Db, slot: string, most: number): Statement => ({
  query: db.build
    .updateTable('pairing')
    .set((row) => ({ tries: row('tries', '+', 1) }))
    .where('slot', '=', slot)
    .where('tries', '<', most)
    .compile(),
});

/** Uses the code up and makes the kiosk, together; a second use of the code fails with `already-used`. */
export function pairStatements(db: Db, pairing: Pairing, kiosk: { id: KioskId; publicKey: string }, now: number): Statement[] {
  return [
    {
      query: db.build.updateTable('pairing').set({ used_at: now }).where('slot', '=', pairing.slot).where('used_at', 'is', null).compile(),
      expect: { rows: 1, otherwise: 'already-used' },
    },
    { query: db.build.insertInto('kiosk_home').values({ kiosk_id: kiosk.id, unit_id: pairing.school }).compile() },
    {
      query: db.build
        .insertInto('kiosk')
        .values({
          school_id: pairing.school,
          id: kiosk.id,
          name: pairing.name,
          gate_id: pairing.gate,
          public_key: kiosk.publicKey,
          paired_at: now,
          revoked_at: null,
          last_seen_at: null,
          clock_offset: null,
          received_through: 0,
          state: null,
        })
        .compile(),
    },
  ];
}

export function revokeKioskStatement(db: Db, school: SchoolId, kiosk: KioskId, now: number): Statement {
  return {
    query: db.build
      .updateTable('kiosk')
      .set({ revoked_at: now })
      .where('school_id', '=', school)
      .where('id', '=', kiosk)
      .where('revoked_at', 'is', null)
      .compile(),
    expect: { rows: 1, otherwise: 'not-found' },
  };
}

export interface KioskContact {
  seenAt: number;
  clockOffset: number | null;
  receivedThrough: number;
  state: string;
}

export function kioskContactStatement(db: Db, school: SchoolId, kiosk: KioskId, contact: KioskContact): Statement {
  return {
    query: db.build
      .updateTable('kiosk')
      .set({
        last_seen_at: contact.seenAt,
        clock_offset: contact.clockOffset,
        received_through: contact.receivedThrough,
        state: contact.state,
      })
      .where('school_id', '=', school)
      .where('id', '=', kiosk)
      .compile(),
  };
}
