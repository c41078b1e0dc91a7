/** What visitors asked for: number, kind, times and counts. Who asked is only the hash of a key that the server never kept. */
import type { Receipt } from '../../shared/api/own-records.schema.ts';
import type { Instant } from '../../shared/clock.ts';
import type { Random, SchoolId } from '../../shared/ids.ts';
import type { Builder, Db, Scope, Statement } from '../db/port.ts';
import type { Schema } from '../db/schema.ts';
import type { School } from '../schools/store.ts';

export interface DataRequest {
  /** UUIDv7. */
  id: string;
  number: string;
  kind: Receipt['kind'];
  /** Hash of the record's key. */
  record: string;
  purposes: string[];
  askedAt: Instant;
  dueAt: Instant;
  doneAt: Instant | null;
  covers: Receipt['covers'];
}

/** None that is taken for another one when it is read out: no I, L, O, U (Crockford's base 32). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 8 characters, 40 random bits. */
export const makeNumber = (random: Random): string => Array.from(random(8), (byte) => ALPHABET.charAt(byte % 32)).join('');

const TABLE = 'data_request';

/** RETURNING is empty when an erasure was asked for with this key before. */
export const requestStatement = (build: Builder, school: SchoolId, request: DataRequest): Statement => ({
  query: build
    .insertInto(TABLE)
    .values({
      school_id: school,
      id: request.id,
      number: request.number,
      kind: request.kind,
      record_hash: request.record,
      purposes: JSON.stringify(request.purposes),
      asked_at: request.askedAt,
      due_at: request.dueAt,
      done_at: request.doneAt,
      declarations: request.covers.declarations,
      visits: request.covers.visits,
    })
    .onConflict((clash) => clash.doNothing())
    .returning('id')
    .compile(),
});

export const doneStatement = (build: Builder, school: SchoolId, id: string, now: Instant): Statement => ({
  query: build
    .updateTable(TABLE)
    .set({ done_at: now })
    .where('school_id', '=', school)
    .where('id', '=', id)
    .where('done_at', 'is', null)
    .compile(),
});

/** Newest first. Uses data_request_record. */
export const requestsOfRecord = (db: Db, scope: Scope, school: SchoolId, record: string): Promise<DataRequest[]> =>
  requests(db, scope, (query) =>
    query
      .selectFrom(TABLE)
      .selectAll()
      .where('school_id', '=', school)
      .where('record_hash', '=', record)
      .orderBy('asked_at', 'desc')
      .execute(),
  );

/** Newest first, at most so many. Uses data_request_asked. */
export const latestRequests = (db: Db, scope: Scope, school: SchoolId, most: number): Promise<DataRequest[]> =>
  requests(db, scope, (query) =>
    query
      .selectFrom(TABLE)
      .selectAll()
      .where('school_id', '=', school)
      .orderBy('asked_at', 'desc')
      .orderBy('id', 'desc')
      .limit(most)
      .execute(),
  );

/** Not carried out yet. Uses data_request_open. */
export const openRequests = (db: Db, scope: Scope, school: SchoolId): Promise<DataRequest[]> =>
  requests(db, scope, (query) =>
    query.selectFrom(TABLE).selectAll().where('school_id', '=', school).where('done_at', 'is', null).orderBy('due_at').execute(),
  );

async function requests(db: Db, scope: Scope, read: (query: Builder) => Promise<Schema['data_request'][]>): Promise<DataRequest[]> {
  return (await db.read(scope, read)).map((row) => ({
    id: row.id,
    number: row.number,
    kind: row.kind === 'erasure' ? 'erasure' : 'withdrawal',
    record: row.record_hash,
    purposes: JSON.parse(row.purposes) as string[],
    askedAt: row.asked_at,
    dueAt: row.due_at,
    doneAt: row.done_at,
    covers: { declarations: row.declarations, visits: row.visits },
  }));
}

export const receiptOf = ({ number, kind, askedAt, doneAt, dueAt, covers, purposes }: DataRequest, school: School): Receipt => ({
  number,
  kind,
  askedAt,
  doneAt,
  dueAt,
  school: school.name,
  contact: school.contact || school.phone,
  covers,
  purposes,
});

/** Purposes that were withdrawn with this key. */
export const withdrawnBy = (list: readonly DataRequest[]): string[] => [...new Set(list.flatMap(({ purposes }) => purposes))];

/** The record is gone, or goes as soon as the person has left. */
export const erasureAmong = (list: readonly DataRequest[]): DataRequest | undefined => list.find(({ kind }) => kind === 'erasure');
