/** What could not be taken as it came: shown in words' reach, settled once, with a trace for ever. */
import { webcrypto } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import type { HeldItem, HeldPage, ResolveAnswer } from '../../shared/api/held.schema.ts';
import type { Alarms, LogRow } from '../../shared/api/log.schema.ts';
import { utf8 } from '../../shared/bytes.ts';
import { MINUTE } from '../../shared/clock.ts';
import { sealPayload, startSession } from '../../shared/seal/session.ts';
import type { Role } from '../../shared/units/can.ts';
import { describeServers } from '../app.ts';
import { declare, makeAccount, makeSchool, postJson, random, TestKiosk, type TestSchool } from '../fixtures/world.ts';

const NOW = Date.parse('2026-11-23T04:00:00Z');

describeServers('held items', (server) => {
  let school: TestSchool;
  let cookie: string;
  let kiosk: TestKiosk;
  beforeEach(async () => {
    server().setClock(NOW);
    school = await makeSchool(server().app);
    cookie = (await makeAccount(server().app, school)).cookie;
    kiosk = await new TestKiosk(school).pair(server().app);
  });
  const get = async <T>(path: string, as = cookie): Promise<T> => {
    const response = await server().hono.request(`/api/schools/${school.id}/${path}`, { headers: { cookie: as } });
    expect(response.status).toBe(200);
    return (await response.json()) as T;
  };
  const heldOf = async (state: 'open' | 'resolved' = 'open'): Promise<HeldItem[]> => (await get<HeldPage>(`held?state=${state}`)).items;
  const resolve = (item: string, how: string, more: Record<string, unknown> = {}, as = cookie): Promise<Response> =>
    postJson(server().hono, `/api/schools/${school.id}/held/${item}/resolve`, { how, reason: 'other', ...more }, { cookie: as });
  const rows = async (): Promise<LogRow[]> => (await get<{ rows: LogRow[] }>('log?from=2026-11-23&to=2026-11-23')).rows;

  /** Two versions of one scan; the second is held. */
  async function conflict(change: Record<string, unknown> = { dir: 'out' }) {
    const first = kiosk.scan(NOW - MINUTE);
    const second = { event: JSON.stringify({ ...JSON.parse(first.event), ...change }) };
    await kiosk.exchange(server().hono, [first, second]);
    const [held] = await heldOf();
    if (!held) throw new Error('nothing is held');
    return { first, second, held };
  }

  async function sealed(): Promise<{ item: { event: string; payload: { session: string; sealed: string } }; wrapped: unknown }> {
    const { sealingKeys } = await kiosk.exchange(server().hono);
    const week = sealingKeys?.[0];
    if (!week) throw new Error('no sealing key came');
    const session = await startSession({ school: school.id, ...week }, { subtle: webcrypto.subtle, random });
    const draft = kiosk.scan(NOW - MINUTE, { method: 'quick', code: 'none' });
    const plain = utf8(JSON.stringify({ name: 'Trần Văn Bảy', phone: '0900000123', host: 'Thầy Sơn' }));
    const payload = await sealPayload(session, { event: draft.id, class: 'identity' }, plain, { subtle: webcrypto.subtle, random });
    const event = JSON.stringify({ ...JSON.parse(draft.event), sealed: payload.hash });
    return { item: { event, payload: { session: session.wrapped.id, sealed: payload.sealed } }, wrapped: session.wrapped };
  }

  it('shows both versions side by side, with who it was', async () => {
    const { pass } = await declare(server().app, server().hono, school);
    const subject = (await kiosk.exchange(server().hono)).feed.items.flatMap((item) => (item.kind === 'pass' ? [item.subject] : []))[0];
    expect(pass).toBeDefined();
    const first = kiosk.scan(NOW - MINUTE, { subject });
    const second = { event: JSON.stringify({ ...JSON.parse(first.event), dir: 'out' }) };
    await kiosk.exchange(server().hono, [first, second]);
    expect(await heldOf()).toMatchObject([
      {
        kind: 'conflict',
        reason: 'same-id-other-bytes',
        kiosk: { name: 'Máy cổng chính' },
        held: { kind: 'scan', dir: 'out', name: 'Nguyễn Thị Bích Hồng', gate: 'Cổng chính' },
        stored: { kind: 'scan', dir: 'in', name: 'Nguyễn Thị Bích Hồng' },
        raw: null,
        may: ['keep', 'add'],
        resolved: null,
      },
    ]);
  });

  it('takes nobody’s item for another kiosk’s, whatever stands inside it', async () => {
    const other = await new TestKiosk(school).pair(server().app, 'Máy cổng sau');
    const first = kiosk.scan(NOW - MINUTE);
    const { id, school: tag, n, prev, at, gate } = JSON.parse(first.event);
    const inner = JSON.parse(other.scan(NOW - MINUTE).event);
    const forged = JSON.stringify({ v: 1, kind: 'newer', id: inner.id, school: tag, kiosk: other.id, gate, n: 9, prev: '', at });
    const outer = { event: JSON.stringify({ v: 1, kind: 'newer', id, school: tag, kiosk: kiosk.id, gate, n, prev, at, event: forged }) };
    await kiosk.exchange(server().hono, [first, outer]);
    const [held] = await heldOf();
    expect(held?.may).toContain('add');
    expect((await resolve(held?.id ?? '', 'add')).status).toBe(200);
    const kiosks = await server().app.db.read('system', (query) =>
      query.selectFrom('gate_event').select('kiosk_id').where('school_id', '=', school.id).execute(),
    );
    expect(kiosks.map((row) => row.kiosk_id)).toEqual([kiosk.id, kiosk.id]);
  });

  it('keeps the stored one, names who and why, and is gone from the alarms', async () => {
    const { held, second, first } = await conflict();
    expect((await resolve(held.id, 'keep', { reason: 'same-happening', note: 'Quét một lần' })).status).toBe(200);
    expect(await heldOf()).toEqual([]);
    expect(await heldOf('resolved')).toMatchObject([
      {
        id: held.id,
        may: [],
        resolved: { at: NOW, by: 'Người Thử', how: 'keep', reason: 'same-happening', note: 'Quét một lần', made: first.id },
      },
    ]);
    expect(await get<Alarms>('alarms')).toMatchObject({ conflicts: [] });
    expect(await rows()).toHaveLength(1);
    // Sent again it stays settled.
    expect((await kiosk.exchange(server().hono, [second])).results).toMatchObject([{ status: 'conflict' }]);
    expect(await heldOf()).toEqual([]);
    const audit = await server().app.db.read('system', (query) =>
      query.selectFrom('audit').selectAll().where('school_id', '=', school.id).where('action', '=', 'held.resolved').execute(),
    );
    expect(audit).toMatchObject([{ object: held.id }]);
  });

  it('takes the other version as a row of its own', async () => {
    const { held, first, second } = await conflict();
    expect((await resolve(held.id, 'add', { reason: 'two-happenings' })).status).toBe(200);
    const found = await rows();
    expect(found).toHaveLength(2);
    const added = found.find((row) => row.event !== first.id);
    expect(added).toMatchObject({ dir: 'out', flags: ['added'], n: 1 });
    const stored = await server().app.db.read('system', (query) =>
      query
        .selectFrom('gate_event')
        .select(['bytes', 'day'])
        .where('id', '=', added?.event ?? '')
        .execute(),
    );
    expect(stored).toEqual([{ bytes: second.event, day: '2026-11-23' }]);
    expect((await heldOf('resolved'))[0]?.resolved?.made).toBe(added?.event);
  });

  it('lets one of two offices settle it', async () => {
    const { held } = await conflict();
    const statuses = (await Promise.all([resolve(held.id, 'keep'), resolve(held.id, 'add')])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 409]);
    const [settled] = await heldOf('resolved');
    expect(await rows()).toHaveLength(settled?.resolved?.how === 'add' ? 2 : 1);
    expect((await resolve(held.id, 'keep')).status).toBe(409);
  });

  it('tries again what waited for its key, and says so while it is still missing', async () => {
    const { item, wrapped } = await sealed();
    expect((await kiosk.exchange(server().hono, [item])).results).toMatchObject([{ status: 'quarantined' }]);
    const [held] = await heldOf();
    expect(held).toMatchObject({ kind: 'quarantine', reason: 'session-missing', may: ['retry', 'set-aside'] });
    expect(held?.held).toMatchObject({ kind: 'scan', sealed: true, name: null });
    const again = async (): Promise<ResolveAnswer> =>
      (await (await resolve(held?.id ?? '', 'retry', { reason: 'cause-mended' })).json()) as ResolveAnswer;
    expect(await again()).toEqual({ outcome: 'still-held', reason: 'session-missing' });
    expect(await heldOf()).toHaveLength(1);
    // The key comes with another item.
    const next = await sealed();
    const moved = kiosk.scan(NOW);
    await kiosk.exchange(server().hono, [moved], { sessions: [wrapped, next.wrapped] });
    expect(await again()).toEqual({ outcome: 'resolved', reason: null });
    expect((await rows()).map((row) => row.name)).toContain('Trần Văn Bảy');
    expect(await heldOf('resolved')).toMatchObject([{ resolved: { how: 'retry' }, held: { name: 'Trần Văn Bảy' } }]);
  });

  it('shows what cannot be read, bounded, and sets it aside', async () => {
    const junk = { event: `{"v":1,"kind":null,"id":"<script>${'x'.repeat(3000)}"}` };
    await kiosk.exchange(server().hono, [junk, 7, null]);
    const all = await heldOf();
    expect(all).toHaveLength(3);
    for (const item of all) {
      expect(item).toMatchObject({ kind: 'quarantine', held: null, stored: null, may: ['set-aside'] });
      expect(item.raw?.length).toBeLessThanOrEqual(500);
      expect((await resolve(item.id, 'retry')).status).toBe(422);
      expect((await resolve(item.id, 'set-aside', { reason: 'unusable' })).status).toBe(200);
    }
    expect(await heldOf()).toEqual([]);
    expect(await rows()).toEqual([]);
  });

  it('goes on from page to page, newest first, each once', async () => {
    for (let batch = 0; batch < 4; batch++) {
      server().setClock(NOW + batch * MINUTE);
      await kiosk.exchange(
        server().hono,
        Array.from({ length: 20 }, (_, i) => ({ event: `junk ${batch} ${i}` })),
      );
    }
    const seen: HeldItem[] = [];
    let cursor: string | null = '';
    for (let pages = 0; cursor !== null; pages++) {
      const page: HeldPage = await get<HeldPage>(`held${cursor ? `?cursor=${cursor}` : ''}`);
      seen.push(...page.items);
      ({ cursor } = page);
      expect(pages).toBeLessThan(5);
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(80);
    expect(seen.map(({ receivedAt }) => receivedAt)).toEqual(seen.map(({ receivedAt }) => receivedAt).sort((a, b) => b - a));
  });

  it('refuses bad input by name', async () => {
    const { held } = await conflict();
    for (const body of [
      {},
      { how: 'keep' },
      { how: 'burn', reason: 'other' },
      { how: 'keep', reason: 'x' },
      { how: 'keep', reason: 'other', x: 1 },
    ]) {
      expect((await postJson(server().hono, `/api/schools/${school.id}/held/${held.id}/resolve`, body, { cookie })).status).toBe(422);
    }
    expect((await resolve(held.id, 'retry')).status).toBe(422);
    expect((await resolve(held.id, 'keep', { note: 'x'.repeat(201) })).status).toBe(422);
    expect((await resolve('A'.repeat(43), 'keep')).status).toBe(404);
    expect((await resolve('x', 'keep')).status).toBe(404);
    for (const query of ['cursor=x', 'state=all', 'x=1', 'state=open&state=open']) {
      expect((await server().hono.request(`/api/schools/${school.id}/held?${query}`, { headers: { cookie } })).status).toBe(422);
    }
    expect(await heldOf()).toHaveLength(1);
  });

  it.each<[Role, number]>([
    ['school-office', 200],
    ['viewer', 403],
  ])('asks %s for the right', async (role, status) => {
    const { held } = await conflict();
    const { cookie: as } = await makeAccount(server().app, school, role);
    expect((await server().hono.request(`/api/schools/${school.id}/held`, { headers: { cookie: as } })).status).toBe(status);
    expect((await resolve(held.id, 'keep', {}, as)).status).toBe(status);
  });

  it('is nothing of another school', async () => {
    const { held } = await conflict();
    const neighbour = await makeSchool(server().app);
    const foreign = await makeAccount(server().app, neighbour);
    expect((await resolve(held.id, 'keep', {}, foreign.cookie)).status).toBe(404);
    const there = await postJson(
      server().hono,
      `/api/schools/${neighbour.id}/held/${held.id}/resolve`,
      { how: 'keep', reason: 'other' },
      { cookie: foreign.cookie },
    );
    expect(there.status).toBe(404);
  });

  it('names a wiped kiosk, a clone and numbers that begin again', async () => {
    await kiosk.exchange(server().hono, [kiosk.scan(NOW - 9 * MINUTE), kiosk.scan(NOW - 8 * MINUTE), kiosk.scan(NOW - 7 * MINUTE)]);
    // A copy of the device's data goes on from the same place, or the same device from the start with an empty chain.
    const copy = new TestKiosk(school, kiosk.id);
    copy.n = 2;
    copy.hash = 'A'.repeat(43);
    const wiped = new TestKiosk(school, kiosk.id);
    const items = [copy.scan(NOW - 2 * MINUTE), wiped.scan(NOW - MINUTE)];
    const { results } = await kiosk.exchange(server().hono, items);
    expect(results.every(({ status }) => status === 'stored')).toBe(true);
    const { flagged } = await get<Alarms>('alarms');
    expect(new Map(flagged.map(({ event, flags }) => [event, flags]))).toEqual(
      new Map([
        [items[0]?.id, ['chain', 'clone']],
        [items[1]?.id, ['clone']],
      ]),
    );
    expect(await rows()).toHaveLength(5);
  });
});
