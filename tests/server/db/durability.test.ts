/** SQLite: what was acknowledged survives a kill, a full disk and a wrong setting; and a commit that fails fails for all. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { GroupCommit } from '../../../server/db/group-commit.ts';
import { openDb, sqliteFile } from '../../../server/db/open.ts';
import { type Db, type Statement, schoolScope } from '../../../server/db/port.ts';
import { assertDurable, openWritable, PreparedConnection } from '../../../server/db/sqlite-connection.ts';

const SCHOOL = 'school-kill';
const scope = schoolScope(SCHOOL);
let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'quacong-durable-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const insert = (db: Db, subject: string, reason = 'lost'): Statement => ({
  query: db.build.insertInto('pass_revocation').values({ school_id: SCHOOL, subject, reason, erased: 0, at: 1, feed: 1 }).compile(),
});

/** Kills the writer after so many acknowledged saves; gives what it had acknowledged. */
function writeAndKill(saves: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const script = fileURLToPath(new URL('./writer.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.split('\n').length > saves) child.kill('SIGKILL');
    });
    child.once('error', reject);
    child.once('close', (_code, signal) => {
      if (signal === 'SIGKILL') resolve(said.split('\n').slice(0, -1));
      else reject(new Error('the writer ended by itself'));
    });
  });
}

it('loses no acknowledged save when the process is killed, and keeps no half of one', async () => {
  const acknowledged: string[] = [];
  for (const saves of [40, 300, 700]) {
    acknowledged.push(...(await writeAndKill(saves)));
    const db = await openDb({ dataDir });
    const rows = await db.read(scope, (query) =>
      query.selectFrom('pass_revocation').select('subject').where('school_id', '=', SCHOOL).execute(),
    );
    await db.close();
    const stored = new Set(rows.map((row) => row.subject));
    expect(acknowledged.filter((subject) => !stored.has(subject) || !stored.has(`${subject}-second`))).toEqual([]);
    expect([...stored].filter((subject) => subject.endsWith('-undone'))).toEqual([]);
    expect([...stored].filter((subject) => !subject.endsWith('-second') && !stored.has(`${subject}-second`))).toEqual([]);
  }
  expect(acknowledged.length).toBeGreaterThan(1000);
}, 60_000);

it('asserts synchronous=FULL after a first write, and refuses to run without', async () => {
  await (await openDb({ dataDir })).close();
  const raw = openWritable(sqliteFile(dataDir));
  raw.exec("update installation set value = value where name = 'epoch'");
  expect(raw.pragma('synchronous', { simple: true })).toBe(2);
  assertDurable(raw);
  raw.pragma('synchronous = NORMAL');
  expect(() => assertDurable(raw)).toThrow(/not durable/);
  raw.close();
  // What the driver does when nobody says FULL: the reason for the rule.
  const careless = new Database(sqliteFile(dataDir));
  careless.exec("update installation set value = value where name = 'epoch'");
  expect(() => assertDurable(careless)).toThrow(/not durable/);
  careless.close();
});

it('answers storage-full when the disk is full, keeps what was acknowledged, and works on when space returns', async () => {
  await (await openDb({ dataDir })).close();
  const raw = openWritable(sqliteFile(dataDir));
  const connection = new PreparedConnection(raw);
  const commits = new GroupCommit(connection);
  const db = await openDb({ dataDir });
  const save = (subject: string, reason?: string) => commits.save([insert(db, subject, reason)]);
  await save('before');
  raw.pragma(`max_page_count = ${Number(raw.pragma('page_count', { simple: true })) + 4}`);
  const outcomes = await Promise.allSettled(Array.from({ length: 40 }, (_, i) => save(`full-${i}`, 'x'.repeat(1000))));
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  for (const outcome of refused) expect(outcome.reason).toMatchObject({ code: 'storage-full' });
  raw.pragma('max_page_count = 1000000');
  await save('after');
  const rows = await db.read(scope, (query) =>
    query.selectFrom('pass_revocation').select('subject').where('school_id', '=', SCHOOL).execute(),
  );
  const acknowledged = outcomes.flatMap((outcome, i) => (outcome.status === 'fulfilled' ? [`full-${i}`] : []));
  expect(rows.map((row) => row.subject).sort()).toEqual(['after', 'before', ...acknowledged].sort());
  await commits.close();
  raw.close();
  await db.close();
});

it('fails every save of a commit that fails, and none of the next', async () => {
  const raw = new Database(':memory:');
  raw.exec(`pragma foreign_keys = on; create table parent (id text primary key);
    create table child (id text primary key, parent text references parent (id) deferrable initially deferred)`);
  const commits = new GroupCommit(new PreparedConnection(raw));
  const run = (text: string) => commits.save([{ query: { sql: text, parameters: [] } } as unknown as Statement]);
  // A deferred foreign key fails at COMMIT (no table of ours has one).
  const outcomes = await Promise.allSettled([run("insert into parent values ('a')"), run("insert into child values ('c', 'nobody')")]);
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
  await run("insert into parent values ('a')");
  expect(raw.prepare('select count(*) as rows from parent').get()).toEqual({ rows: 1 });
  expect(raw.prepare('select count(*) as rows from child').get()).toEqual({ rows: 0 });
  await commits.close();
  await expect(run('select 1')).rejects.toThrow(/closed/);
});

it('waits when another process holds the lock, and gives the event loop away meanwhile', async () => {
  const db = await openDb({ dataDir });
  const other = openWritable(sqliteFile(dataDir));
  other.exec('begin immediate');
  let turns = 0;
  const ticking = setInterval(() => turns++, 5);
  const saved = db.save(scope, [insert(db, 'patient')]);
  await new Promise((resolve) => setTimeout(resolve, 400));
  other.exec('commit');
  other.close();
  await saved;
  clearInterval(ticking);
  expect(turns).toBeGreaterThan(3);
  await db.close();
});
