import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDb } from '../../../server/db/open.ts';
import { type Db, type Statement, schoolScope } from '../../../server/db/port.ts';
import { unfit } from '../../../server/db/postgres.ts';
import { newDatabase, type TestDatabase } from '../../engines.ts';

const A = 'school-a';
const B = 'school-b';

describe('row-level security on PostgreSQL', () => {
  let made: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    made = await newDatabase('postgres');
    db = await openDb(made.config);
    for (const school of [A, B]) await db.save(schoolScope(school), [revoke(school, 'subject')]);
  });
  afterAll(async () => {
    await db.close();
    await made.remove();
  });
  const revoke = (school: string, subject: string): Statement => ({
    query: db.build
      .insertInto('pass_revocation')
      .values({ school_id: school, subject, reason: 'lost', erased: 0, at: 1, feed: 1 })
      .compile(),
  });
  /** A query that forgot its school on purpose. */
  const schoolsSeen = async (read: Db['read'], scope: Parameters<Db['read']>[0]): Promise<string[]> =>
    (await read(scope, (query) => query.selectFrom('pass_revocation').select('school_id').orderBy('school_id').execute())).map(
      (row) => row.school_id,
    );

  it('shows a query without a school only the scope', async () => {
    for (const read of [db.read, db.snapshot]) {
      expect(await schoolsSeen(read, schoolScope(A))).toEqual([A]);
      expect(await schoolsSeen(read, { schools: [A, B] })).toEqual([A, B]);
      expect(await schoolsSeen(read, { schools: [] })).toEqual([]);
      expect(await schoolsSeen(read, 'system')).toEqual([A, B]);
    }
  });

  it('changes and adds nothing outside the scope', async () => {
    const all: Statement = { query: db.build.deleteFrom('pass_revocation').compile() };
    const [deleted] = await db.save(schoolScope('school-c'), [all]);
    expect(deleted?.affected).toBe(0);
    await expect(db.save(schoolScope(A), [revoke(B, 'smuggled')])).rejects.toThrow(/row-level security/);
    expect(await schoolsSeen(db.read, 'system')).toEqual([A, B]);
  });

  it('leaves no scope behind on a connection', async () => {
    await schoolsSeen(db.read, 'system');
    const rows = await asOwner('select school_id from pass_revocation');
    expect(rows).toEqual([]);
    expect(await schoolsSeen(db.read, { schools: [] })).toEqual([]);
  });

  it('stands behind every table with a school_id, and binds the owner', async () => {
    const rows = await asOwner<{ name: string }>(`
      select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'school_id'
      where c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity
        and exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polwithcheck is not null))`);
    expect(rows).toEqual([]);
    const bound = await asOwner<{ name: string }>("select relname as name from pg_class where relforcerowsecurity and relkind = 'r'");
    expect(bound.length).toBeGreaterThanOrEqual(14);
  });

  it('refuses a role that the policies do not bind, and a server that loses commits', async () => {
    const fit = { commit: 'on', fsync: 'on', encoding: 'UTF8', superuser: false, bypass: false };
    expect(unfit(fit)).toBeUndefined();
    expect(unfit({ ...fit, superuser: true })).toMatch(/create role quacong/);
    expect(unfit({ ...fit, bypass: true })).toMatch(/create role quacong/);
    expect(unfit({ ...fit, fsync: 'off' })).toMatch(/fsync=off/);
    expect(unfit({ ...fit, encoding: 'SQL_ASCII' })).toMatch(/UTF8/);
    await asOwner('alter role current_user set synchronous_commit = off');
    await expect(openDb(made.config)).rejects.toThrow(/synchronous_commit=off/);
    await asOwner('alter role current_user reset synchronous_commit');
    await (await openDb(made.config)).close();
  });

  async function asOwner<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
    const client = new pg.Client({ connectionString: made.config.databaseUrl ?? '' });
    await client.connect();
    const { rows } = await client.query<Row>(text);
    await client.end();
    return rows;
  }
});
