import { beforeAll, expect, it } from 'vitest';
import { addDays, dayOf, HOUR, MINUTE, weekOf } from '../../shared/clock.ts';
import type { TestApp } from '../app.ts';
import { describeServers } from '../app.ts';
import { TestFile } from '../fixtures/kiosk-file.ts';
import { declare, makeAccount, makeSchool, postJson, TestKiosk, type TestSchool } from '../fixtures/world.ts';

interface Place {
  school: TestSchool;
  kiosk: TestKiosk;
  cookie: string;
}

async function openPlace({ app }: TestApp): Promise<Place> {
  const school = await makeSchool(app);
  return { school, kiosk: await new TestKiosk(school).pair(app), cookie: (await makeAccount(app, school, 'school-office')).cookie };
}

const NONE = { stored: 0, duplicate: 0, conflict: 0, quarantined: 0, erased: 0 };

describeServers('the file of a kiosk', (server) => {
  let place: Place;
  beforeAll(async () => {
    place = await openPlace(server());
  });
  const fileOf = ({ school, kiosk }: Place): Promise<TestFile> => TestFile.open(server().app, school, kiosk);
  const audited = (school: string) =>
    server().app.db.read('system', (query) =>
      query
        .selectFrom('audit')
        .selectAll()
        .where('school_id', '=', school)
        .where('action', '=', 'kiosk.file-imported')
        .orderBy('id')
        .execute(),
    );
  const kioskRow = (id: string) =>
    server().app.db.read('system', (query) => query.selectFrom('kiosk').selectAll().where('id', '=', id).executeTakeFirstOrThrow());

  it('is taken like an exchange, with an answer that only the kiosk can open and an entry in the audit', async () => {
    const local = await openPlace(server());
    await declare(server().app, server().hono, local.school);
    const now = Date.now();
    const items = Array.from({ length: 30 }, (_, index) => local.kiosk.scan(now - HOUR + index));
    const file = await (await (await fileOf(local)).add(items.slice(0, 20))).add(items.slice(20), { sentAt: now - 30 * MINUTE });

    const first = await file.take(server().hono, local.cookie, 0);
    expect(first).toMatchObject({ kiosk: { id: local.kiosk.id, revoked: false }, counts: { ...NONE, stored: 20 } });
    const [early] = first.answers.map((text, i) => file.answer(text, i));
    expect(early).toMatchObject({ receivedThrough: 20, feed: { items: [], more: true } });
    expect(early?.policy).toBeUndefined();

    const last = await file.take(server().hono, local.cookie, 1);
    expect(last.counts).toEqual({ ...NONE, stored: 10 });
    const [news] = last.answers.map((text, i) => file.answer(text, 1 + i));
    expect(news?.results.map((result) => result.status)).toEqual(items.slice(20).map(() => 'stored'));
    expect(news).toMatchObject({ receivedThrough: 30, policy: { school: local.school.id }, feed: { more: false } });
    expect(news?.keys?.keys.length).toBeGreaterThan(0);
    expect(news?.sealingKeys?.length).toBe(9);
    expect(news?.feed.items.some((item) => item.kind === 'pass')).toBe(true);

    const entries = await audited(local.school.id);
    expect(entries.map((entry) => JSON.parse(entry.detail))).toMatchObject([
      { file: file.header.session.id, index: 0, revoked: false, stored: 20 },
      { index: 1, stored: 10 },
    ]);
    expect(entries[0]?.object).toBe(local.kiosk.id);
  });

  it('says of the kiosk what was true when it was written, and nothing of its clock', async () => {
    const local = await openPlace(server());
    const sentAt = Date.now() - 26 * HOUR;
    const file = await (await fileOf(local)).add([local.kiosk.scan(sentAt)], { sentAt });
    await file.take(server().hono, local.cookie, 0);
    expect(await kioskRow(local.kiosk.id)).toMatchObject({ last_seen_at: sentAt, clock_offset: null, received_through: 1 });
    await local.kiosk.exchange(server().hono, []);
    const online = await kioskRow(local.kiosk.id);
    await file.take(server().hono, local.cookie, 0);
    expect(await kioskRow(local.kiosk.id)).toMatchObject({ last_seen_at: online.last_seen_at, clock_offset: online.clock_offset });
  });

  it('lets no clock without a year break what the office reads', async () => {
    const local = await openPlace(server());
    const state = { unsent: 3, oldestUnsentAt: -Number.MAX_SAFE_INTEGER, lastN: 4, persisted: true, version: '0' };
    const file = await (await fileOf(local)).add([local.kiosk.scan(Date.now())], { sentAt: -Number.MAX_SAFE_INTEGER, state });
    await file.take(server().hono, local.cookie, 0);
    const row = await kioskRow(local.kiosk.id);
    expect([row.last_seen_at, JSON.parse(row.state ?? '{}')]).toMatchObject([0, { unsent: 2, oldestUnsentAt: 0 }]);
    const today = dayOf(Date.now());
    for (const path of [`export.csv?from=${today}&to=${today}`, `export.xlsx?from=${today}&to=${today}`, `report.pdf?day=${today}`]) {
      const response = await server().hono.request(`/api/schools/${local.school.id}/${path}&purpose=check`, {
        headers: { cookie: local.cookie },
      });
      expect([path, response.status]).toEqual([path, 200]);
      expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(0);
    }
  });

  it('changes nothing when it comes again, also after its items came by network', async () => {
    const local = await openPlace(server());
    const items = [local.kiosk.scan(Date.now() - 2), local.kiosk.scan(Date.now() - 1)];
    const file = await (await fileOf(local)).add(items);
    expect((await file.take(server().hono, local.cookie, 0)).counts.stored).toBe(2);
    expect((await file.take(server().hono, local.cookie, 0)).counts).toEqual({ ...NONE, duplicate: 2 });
    const answer = await local.kiosk.exchange(server().hono, items);
    expect(answer.results.map((result) => result.status)).toEqual(['duplicate', 'duplicate']);
  });

  it('brings all pages of the news with its last record', async () => {
    const local = await openPlace(server());
    const other = await new TestKiosk(local.school).pair(server().app);
    const scans = Array.from({ length: 700 }, (_, index) => other.scan(Date.now() - HOUR + index));
    await other.exchange(server().hono, scans.slice(0, 400));
    await other.exchange(server().hono, scans.slice(400));
    const file = await (await fileOf(local)).add([]);
    const taken = await file.take(server().hono, local.cookie, 0);
    expect(taken.answers.length).toBeGreaterThan(1);
    const answers = taken.answers.map((text, i) => file.answer(text, i));
    expect(answers.flatMap((answer) => answer.feed.items)).toHaveLength(700);
    expect(answers.at(-1)?.feed.more).toBe(false);
    expect(new Set(answers.map((answer) => answer.batch)).size).toBe(1);
  });

  it('is refused when it is of another school, of nobody, forged, damaged, out of order, or for a key that is gone', async () => {
    const other = await openPlace(server());
    const file = await (await (await fileOf(place)).add([place.kiosk.scan(Date.now())])).add([]);
    const { hono } = server();
    const said = async (asked: Promise<Response>): Promise<unknown> => {
      const response = await asked;
      return [response.status, await response.json()];
    };

    expect(await said(postJson(hono, `/api/schools/${other.school.id}/kiosk-files`, file.body(0), { cookie: other.cookie }))).toMatchObject(
      [422, { errors: [{ at: '/header/school', reason: 'not-a-choice' }] }],
    );
    // Taken for its own by another school: its keys do not open it.
    const stolen = { ...file.header, school: other.school.id, kiosk: other.kiosk.id };
    expect(
      await said(
        postJson(hono, `/api/schools/${other.school.id}/kiosk-files`, { ...file.body(0), header: stolen }, { cookie: other.cookie }),
      ),
    ).toMatchObject([422, { errors: [{ at: '/header/session' }] }]);
    const stranger = new TestKiosk(place.school);
    const nobody = { ...file.header, kiosk: stranger.id };
    expect(await said(file.send(hono, place.cookie, 0, { header: nobody }))).toMatchObject([404, { code: 'not-found' }]);
    const bytes = Uint8Array.from(file.records[0] ?? []);
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    expect(await said(file.send(hono, place.cookie, 0, { record: Buffer.from(bytes).toString('base64url') }))).toMatchObject([
      422,
      { errors: [{ at: '/record', reason: 'format' }] },
    ]);
    expect(await said(file.send(hono, place.cookie, 0, { index: 1 }))).toMatchObject([422, { errors: [{ at: '/record' }] }]);
    expect(await said(file.send(hono, place.cookie, 0, { record: '***' }))).toMatchObject([422, { errors: [{ at: '/record' }] }]);
    const twin = new TestKiosk(place.school, place.kiosk.id);
    const forged = await (await TestFile.open(server().app, place.school, twin)).add([twin.scan(Date.now())]);
    expect(await said(forged.send(hono, place.cookie, 0))).toMatchObject([401, { code: 'bad-signature' }]);
    const week = addDays(weekOf(dayOf(Date.now())), -70);
    const [publicKey] = server().app.keys.sealingKeys(place.school.id, Date.now());
    const old = await TestFile.open(server().app, place.school, place.kiosk, { week, publicKey: publicKey?.publicKey ?? '' });
    await old.add([]);
    expect(await said(old.send(hono, place.cookie, 0))).toMatchObject([410, { code: 'gone' }]);
    expect(await audited(place.school.id)).toHaveLength(0);
    // What was refused left the good one whole.
    expect((await file.take(hono, place.cookie, 0)).counts.stored).toBe(1);
  });

  it('of a withdrawn kiosk brings what was written before, and holds what was written after', async () => {
    const local = await openPlace(server());
    const before = local.kiosk.scan(Date.now() - HOUR);
    await server().hono.request(`/api/schools/${local.school.id}/kiosks/${local.kiosk.id}`, {
      method: 'DELETE',
      headers: { cookie: local.cookie, origin: 'https://cong.truong.example' },
    });
    const after = local.kiosk.scan(Date.now() + MINUTE);
    const file = await (await fileOf(local)).add([before, after]);
    const taken = await file.take(server().hono, local.cookie, 0);
    expect(taken).toMatchObject({ kiosk: { revoked: true }, counts: { ...NONE, stored: 1, quarantined: 1 } });
    const answer = file.answer(taken.answers[0] ?? '', 0);
    expect(answer.results).toEqual([{ status: 'stored' }, { status: 'quarantined', reason: 'after-revocation' }]);
    expect(JSON.parse((await audited(local.school.id))[0]?.detail ?? '{}')).toMatchObject({ revoked: true, quarantined: 1 });
    const alarms = await server().hono.request(`/api/schools/${local.school.id}/alarms`, { headers: { cookie: local.cookie } });
    expect(await alarms.json()).toMatchObject({ quarantined: [{ reason: 'after-revocation' }] });
  });

  it('is brought only by who may manage kiosks', async () => {
    const { cookie } = await makeAccount(server().app, place.school, 'viewer');
    const file = await (await fileOf(place)).add([]);
    expect((await file.send(server().hono, cookie, 0)).status).toBe(403);
  });
});
