import type { Instant } from '../../shared/clock.ts';
import type { SchoolId, SubjectId } from '../../shared/ids.ts';
import { advanceFeed, feedNumber } from '../db/feed.ts';
import type { Db, Statement } from '../db/port.ts';

/**
 * Kiosks hear at the next contact that the record behind these passes is no more; they word that kindly. Also for one that
 * was withdrawn for another reason before: what kiosks keep of it goes too.
 */
export function revokeErasedStatements(db: Db, school: SchoolId, subjects: readonly SubjectId[], now: Instant): Statement[] {
  const values = subjects.map((subject, index) => ({
    school_id: school,
    subject,
    reason: 'erased',
    erased: 1,
    at: now,
    feed: feedNumber(school, subjects.length - 1 - index),
  }));
  return [
    advanceFeed(db.build, school, subjects.length),
    {
      query: db.build
        .insertInto('pass_revocation')
        .values(values)
        .onConflict((clash) =>
          clash.columns(['school_id', 'subject']).doUpdateSet((row) => ({ erased: 1, feed: row.ref('excluded.feed') })),
        )
        .compile(),
    },
  ];
}
