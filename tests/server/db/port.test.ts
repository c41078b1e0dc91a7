import { expect, it } from 'vitest';
import { auditStatement } from '../../../server/db/audit.ts';
import { schoolScope } from '../../../server/db/port.ts';
import { describeEngines } from '../../engines.ts';

const SCHOOL = 'school-port';
const scope = schoolScope(SCHOOL);

describeEngines('the port', (database) => {
  it('has no transaction and no raw connection in reach', async () => {
    const db = database();
    expect(Object.keys(db).sort()).toEqual(['build', 'close', 'engine', 'onFeed', 'read', 'save', 'snapshot']);
    const allowed = ['deleteFrom', 'fn', 'insertInto', 'selectFrom', 'updateTable', 'with'];
    expect(Object.keys(db.build).sort()).toEqual(allowed);
    for (const open of [db.read, db.snapshot]) {
      await open(scope, async (query) => {
        expect(Object.keys(query).sort()).toEqual(allowed);
        for (const forbidden of ['transaction', 'startTransaction', 'connection', 'destroy', 'executeQuery', 'schema']) {
          expect(forbidden in query, forbidden).toBe(false);
        }
      });
    }
  });

  it('takes no id into a scope that would widen it', async () => {
    const db = database();
    const all = (query: Parameters<Parameters<typeof db.read>[1]>[0]) => query.selectFrom('school').select('school_id').execute();
    for (const school of ['*', 'a,b', "x', true), set_config('app.schools', '*", '', 'x'.repeat(65)]) {
      for (const open of [db.read, db.snapshot]) {
        await expect(open(schoolScope(school), all), school).rejects.toMatchObject({ code: 'not-found' });
      }
      await expect(db.save(schoolScope(school), []), school).rejects.toMatchObject({ code: 'not-found' });
    }
    expect(await db.read({ schools: [] }, all)).toEqual([]);
  });

  it('executes nothing through build, and writes nothing through read or snapshot', async () => {
    const db = database();
    await expect(db.build.selectFrom('school').selectAll().execute()).rejects.toThrow(/only compiles/);
    for (const open of [db.read, db.snapshot]) {
      const write = open(scope, (query) => query.insertInto('feed_counter').values({ school_id: SCHOOL, value: 1 }).execute());
      await expect(write).rejects.toThrow(/read.?only/i);
    }
  });

  it('sees one picture in a read and in a snapshot while others write, and the newest in the next one', async () => {
    const db = database();
    const count = (query: Parameters<Parameters<typeof db.read>[1]>[0]) =>
      query
        .selectFrom('held_event')
        .select((of) => of.fn.countAll<number>().as('rows'))
        .where('school_id', '=', SCHOOL)
        .executeTakeFirstOrThrow();
    const hold = (hash: string) =>
      db.save(scope, [
        {
          query: db.build
            .insertInto('held_event')
            .values({ school_id: SCHOOL, hash, kind: 'conflict', kiosk_id: 'k', event_id: null, reason: 'r', bytes: 'b', received_at: 1 })
            .compile(),
        },
      ]);
    for (const [index, open] of [db.read, db.snapshot].entries()) {
      await open(scope, async (query) => {
        const before = await count(query);
        await hold(`while-${index}`);
        expect(await count(query)).toEqual(before);
      });
      expect((await db.read(scope, count)).rows).toBe(index + 1);
    }
  });

  it('streams a long list in a snapshot, also when the reader stops early', async () => {
    const db = database();
    const rows = Array.from({ length: 1234 }, (_, i) => ({
      school_id: SCHOOL,
      subject: `s${i}`,
      reason: 'lost',
      erased: 0,
      at: i,
      feed: 1,
    }));
    await db.save(scope, [{ query: db.build.insertInto('pass_revocation').values(rows).compile() }]);
    const list = await db.snapshot(scope, async (query) => {
      const select = query
        .selectFrom('pass_revocation')
        .select('at')
        .where('school_id', '=', SCHOOL)
        .where('reason', '=', 'lost')
        .orderBy('at');
      for await (const row of select.stream(10)) {
        if (row.at === 25) break;
      }
      const seen: number[] = [];
      for await (const row of select.stream(100)) seen.push(row.at);
      return seen;
    });
    expect(list).toEqual(rows.map((row) => row.at));
  });

  it('keeps the audit as it was written, and writes it with its save or not at all', async () => {
    const db = database();
    const entry = { school: SCHOOL, at: 5, actor: 'a', action: 'school.changed', object: 'o', detail: { fields: 2 } };
    await db.save(scope, [auditStatement(db.build, { ...entry, id: 'audit-1' })]);
    const nothing = {
      query: db.build.deleteFrom('school').where('school_id', '=', 'x').compile(),
      expect: { rows: 1, otherwise: 'not-found' as const },
    };
    await expect(db.save(scope, [auditStatement(db.build, { ...entry, id: 'audit-2' }), nothing])).rejects.toMatchObject({
      code: 'not-found',
    });
    for (const query of [
      db.build.updateTable('audit').set({ actor: 'somebody-else' }).where('id', '=', 'audit-1').compile(),
      db.build.deleteFrom('audit').where('id', '=', 'audit-1').compile(),
    ]) {
      await expect(db.save('system', [{ query }])).rejects.toThrow(/never changed/);
    }
    const kept = await db.read(scope, (query) => query.selectFrom('audit').selectAll().where('school_id', '=', SCHOOL).execute());
    expect(kept).toEqual([
      { school_id: SCHOOL, id: 'audit-1', at: 5, actor: 'a', action: 'school.changed', object: 'o', detail: '{"fields":2}' },
    ]);
  });
});
