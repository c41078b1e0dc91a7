import { expect, it } from 'vitest';
import { advanceFeed, feedNumber } from '../../../server/db/feed.ts';
import { type Db, type Statement, schoolScope } from '../../../server/db/port.ts';
import { describeEngines } from '../../engines.ts';

const SCHOOL = '01900000-0000-7000-8000-000000000001';
const scope = schoolScope(SCHOOL);

const revoke = (db: Db, subject: string, school = SCHOOL): Statement => ({
  query: db.build.insertInto('pass_revocation').values({ school_id: school, subject, reason: 'lost', erased: 0, at: 1, feed: 1 }).compile(),
});
const subjects = async (db: Db): Promise<string[]> =>
  (await db.read(scope, (query) => query.selectFrom('pass_revocation').select('subject').where('school_id', '=', SCHOOL).execute())).map(
    (row) => row.subject,
  );

describeEngines('save', (database) => {
  it('saves all statements or none', async () => {
    const db = database();
    const nothing: Statement = {
      query: db.build.deleteFrom('pass_revocation').where('subject', '=', 'never-there').compile(),
      expect: { rows: 1, otherwise: 'already-used' },
    };
    await expect(db.save(scope, [revoke(db, 'with-a-failed-expectation'), nothing])).rejects.toMatchObject({ code: 'already-used' });
    await expect(db.save(scope, [revoke(db, 'twice'), revoke(db, 'twice')])).rejects.toThrow(/unique/i);
    await db.save(scope, [revoke(db, 'good'), revoke(db, 'good-2')]);
    expect(await subjects(db)).toEqual(expect.arrayContaining(['good', 'good-2']));
    expect(await subjects(db)).not.toContain('with-a-failed-expectation');
    expect(await subjects(db)).not.toContain('twice');
  });

  it('undoes one save and keeps those beside it', async () => {
    const db = database();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 30 }, (_, i) =>
        db.save(scope, i % 3 === 1 ? [revoke(db, `side-${i}`), revoke(db, `side-${i}`)] : [revoke(db, `side-${i}`)]),
      ),
    );
    const acknowledged = outcomes.flatMap((outcome, i) => (outcome.status === 'fulfilled' ? [`side-${i}`] : []));
    expect(acknowledged).toHaveLength(20);
    expect((await subjects(db)).filter((subject) => subject.startsWith('side-')).sort()).toEqual(acknowledged.sort());
  });

  it('gives back what RETURNING gave and how many rows changed', async () => {
    const db = database();
    const rows = ['r1', 'r2'].map((subject) => ({ school_id: SCHOOL, subject, reason: 'lost', erased: 0, at: 1, feed: 1 }));
    const insert = db.build
      .insertInto('pass_revocation')
      .values(rows)
      .onConflict((clash) => clash.columns(['school_id', 'subject']).doNothing());
    const update = db.build
      .updateTable('pass_revocation')
      .set({ reason: 'order' })
      .where('school_id', '=', SCHOOL)
      .where('subject', 'in', ['r1', 'r2']);
    const [first, second, third] = await db.save(scope, [
      { query: insert.returning('subject').compile() },
      { query: insert.returning('subject').compile() },
      { query: update.compile() },
    ]);
    expect(first).toEqual({ rows: [{ subject: 'r1' }, { subject: 'r2' }], affected: 2 });
    expect(second).toEqual({ rows: [], affected: 0 });
    expect(third?.affected).toBe(2);
  });

  it('numbers the feed in commit order', async () => {
    const db = database();
    const seen: number[][] = [];
    let done = false;
    const reader = (async () => {
      while (!done) {
        const rows = await db.read(scope, (query) =>
          query.selectFrom('held_event').select('received_at as feed').where('school_id', '=', SCHOOL).execute(),
        );
        seen.push(rows.map((row) => row.feed).sort((a, b) => a - b));
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    })();
    const hold = (save: number): Statement[] => [
      advanceFeed(db.build, SCHOOL, 3),
      {
        query: db.build
          .insertInto('held_event')
          .values(
            [0, 1, 2].map((i) => ({
              school_id: SCHOOL,
              hash: `h${save}-${i}`,
              kind: 'conflict',
              kiosk_id: 'k',
              event_id: null,
              reason: 'r',
              bytes: 'b',
              received_at: feedNumber(SCHOOL, 2 - i),
            })),
          )
          .compile(),
      },
    ];
    await Promise.all(Array.from({ length: 40 }, (_, save) => db.save(scope, hold(save))));
    done = true;
    await reader;
    // A reader that has seen number n has seen every smaller one.
    for (const numbers of seen) expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, i) => i + 1));
    const [counter] = await db.read(scope, (query) =>
      query.selectFrom('feed_counter').selectAll().where('school_id', '=', SCHOOL).execute(),
    );
    expect(counter?.value).toBe(120);
  });
});
