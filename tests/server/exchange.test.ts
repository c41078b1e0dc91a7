import { webcrypto } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { utf8 } from '../../shared/bytes.ts';
import { HOUR, MINUTE } from '../../shared/clock.ts';
import { sealPayload, startSession } from '../../shared/seal/session.ts';
import type { TestApp } from '../app.ts';
import { describeServers } from '../app.ts';
import { declare, makeAccount, makeSchool, random, TestKiosk, type TestSchool } from '../fixtures/world.ts';

interface Place {
  school: TestSchool;
  kiosk: TestKiosk;
  cookie: string;
}

async function openPlace({ app }: TestApp): Promise<Place> {
  const school = await makeSchool(app);
  const kiosk = await new TestKiosk(school).pair(app);
  return { school, kiosk, cookie: (await makeAccount(app, school)).cookie };
}

const get = async (server: TestApp, path: string, cookie: string): Promise<unknown> => {
  const response = await server.hono.request(path, { headers: { cookie } });
  expect(response.status).toBe(200);
  return response.json();
};

describeServers('the exchange', (server) => {
  let place: Place;
  beforeAll(async () => {
    place = await openPlace(server());
  });
  const now = Date.now();

  it('stores each item once, however often it is sent', async () => {
    const { kiosk } = place;
    const items = Array.from({ length: 50 }, (_, index) => kiosk.scan(now - HOUR + index));
    const first = await kiosk.exchange(server().hono, items);
    expect(first.results.map((result) => result.status)).toEqual(items.map(() => 'stored'));
    expect(first.receivedThrough).toBe(50);
    const again = await Promise.all(Array.from({ length: 20 }, () => kiosk.exchange(server().hono, items)));
    for (const answer of again) expect(new Set(answer.results.map((result) => result.status))).toEqual(new Set(['duplicate']));
  });

  it('stores a batch once that arrives twenty times at the same moment', async () => {
    const kiosk = await new TestKiosk(place.school).pair(server().app);
    const items = Array.from({ length: 50 }, (_, index) => kiosk.scan(now - HOUR + index));
    const answers = await Promise.all(Array.from({ length: 20 }, () => kiosk.exchange(server().hono, items)));
    const stored = answers.flatMap((answer) => answer.results).filter((result) => result.status === 'stored');
    expect(stored).toHaveLength(50);
    expect(answers.flatMap((answer) => answer.results).every((result) => result.status !== 'conflict')).toBe(true);
  });

  it('tells a kiosk that has heard all of its own batch nothing, and never leaves out another’s scan', async () => {
    const { school, kiosk } = await openPlace(server());
    const other = await new TestKiosk(school).pair(server().app);
    const { hono, app } = server();
    const heard = async (from: number, items: readonly unknown[]) => {
      const have = { epoch: app.epoch(), feed: from, policy: 0, keysAt: 0 };
      return (await kiosk.exchange(hono, items, { have })).feed;
    };
    const first = await heard(0, [kiosk.scan(now - 9000), kiosk.scan(now - 8000)]);
    expect(first).toEqual({ cursor: 2, items: [], more: false });
    const theirs = other.scan(now - 7000);
    await other.exchange(hono, [theirs]);
    const second = await heard(first.cursor, [kiosk.scan(now - 6000)]);
    expect(second).toMatchObject({ cursor: 4, items: [{ kind: 'scan', kiosk: other.id }], more: false });
    expect(await heard(2, [kiosk.scan(now - 5000)])).toMatchObject({ cursor: 5, items: [{ kind: 'scan', kiosk: other.id }] });
    expect(await heard(5, [kiosk.scan(now - 4000)])).toEqual({ cursor: 6, items: [], more: false });
    expect(await heard(6, [])).toEqual({ cursor: 6, items: [], more: false });
  });

  it('takes 499 of 500 and shows the bad one (R9)', async () => {
    const local = await openPlace(server());
    const good = Array.from({ length: 499 }, (_, index) => local.kiosk.scan(now - HOUR + index));
    const bad = { event: JSON.stringify({ ...JSON.parse(local.kiosk.scan(now).event), kind: null }) };
    const { results, receivedThrough } = await local.kiosk.exchange(server().hono, [...good.slice(0, 200), bad, ...good.slice(200)]);
    // A number that is held is not missing.
    expect(receivedThrough).toBe(500);
    expect(results.filter((result) => result.status === 'stored')).toHaveLength(499);
    expect(results[200]).toEqual({ status: 'quarantined', reason: 'bad-head' });
    expect(await get(server(), `/api/schools/${local.school.id}/alarms`, local.cookie)).toMatchObject({
      quarantined: [{ reason: 'bad-head' }],
    });
  });

  it('keeps both when one id comes with two contents (R8)', async () => {
    const local = await openPlace(server());
    const first = local.kiosk.scan(now);
    const second = { event: JSON.stringify({ ...JSON.parse(first.event), dir: 'out' }) };
    const { results } = await local.kiosk.exchange(server().hono, [first, second]);
    expect(results.map((result) => result.status)).toEqual(['stored', 'conflict']);
    const repeated = await local.kiosk.exchange(server().hono, [second]);
    expect(repeated.results[0]?.status).toBe('conflict');
    const alarms = await get(server(), `/api/schools/${local.school.id}/alarms`, local.cookie);
    expect(alarms).toMatchObject({ conflicts: [{ event: first.id }] });
    expect((alarms as { conflicts: unknown[] }).conflicts).toHaveLength(1);
  });

  it('names missing numbers, a broken chain, a number used twice, and a wrong clock', async () => {
    const local = await openPlace(server());
    const { kiosk } = local;
    const one = kiosk.scan(now - 5 * MINUTE);
    kiosk.scan(now - 4 * MINUTE);
    const three = kiosk.scan(now - 3 * MINUTE);
    const broken = kiosk.item({ kind: 'note', gate: local.school.gate, note: 'shift-start' }, now - 2 * MINUTE, { prev: 'A'.repeat(43) });
    const twin = new TestKiosk(local.school, kiosk.id);
    const clone = twin.scan(now - MINUTE);
    const old = kiosk.item({ kind: 'note', gate: local.school.gate, note: 'shift-end' }, now, { at: now - 400 * 24 * HOUR });
    const answer = await kiosk.exchange(server().hono, [one, three, broken, clone, old]);
    expect(answer.results.every((result) => result.status === 'stored')).toBe(true);
    expect(answer.receivedThrough).toBe(1);
    const alarms = (await get(server(), `/api/schools/${local.school.id}/alarms`, local.cookie)) as {
      gaps: unknown[];
      flagged: { n: number; flags: string[] }[];
    };
    expect(alarms.gaps).toMatchObject([{ from: 2, to: 2 }]);
    expect(alarms.flagged).toContainEqual(expect.objectContaining({ n: 4, flags: ['chain'] }));
    expect(alarms.flagged).toContainEqual(expect.objectContaining({ n: 1, flags: ['clone'] }));
    expect(alarms.flagged).toContainEqual(expect.objectContaining({ n: 5, flags: ['skew'] }));
  });

  it('stores what a newer kiosk writes, as it is', async () => {
    const item = place.kiosk.item({ kind: 'note', gate: place.school.gate, note: 'shift-start' }, now, {
      kind: 'thermal-scan-v9',
      heat: 36.6,
    });
    expect((await place.kiosk.exchange(server().hono, [item])).results[0]?.status).toBe('stored');
  });

  it("quarantines another school's item and writes it into the audit", async () => {
    const other = await makeSchool(server().app, { name: 'Trường Tiểu học Đồi Chè' });
    const item = place.kiosk.item({ kind: 'note', gate: other.gate, note: 'shift-start' }, now, { school: other.tag });
    expect((await place.kiosk.exchange(server().hono, [item])).results[0]).toEqual({ status: 'quarantined', reason: 'other-school' });
  });

  it('refuses a wrong signature, a missing one, another audience, a revoked kiosk', async () => {
    const local = await openPlace(server());
    const body = local.kiosk.body([local.kiosk.scan(now)]);
    const status = async (request: Request): Promise<number> => (await server().hono.fetch(request)).status;
    const wrong = local.kiosk.request(body);
    wrong.headers.set('x-signature', 'A'.repeat(86));
    expect(await status(wrong)).toBe(401);
    const missing = local.kiosk.request(body);
    missing.headers.delete('x-signature');
    missing.headers.set('authorization', 'Bearer stolen');
    expect(await status(missing)).toBe(401);
    expect(await status(local.kiosk.request({ ...body, audience: 'https://other.example' }))).toBe(401);
    const stranger = new TestKiosk(local.school);
    expect(await status(stranger.request(stranger.body([])))).toBe(401);
    expect(await status(local.kiosk.request(body))).toBe(200);
    const revoked = await server().hono.request(`/api/schools/${local.school.id}/kiosks/${local.kiosk.id}`, {
      method: 'DELETE',
      headers: { cookie: local.cookie, origin: 'https://cong.truong.example' },
    });
    expect(revoked.status).toBe(204);
    expect(await status(local.kiosk.request(body))).toBe(410);
  });

  it('opens what the kiosk sealed, and passes on only the masked name', async () => {
    const local = await openPlace(server());
    const subtle = webcrypto.subtle;
    const { sealingKeys } = await local.kiosk.exchange(server().hono);
    const week = sealingKeys?.[0];
    if (!week) throw new Error('no sealing key came');
    const session = await startSession({ school: local.school.id, ...week }, { subtle, random });
    const seal = async (at: number) => {
      const draft = local.kiosk.scan(at, { method: 'quick', code: 'none', colour: 'amber', why: ['no-declaration'] });
      const id = draft.id;
      const plain = utf8(JSON.stringify({ name: 'Trần Văn Bảy', phone: '0900000123', host: 'Thầy Sơn' }));
      const payload = await sealPayload(session, { event: id, class: 'identity' }, plain, { subtle, random });
      const event = JSON.stringify({ ...JSON.parse(draft.event), sealed: payload.hash });
      return { event, payload: { session: session.wrapped.id, sealed: payload.sealed } };
    };
    const first = await local.kiosk.exchange(server().hono, [await seal(now)], { sessions: [session.wrapped] });
    expect(first.results[0]?.status).toBe('stored');
    // The session is known from now on: the wrap travels once.
    const second = await local.kiosk.exchange(server().hono, [await seal(now + 1)]);
    expect(second.results[0]?.status).toBe('stored');
    const log = await get(server(), `/api/schools/${local.school.id}/log`, local.cookie);
    expect(log).toMatchObject({ rows: [{ name: 'Trần Văn Bảy', phone: '0900000123', host: 'Thầy Sơn' }, { name: 'Trần Văn Bảy' }] });

    const other = await new TestKiosk(local.school).pair(server().app);
    const { feed } = await other.exchange(server().hono);
    expect(feed.items).toMatchObject([
      { kind: 'scan', name: 'T.V. Bảy ·123' },
      { kind: 'scan', name: 'T.V. Bảy ·123' },
    ]);
    expect(JSON.stringify(feed)).not.toContain('0900000123');
  });

  it('brings policy, keys, passes and withdrawals, each once', async () => {
    const local = await openPlace(server());
    const declared = await declare(server().app, server().hono, local.school);
    const first = await local.kiosk.exchange(server().hono);
    expect(first.policy).toMatchObject({ schoolTag: local.school.tag, kiosks: 1 });
    expect(first.keys?.keys.length).toBeGreaterThan(0);
    expect(first.questionnaire?.id).toBe('visitor');
    expect(first.feed.items).toMatchObject([
      { kind: 'pass', typedCode: declared.pass.typedCode, name: 'N.T.B. Hồng ·678', outcome: 'cleared' },
    ]);
    const have = {
      epoch: first.epoch,
      feed: first.feed.cursor,
      policy: first.policy?.version ?? 0,
      keysAt: first.keys?.at ?? 0,
      questionnaire: `${first.questionnaire?.id}@${first.questionnaire?.version}`,
    };
    const second = await local.kiosk.exchange(server().hono, [], { have });
    expect(second.feed.items).toEqual([]);
    expect([second.policy, second.keys, second.questionnaire]).toEqual([undefined, undefined, undefined]);
    const subject = first.feed.items[0]?.kind === 'pass' ? first.feed.items[0].subject : '';
    const revoked = await server().hono.request(`/api/schools/${local.school.id}/passes/${subject}/revoke`, {
      method: 'POST',
      body: JSON.stringify({ reason: 'order' }),
      headers: { cookie: local.cookie, origin: 'https://cong.truong.example', 'content-type': 'application/json' },
    });
    expect(revoked.status).toBe(204);
    const third = await local.kiosk.exchange(server().hono, [], { have });
    expect(third.feed.items).toEqual([{ kind: 'revoked', subject, erased: false }]);
  });

  it('slows down a device that floods, and nobody else', async () => {
    const local = await openPlace(server());
    const neighbour = await new TestKiosk(local.school).pair(server().app);
    const statuses = await Promise.all(
      Array.from({ length: 120 }, async () => (await server().hono.fetch(local.kiosk.request(local.kiosk.body([])))).status),
    );
    expect(statuses).toContain(429);
    expect(statuses.every((status) => status === 200 || status === 429)).toBe(true);
    await expect(neighbour.exchange(server().hono)).resolves.toMatchObject({ results: [] });
  });

  it('refuses a batch over the limit as a whole', async () => {
    const one = place.kiosk.scan(now);
    const response = await server().hono.fetch(place.kiosk.request(place.kiosk.body(Array.from({ length: 501 }, () => one))));
    expect(response.status).toBe(413);
  });
});
