/**
 * What phones note at posters: rows of the log that no kiosk wrote. They are nobody's proof, so they stand apart by kind:
 * not in presence, not in what kiosks hear, not in any kiosk's numbers (docs/decisions/0018).
 */
import { sql } from 'kysely';
import type { CheckInProof } from '../../shared/api/own-records.schema.ts';
import { DAY, type Day, type Instant } from '../../shared/clock.ts';
import { dayOfEvent } from '../../shared/gate/log.ts';
import type { EventId, GateId, SchoolId, SubjectId } from '../../shared/ids.ts';
import { advanceFeed, feedNumber } from '../db/feed.ts';
import type { Db, Scope, Statement } from '../db/port.ts';

export const POSTER = 'poster';
/** Written out, so that SQLite may take the index of the few (gate_event_poster). */
export const IS_POSTER = sql.lit(POSTER);
/** In the place of a kiosk's id; no kiosk has it. */
const PHONE = 'phone';
/** One record may note so many visits within 24 hours: more is no visitor. */
const MOST_A_DAY = 20;

export interface PosterVisit {
  id: EventId;
  subject: SubjectId;
  /** Short code of the poster. */
  place: string;
  gate: GateId | null;
  dir: 'in' | 'out';
  at: Instant;
  proof: CheckInProof;
  /** How many more people came with the one who notes it. */
  companions: number;
  /** Keyed hash of the exact body: tells a repeated request from a changed one. */
  bodyHash: string;
  receivedAt: Instant;
}

/**
 * Fails with `too-many-requests` when the record has noted enough, with `conflict` when the id is there. The first also
 * when the declaration is gone meanwhile: nothing is added to what was erased.
 */
export function visitStatements(db: Db, school: SchoolId, visit: PosterVisit): Statement[] {
  const { id, place, dir, at } = visit;
  return [
    // Holds the school's counter, so that what is counted next is counted by one request at a time.
    advanceFeed(db.build, school, 1),
    {
      query: db.build
        .updateTable('declaration')
        .set((row) => ({ on_behalf: row.ref('on_behalf') }))
        .where('school_id', '=', school)
        .where('subject', '=', visit.subject)
        .where((where) =>
          where(
            where
              .selectFrom('gate_event')
              .select(sql<number>`count(*)`.as('count'))
              .where('school_id', '=', school)
              .where('subject', '=', visit.subject)
              .where('kind', '=', IS_POSTER)
              .where('received_at', '>', visit.receivedAt - DAY),
            '<',
            MOST_A_DAY,
          ),
        )
        .compile(),
      expect: { rows: 1, otherwise: 'too-many-requests' },
    },
    {
      query: db.build
        .insertInto('gate_event')
        .values({
          school_id: school,
          day: dayOfEvent(id),
          id,
          kiosk_id: PHONE,
          n: 1,
          gate_id: visit.gate ?? '',
          kind: POSTER,
          of_id: null,
          subject: visit.subject,
          dir,
          colour: null,
          method: visit.proof,
          code: null,
          why: null,
          admit: null,
          reason: null,
          operator_id: null,
          raw_at: at,
          at,
          received_at: visit.receivedAt,
          feed: feedNumber(school, 0),
          flags: '',
          hash: visit.bodyHash,
          prev: '',
          sealed_hash: null,
          // Without the record's key, which is kept nowhere.
          bytes: JSON.stringify({ v: 1, kind: POSTER, id, place, dir, at }),
          companions: visit.companions,
        })
        .onConflict((clash) => clash.columns(['school_id', 'day', 'id']).doNothing())
        .returning('id')
        .compile(),
      expect: { rows: 1, otherwise: 'conflict' },
    },
  ];
}

export interface StoredVisit {
  id: EventId;
  at: Instant;
  dir: 'in' | 'out';
  gate: GateId;
  proof: CheckInProof;
  bodyHash: string;
}

/** Whatever stands under this id. Uses the primary key. */
export async function findVisit(db: Db, scope: Scope, school: SchoolId, id: EventId, day: Day): Promise<StoredVisit | undefined> {
  const row = await db.read(scope, (query) =>
    query
      .selectFrom('gate_event')
      .select(['id', 'at', 'dir', 'gate_id', 'method', 'hash'])
      .where('school_id', '=', school)
      .where('day', '=', day)
      .where('id', '=', id)
      .executeTakeFirst(),
  );
  return (
    row && {
      id: row.id,
      at: row.at,
      dir: row.dir === 'out' ? 'out' : 'in',
      gate: row.gate_id,
      proof: row.method === 'screen' ? 'screen' : 'poster',
      bodyHash: row.hash,
    }
  );
}
