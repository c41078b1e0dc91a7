/** Both engines give one answer to text that they would treat differently by themselves. */
import { expect, it } from 'vitest';
import { type Db, schoolScope } from '../../../server/db/port.ts';
import { describeEngines } from '../../engines.ts';

const SCHOOL = 'school-hostile';
const scope = schoolScope(SCHOOL);

const TEXTS = [
  "Robert'); drop table school;--",
  "K'Đen",
  'Đặng Thị Hồng',
  'Đặng Thị Hồng'.normalize('NFD'),
  '\ud83d\ude00 nhà',
  '%_\\',
  '$1 ? :a @b',
  '\u202e\u200b\ufeff',
  '\u0001\t\r\n',
  ' ',
  '"',
  '\\x41',
  'x'.repeat(20_000),
];
const REFUSED = ['\0', 'a\0b', '\ud800', 'x\udc00y', '\udc00\ud800'];

describeEngines('hostile text', (database) => {
  const save = (db: Db, subject: string, reason: string) =>
    db.save(scope, [
      {
        query: db.build
          .insertInto('pass_revocation')
          .values({ school_id: SCHOOL, subject, reason, erased: 0, at: 1, feed: 1 })
          .returning('reason')
          .compile(),
      },
    ]);

  it('comes back as it went in, and is found by equality', async () => {
    const db = database();
    for (const [index, text] of TEXTS.entries()) {
      const [saved] = await save(db, `s${index}`, text);
      expect(saved?.rows).toEqual([{ reason: text }]);
      const found = await db.read(scope, (query) =>
        query
          .selectFrom('pass_revocation')
          .select(['subject', 'reason'])
          .where('school_id', '=', SCHOOL)
          .where('reason', '=', text)
          .execute(),
      );
      expect(found).toEqual([{ subject: `s${index}`, reason: text }]);
    }
  });

  it('is refused when it is no text: NUL and lone surrogates, in writing and in asking', async () => {
    const db = database();
    for (const text of REFUSED) {
      await expect(save(db, 'refused', text)).rejects.toMatchObject({ code: 'invalid-input' });
      const asked = db.read(scope, (query) => query.selectFrom('pass_revocation').select('at').where('reason', '=', text).execute());
      await expect(asked).rejects.toMatchObject({ code: 'invalid-input' });
    }
    const kept = await db.read(scope, (query) =>
      query.selectFrom('pass_revocation').select('at').where('subject', '=', 'refused').execute(),
    );
    expect(kept).toEqual([]);
  });

  it('sorts by byte and compares like by case', async () => {
    const db = database();
    const words = ['b', 'B', 'a', 'Đ', 'd', 'á', 'z', 'Z', '1', '-'];
    for (const word of words) await save(db, `word-${word}`, `~${word}`);
    const sorted = await db.read(scope, (query) =>
      query
        .selectFrom('pass_revocation')
        .select('reason')
        .where('school_id', '=', SCHOOL)
        .where('subject', 'like', 'word-%')
        .orderBy('reason')
        .execute(),
    );
    expect(sorted.map((row) => row.reason.slice(1))).toEqual(['-', '1', 'B', 'Z', 'a', 'b', 'd', 'z', 'á', 'Đ']);
    const like = await db.read(scope, (query) =>
      query.selectFrom('pass_revocation').select('reason').where('school_id', '=', SCHOOL).where('reason', 'like', '~B%').execute(),
    );
    expect(like).toEqual([{ reason: '~B' }]);
  });

  it('keeps numbers, bytes and nulls as they are, and refuses what a column is not for', async () => {
    const db = database();
    const bytes = Uint8Array.of(0, 1, 255, 39, 92);
    const big = Number.MAX_SAFE_INTEGER;
    const payload = { school_id: SCHOOL, day: '2026-11-18', event_id: 'e', session_id: 's', bytes };
    await db.save(scope, [
      { query: db.build.insertInto('sealed_payload').values(payload).compile() },
      { query: db.build.insertInto('backup_mark').values({ school_id: SCHOOL, feed: big, at: 0 }).compile() },
    ]);
    const [row] = await db.read(scope, (query) => query.selectFrom('sealed_payload').selectAll().where('school_id', '=', SCHOOL).execute());
    expect(new Uint8Array(row?.bytes ?? [])).toEqual(bytes);
    const [mark] = await db.read(scope, (query) =>
      query
        .selectFrom('backup_mark')
        .select((of) => ['feed', of.fn.countAll().as('rows'), of.fn.sum('at').as('sum')])
        .where('school_id', '=', SCHOOL)
        .groupBy('feed')
        .execute(),
    );
    expect(mark).toEqual({ feed: big, rows: 1, sum: 0 });
    for (const day of ['2026-2-3', '', 'heute', '2026-11-180']) {
      await expect(
        db.save(scope, [
          {
            query: db.build
              .insertInto('sealed_payload')
              .values({ ...payload, day })
              .compile(),
          },
        ]),
      ).rejects.toThrow(/check/i);
    }
    const half = db.build.updateTable('backup_mark').set({ feed: 1.5 }).compile();
    await expect(db.save(scope, [{ query: half }])).rejects.toThrow();
  });
});
