/** The log page by page: equal times, rows that arrive meanwhile, and searches in what is sealed. */
import { webcrypto } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { matches } from '../../server/gates/log.ts';
import { type Position, sparsePage } from '../../server/gates/scans.ts';
import type { LogPage } from '../../shared/api/log.schema.ts';
import { toBase64url, utf8 } from '../../shared/bytes.ts';
import { addDays, dayOf, MINUTE } from '../../shared/clock.ts';
import { sealPayload, startSession } from '../../shared/seal/session.ts';
import { fold } from '../../shared/text/fold.ts';
import { describeServers } from '../app.ts';
import { makeAccount, makeSchool, random, TestKiosk, type TestSchool } from '../fixtures/world.ts';

const NOW = Date.parse('2026-11-23T04:00:00Z');
const SAME = NOW - 10 * MINUTE;
const subtle = webcrypto.subtle;

describeServers('the log', (server) => {
  let school: TestSchool;
  let kiosk: TestKiosk;
  let cookie: string;
  beforeAll(async () => {
    server().setClock(NOW);
    school = await makeSchool(server().app);
    kiosk = await new TestKiosk(school).pair(server().app);
    cookie = (await makeAccount(server().app, school)).cookie;
    // 130 in the same millisecond, every third amber.
    const scans = Array.from({ length: 130 }, (_, i) => kiosk.scan(SAME, i % 3 ? {} : { colour: 'amber', why: ['attention'] }));
    await kiosk.exchange(server().hono, scans);
  });
  const page = async (query: string): Promise<LogPage> => {
    const response = await server().hono.request(`/api/schools/${school.id}/log?${query}`, { headers: { cookie } });
    expect([query, response.status]).toEqual([query, 200]);
    return (await response.json()) as LogPage;
  };
  async function walk(query: string, between: () => Promise<unknown> = async () => undefined): Promise<string[]> {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const found: LogPage = await page(`${query}${cursor ? `&cursor=${cursor}` : ''}`);
      seen.push(...found.rows.map((row) => row.event));
      cursor = found.cursor;
      await between();
    }
    return seen;
  }

  it.each(['limit=10', 'limit=13', 'limit=65', 'limit=130', 'limit=200'])('gives 130 rows of one time once (%s)', async (limit) => {
    const seen = await walk(limit);
    expect(seen).toHaveLength(130);
    expect(new Set(seen).size).toBe(130);
  });

  it('gives each filtered row once', async () => {
    const seen = await walk('limit=10&colour=amber');
    expect([seen.length, new Set(seen).size]).toEqual([44, 44]);
  });

  it('walks to a rare row in strides, and says how far it came', async () => {
    const { db } = server().app;
    const rare = await makeSchool(server().app);
    const far = await new TestKiosk(rare).pair(server().app);
    // Old and red, beneath 12,000 green ones of the same few ms; a stride is 5,000 rows.
    const scans = [far.scan(SAME - MINUTE, { dir: 'out' }), ...Array.from({ length: 499 }, (_, i) => far.scan(SAME + (i % 3)))];
    await far.exchange(server().hono, scans);
    const [sample] = await db.read('system', (read) =>
      read
        .selectFrom('gate_event')
        .selectAll()
        .where('id', '=', scans[1]?.id ?? '')
        .execute(),
    );
    if (!sample) throw new Error('nothing was stored');
    for (let copy = 0; copy < 24; copy++) {
      const rows = Array.from({ length: 500 }, (_, i) => {
        const id = `${sample.id.slice(0, 24)}${String(copy * 500 + i).padStart(12, '0')}`;
        return { ...sample, id, at: SAME + (i % 3), hash: id, n: 1000 + copy * 500 + i };
      });
      await db.save('system', [{ query: db.build.insertInto('gate_event').values(rows).compile() }]);
    }
    const read = (most: number, after?: Position) =>
      db.read({ schools: [rare.id] }, (query) => sparsePage(query, rare.id, { from: 0, to: NOW, dir: 'out' }, after, 10, most));
    const whole = await read(50_000);
    expect([whole.rows.map((row) => row.id), whole.through]).toEqual([[scans[0]?.id], undefined]);
    const first = await read(5000);
    expect([first.rows, first.through?.at]).toEqual([[], SAME + 1]);
    const second = await read(10_000, first.through);
    expect(second.rows.map((row) => row.id)).toEqual([scans[0]?.id]);
    const all = new Set<string>();
    let after: Position | undefined;
    for (;;) {
      const page = await db.read({ schools: [rare.id] }, (query) =>
        sparsePage(query, rare.id, { from: 0, to: NOW, dir: 'in' }, after, 900, 50_000),
      );
      for (const row of page.rows) all.add(row.id);
      const last = page.rows.at(-1);
      if (!last || page.rows.length < 900) break;
      after = { at: last.at, id: last.id };
    }
    expect(all.size).toBe(12_499);
  });

  it('neither repeats nor skips a row while others arrive', async () => {
    const before = new Set(await walk('limit=200'));
    const seen = await walk('limit=20', () =>
      kiosk.exchange(server().hono, [kiosk.scan(NOW), kiosk.scan(SAME), kiosk.scan(SAME - MINUTE)]),
    );
    expect(new Set(seen).size).toBe(seen.length);
    for (const id of before) expect(seen).toContain(id);
  });

  it('takes the first and the last day of a period, and refuses one that is too long', async () => {
    const first = addDays(dayOf(NOW), -400);
    await page(`from=${first}`);
    const long = await server().hono.request(`/api/schools/${school.id}/log?from=${addDays(first, -1)}`, { headers: { cookie } });
    expect(long.status).toBe(422);
    const search = (from: string) => server().hono.request(`/api/schools/${school.id}/log?q=x&from=${from}`, { headers: { cookie } });
    expect((await search(addDays(dayOf(NOW), -31))).status).toBe(200);
    expect((await search(addDays(dayOf(NOW), -32))).status).toBe(422);
  });

  it('finds names and numbers of quick entries, one page after the other', async () => {
    const { sealingKeys } = await kiosk.exchange(server().hono);
    const week = sealingKeys?.[0];
    if (!week) throw new Error('no sealing key came');
    const session = await startSession({ school: school.id, ...week }, { subtle, random });
    const items = [];
    for (let i = 0; i < 5; i++) {
      const item = kiosk.scan(NOW - i, {
        method: 'quick',
        code: 'none',
        colour: 'amber',
        why: ['no-declaration'],
        subject: toBase64url(random(16)),
      });
      const plain = utf8(JSON.stringify({ name: `Lò Thị Đào\u0000 ${i}`, phone: '0912345678', host: 'Cô\nLan' }));
      const payload = await sealPayload(session, { event: item.id, class: 'identity' }, plain, { subtle, random });
      items.push({
        id: item.id,
        event: JSON.stringify({ ...JSON.parse(item.event), sealed: payload.hash }),
        payload: { session: session.wrapped.id, sealed: payload.sealed },
      });
    }
    await kiosk.exchange(server().hono, items, { sessions: [session.wrapped] });
    for (const q of ['dao', 'Đào', 'lo thi', '678', '0912 345 678', '+84 912.345.678', '84912345678', '(+84)912-345-678']) {
      expect([q, await walk(`limit=2&q=${encodeURIComponent(q)}`)]).toEqual([q, items.map((item) => item.id)]);
    }
    for (const q of ['9123456789', '012', '-', '+']) expect([q, await walk(`q=${encodeURIComponent(q)}`)]).toEqual([q, []]);
    const [row] = (await page('q=dao&limit=1')).rows;
    expect(row).toMatchObject({ name: 'Lò Thị Đào  0', host: 'Cô Lan' });
  });
});

it.each([
  ['+84912345678', '0912345678', true],
  ['+84912345678', '+84912345678', true],
  ['0912348412', '8412', true],
  ['0912345678', '84912345678', true],
  ['0912345678', '12', false],
  ['0912345678', '0812345678', false],
  ['', '678', false],
])('a phone %s is found by %s: %s', (phone, typed, found) => {
  expect(matches({ name: 'Lan', phone, companionNames: ['Bé Na'] }, fold(typed))).toBe(found);
});
