/** The office corrects a scan: what was written stays in sight, and every list becomes right. */
import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { MadeItem } from '../../server/demo/device.ts';
import type { DayView, LogRow } from '../../shared/api/log.schema.ts';
import { addDays, DAY, dayOf, HOUR, MINUTE, startOfDay } from '../../shared/clock.ts';
import type { Role } from '../../shared/units/can.ts';
import { describeServers } from '../app.ts';
import { makeAccount, makeSchool, postJson, TestKiosk, type TestSchool } from '../fixtures/world.ts';

const TODAY = dayOf(Date.parse('2026-11-23T04:00:00Z'));
const MIDNIGHT = startOfDay(TODAY);
const NOW = MIDNIGHT + 17 * HOUR;
const SUBJECT = 'S'.repeat(22);

describeServers('corrections of the office', (server) => {
  let school: TestSchool;
  let cookie: string;
  let account: string;
  let kiosk: TestKiosk;
  let other: TestKiosk;
  beforeAll(() => server().setClock(NOW));
  beforeEach(async () => {
    server().setClock(NOW);
    school = await makeSchool(server().app);
    ({ cookie, account } = await makeAccount(server().app, school));
    kiosk = await new TestKiosk(school).pair(server().app);
    other = await new TestKiosk(school).pair(server().app, 'Máy cổng sau');
  });
  const get = async <T>(path: string): Promise<T> => {
    const response = await server().hono.request(`/api/schools/${school.id}/${path}`, { headers: { cookie } });
    expect(response.status).toBe(200);
    return (await response.json()) as T;
  };
  const rows = async (day = TODAY): Promise<LogRow[]> => (await get<{ rows: LogRow[] }>(`log?from=${day}&to=${day}`)).rows;
  const view = (day = TODAY): Promise<DayView> => get<DayView>(`day?day=${day}`);
  const correct = (event: string, body: unknown, as = cookie): Promise<Response> =>
    postJson(server().hono, `/api/schools/${school.id}/log/${event}/correct`, body, { cookie: as });
  const send = (...items: MadeItem[]) => kiosk.exchange(server().hono, items);
  const feedOf = async (feed: number) =>
    (await other.exchange(server().hono, [], { have: { feed, epoch: 'test-epoch', policy: 0, keysAt: 0 } })).feed;

  it('turns a scan round, and shows who, when and why beside what was written', async () => {
    const scan = kiosk.scan(NOW - HOUR, { subject: SUBJECT });
    await send(scan);
    expect(await view()).toMatchObject({ entries: 1, exits: 0, inside: 1 });
    const response = await correct(scan.id, { fix: { dir: 'out' }, reason: 'wrong-direction', note: '  Bảo vệ bấm nhầm ' });
    expect(response.status).toBe(201);
    const [row] = await rows();
    expect(row).toMatchObject({ dir: 'in', corrected: { dir: 'out' }, left: null });
    expect(row?.corrections).toMatchObject([
      { from: 'office', by: 'Người Thử', at: NOW, fix: { dir: 'out' }, reason: 'wrong-direction', note: 'Bảo vệ bấm nhầm' },
    ]);
    expect(await view()).toMatchObject({ entries: 0, exits: 1, inside: 0 });
    const audit = await server().app.db.read('system', (query) =>
      query.selectFrom('audit').selectAll().where('school_id', '=', school.id).where('action', '=', 'log.corrected').execute(),
    );
    expect(audit).toMatchObject([{ actor: account, object: scan.id }]);
    expect(audit[0]?.detail).not.toContain('nhầm');
  });

  it('stands over what the gate says, also later, and is taken back by another', async () => {
    const scan = kiosk.scan(NOW - HOUR, { subject: SUBJECT });
    await send(scan);
    await correct(scan.id, { fix: { void: true }, reason: 'test' });
    await send(kiosk.item({ kind: 'correction', gate: school.gate, of: scan.id, fix: { dir: 'out' } }, NOW + MINUTE));
    expect((await rows())[0]).toMatchObject({ corrected: { void: true } });
    expect(await view()).toMatchObject({ entries: 0, exits: 0, inside: 0 });
    expect((await correct(scan.id, { fix: { dir: 'in' }, reason: 'other' })).status).toBe(201);
    expect((await rows())[0]).toMatchObject({ corrected: { dir: 'in' } });
    expect((await rows())[0]?.corrections.map(({ from }) => from).sort()).toEqual(['gate', 'office', 'office']);
    expect(await view()).toMatchObject({ entries: 1, inside: 1 });
  });

  it('closes an open visit at a time, and reaches every kiosk once, the own one too', async () => {
    const scan = kiosk.scan(NOW - 3 * HOUR, { subject: SUBJECT });
    await send(scan);
    const { cursor } = await feedOf(0);
    const left = NOW - HOUR;
    expect((await correct(scan.id, { fix: { left, estimated: true }, reason: 'not-scanned-out' })).status).toBe(201);
    expect((await rows())[0]).toMatchObject({ corrected: null, left: { at: left, estimated: true } });
    expect(await view()).toMatchObject({ inside: 0, openVisits: [], estimated: { count: 1 } });
    const { items, cursor: after } = await feedOf(cursor);
    expect(items).toMatchObject([{ kind: 'correction', kiosk: 'office', of: scan.id, fix: { left, estimated: true } }]);
    expect((await feedOf(after)).items).toEqual([]);
    const own = await kiosk.exchange(server().hono, [], { have: { feed: cursor, epoch: 'test-epoch', policy: 0, keysAt: 0 } });
    expect(own.feed.items).toHaveLength(1);
  });

  it('gives kiosks nothing of days that they have forgotten', async () => {
    server().setClock(NOW - 4 * DAY);
    const old = kiosk.scan(NOW - 4 * DAY);
    await send(old);
    server().setClock(NOW);
    expect((await correct(old.id, { fix: { void: true }, reason: 'test' })).status).toBe(201);
    expect((await feedOf(0)).items).toEqual([]);
    expect((await rows(addDays(TODAY, -4)))[0]).toMatchObject({ corrected: { void: true } });
  });

  it('lets one of two who correct at once', async () => {
    const scan = kiosk.scan(NOW - HOUR);
    await send(scan);
    const bodies = [{ dir: 'out' }, { void: true }].map((fix) => ({ fix, reason: 'other', last: null }));
    const statuses = (await Promise.all(bodies.map((body) => correct(scan.id, body)))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 409]);
    const [row] = await rows();
    expect(row?.corrections).toHaveLength(1);
    expect((await correct(scan.id, { fix: { dir: 'in' }, reason: 'other', last: row?.corrections[0]?.id })).status).toBe(201);
  });

  it('refuses what says nothing, cannot be, or is no scan of this school', async () => {
    const scan = kiosk.scan(NOW - HOUR);
    const note = kiosk.item({ kind: 'note', gate: school.gate, note: 'shift-start' }, NOW);
    const gone = kiosk.scan(NOW - HOUR, { dir: 'out' });
    await send(scan, note, gone);
    const refused = async (event: string, fix: unknown, more: Record<string, unknown> = {}) => {
      const response = await correct(event, { fix, reason: 'other', ...more });
      return [response.status, ((await response.json()) as { errors?: unknown }).errors];
    };
    expect(await refused(scan.id, { dir: 'in' })).toEqual([422, [{ at: '/fix/dir', reason: 'taken' }]]);
    expect(await refused(scan.id, { left: NOW - 2 * HOUR, estimated: false })).toEqual([422, [{ at: '/fix/left', reason: 'too-small' }]]);
    expect(await refused(scan.id, { left: NOW + HOUR, estimated: false })).toEqual([422, [{ at: '/fix/left', reason: 'too-large' }]]);
    expect(await refused(gone.id, { left: NOW, estimated: false })).toEqual([422, [{ at: '/fix/left', reason: 'not-enabled' }]]);
    expect(await refused(scan.id, { void: true }, { note: 'x'.repeat(201) })).toEqual([422, [{ at: '/note', reason: 'too-long' }]]);
    expect(await refused(scan.id, { void: true }, { note: 'a\u202eb' })).toEqual([422, [{ at: '/note', reason: 'not-text' }]]);
    for (const fix of [{}, { dir: 'up' }, { void: false }, { left: 1.5, estimated: true }, { left: 1e300, estimated: true }, null, 'x']) {
      expect((await refused(scan.id, fix))[0]).toBe(422);
    }
    expect((await refused(scan.id, { void: true }, { reason: 'because' }))[0]).toBe(422);
    expect((await refused(scan.id, { void: true }, { extra: 1 }))[0]).toBe(422);
    for (const event of [note.id, 'x', '018f0000-0000-7000-8000-000000000000', '%00']) {
      expect((await correct(event, { fix: { void: true }, reason: 'other' })).status).toBe(404);
    }
    const neighbour = await makeSchool(server().app);
    const foreign = await makeAccount(server().app, neighbour);
    expect((await correct(scan.id, { fix: { void: true }, reason: 'other' }, foreign.cookie)).status).toBe(404);
  });

  it.each<[Role, number]>([
    ['school-office', 201],
    ['viewer', 403],
  ])('asks %s for the right', async (role, status) => {
    const scan = kiosk.scan(NOW - HOUR);
    await send(scan);
    const { cookie: as } = await makeAccount(server().app, school, role);
    expect((await correct(scan.id, { fix: { void: true }, reason: 'other' }, as)).status).toBe(status);
  });

  it('shows a pass that came in at two gates on both rows', async () => {
    const first = kiosk.scan(NOW - 2 * HOUR, { subject: SUBJECT });
    const second = other.scan(NOW - HOUR, { subject: SUBJECT });
    const alone = other.scan(NOW - MINUTE, { dir: 'out' });
    await other.exchange(server().hono, [second, alone]);
    await send(first);
    const found = new Map((await rows()).map((row) => [row.event, row.findings]));
    expect(found.get(first.id)).toMatchObject([{ kind: 'double', other: { event: second.id, kiosk: 'Máy cổng sau' } }]);
    expect(found.get(second.id)).toMatchObject([{ kind: 'double', other: { event: first.id, kiosk: 'Máy cổng chính' } }]);
    expect(found.get(alone.id)).toEqual([{ kind: 'exit-without-entry', other: null }]);
    expect(await view()).toMatchObject({ inside: 1, findings: { count: 2 } });
    await correct(second.id, { fix: { void: true }, reason: 'scanned-by-mistake' });
    expect((await rows()).map((row) => row.findings?.length)).toEqual([1, 0, 0]);
  });
});
