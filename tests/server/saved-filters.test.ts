import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { SavedFilter } from '../../shared/api/saved-filters.schema.ts';
import { describeServers } from '../app.ts';
import { makeAccount, makeSchool, ORIGIN, postJson, type TestSchool } from '../fixtures/world.ts';

describeServers('saved filters', (server) => {
  let school: TestSchool;
  let cookie: string;
  beforeAll(async () => {
    school = await makeSchool(server().app);
  });
  beforeEach(async () => {
    cookie = (await makeAccount(server().app, school, 'viewer')).cookie;
  });
  const path = (): string => `/api/schools/${school.id}/filters`;
  const save = (body: unknown): Promise<Response> => postJson(server().hono, path(), body, { cookie });
  const list = async (own = cookie): Promise<SavedFilter[]> =>
    ((await (await server().hono.request(path(), { headers: { cookie: own } })).json()) as { filters: SavedFilter[] }).filters;
  const remove = async (id: string, own = cookie): Promise<number> =>
    (await server().hono.request(`${path()}/${id}`, { method: 'DELETE', headers: { cookie: own, origin: ORIGIN } })).status;

  it('keeps a relative period as it is, in the order in which they were made, and takes one away', async () => {
    expect((await save({ name: '  Không qua,   tuần này ', period: 'this-week', colour: 'red' })).status).toBe(201);
    expect((await save({ name: 'Lượt ra hôm nay', period: 'today', dir: 'out', gate: school.gate })).status).toBe(201);
    expect((await save({ name: 'Họp phụ huynh', period: 'chosen', from: '2026-11-01', to: '2026-11-03' })).status).toBe(201);
    const filters = await list();
    expect(filters.map(({ id: _id, ...filter }) => filter)).toEqual([
      { name: 'Không qua, tuần này', period: 'this-week', colour: 'red' },
      { name: 'Lượt ra hôm nay', period: 'today', dir: 'out', gate: school.gate },
      { name: 'Họp phụ huynh', period: 'chosen', from: '2026-11-01', to: '2026-11-03' },
    ]);
    expect(await remove(filters[1]?.id ?? '')).toBe(204);
    expect(await remove(filters[1]?.id ?? '')).toBe(404);
    expect((await list()).map(({ name }) => name)).toEqual(['Không qua, tuần này', 'Họp phụ huynh']);
  });

  it('shows and removes nobody else’s', async () => {
    await save({ name: 'Của tôi', period: 'today' });
    const [mine] = await list();
    const other = await makeAccount(server().app, school, 'school-admin');
    expect(await list(other.cookie)).toEqual([]);
    expect(await remove(mine?.id ?? '', other.cookie)).toBe(404);
    expect(await list()).toHaveLength(1);
  });

  it.each([
    [{ name: ' ', period: 'today' }, '/name', 'required'],
    [{ name: 'Dài', period: 'today', q: 'Hồng' }, '/', 'unknown'],
    [{ name: 'Ngày', period: 'chosen', from: '2026-02-30', to: '2026-03-01' }, '/from', 'not-a-day'],
    [{ name: 'Ngày', period: 'chosen', from: '2026-03-02', to: '2026-03-01' }, '/from', 'order'],
    [{ name: 'Ngày', period: 'chosen' }, '/from', 'required'],
    [{ name: 'Ngày', period: 'today', from: '2026-03-02' }, '/from', 'unknown'],
    [{ name: 'Kỳ', period: 'year' }, '/period', 'not-a-choice'],
  ])('refuses %o', async (body, at, reason) => {
    const response = await save(body);
    expect(response.status).toBe(422);
    expect(((await response.json()) as { errors: unknown }).errors).toEqual([{ at, reason }]);
  });

  it('has each name once and not more than twenty', async () => {
    await save({ name: 'Một', period: 'today' });
    expect(await (await save({ name: 'Một', period: 'week' })).json()).toMatchObject({ errors: [{ at: '/name', reason: 'taken' }] });
    const both = await Promise.all([save({ name: 'Hai', period: 'today' }), save({ name: 'Hai', period: 'today' })]);
    // The second is refused by the look before, or by the save itself.
    expect(both.map(({ status }) => (status === 409 ? 422 : status)).sort()).toEqual([201, 422]);
    for (let i = 2; i < 20; i++) expect((await save({ name: `Bộ lọc ${i}`, period: 'today' })).status).toBe(201);
    expect(await (await save({ name: 'Thừa', period: 'today' })).json()).toMatchObject({ errors: [{ at: '/', reason: 'too-large' }] });
  });
});
