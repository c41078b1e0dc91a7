/** What a kiosk is told about the code on its screen: only where the school wants it, and for which poster. */
import { beforeEach, expect, it } from 'vitest';
import { newPlace, placeStatements, withdrawPlaceStatement } from '../../server/posters/store.ts';
import type { SchoolView } from '../../shared/api/schools.schema.ts';
import type { GatePolicy } from '../../shared/gate/policy.ts';
import { describeServers } from '../app.ts';
import { makeAccount, makeSchool, ORIGIN, TestKiosk, type TestSchool } from '../fixtures/world.ts';

describeServers('the code on the screen', (server) => {
  let school: TestSchool;
  let kiosk: TestKiosk;
  beforeEach(async () => {
    school = await makeSchool(server().app);
    kiosk = await new TestKiosk(school).pair(server().app);
  });
  const policy = async (): Promise<GatePolicy | undefined> => (await kiosk.exchange(server().hono)).policy;

  async function settings(cookie: string) {
    const response = await server().hono.request(`/api/schools/${school.id}`, { headers: { cookie } });
    return (await response.json()) as SchoolView;
  }
  async function set(cookie: string, change: { screenCode?: boolean | undefined }): Promise<number> {
    const { id: _id, version, gates: _gates, actions: _actions, ...input } = await settings(cookie);
    const headers = { cookie, origin: ORIGIN, 'content-type': 'application/json', 'if-match': `"${version}"` };
    const body = JSON.stringify({ ...input, ...change });
    return (await server().hono.request(`/api/schools/${school.id}`, { method: 'PUT', headers, body })).status;
  }

  it('is off until the school turns it on, and off again', async () => {
    const { cookie } = await makeAccount(server().app, school);
    expect((await settings(cookie)).screenCode).toBe(false);
    const before = await policy();
    expect(before).not.toHaveProperty('screenCode');
    expect(before).not.toHaveProperty('poster');
    expect(await set(cookie, { screenCode: true })).toBe(200);
    expect((await settings(cookie)).screenCode).toBe(true);
    const on = await policy();
    expect(on).toMatchObject({ screenCode: true, poster: school.code });
    expect(on?.version).not.toBe(before?.version);
    // Who knows nothing of it turns it off: the settings are replaced as a whole.
    expect(await set(cookie, { screenCode: undefined })).toBe(200);
    expect(await policy()).not.toHaveProperty('screenCode');
  });

  it('is yes or no', async () => {
    const { cookie } = await makeAccount(server().app, school);
    expect(await set(cookie, { screenCode: 'yes' as unknown as boolean })).toBe(422);
  });

  it("opens the gate's newest open poster, else the school's, never another gate's or a withdrawn one", async () => {
    const { app } = server();
    school = await makeSchool(app, { screenCode: true });
    kiosk = await new TestKiosk(school).pair(app);
    const elsewhere = await newPlace(app, school.id, null);
    const own = await newPlace(app, school.id, school.gate);
    expect((await policy())?.poster).toBe(school.code);
    await app.db.save('system', placeStatements(app.db, own));
    expect((await policy())?.poster).toBe(own.code);
    await app.db.save('system', placeStatements(app.db, { ...elsewhere, madeAt: elsewhere.madeAt + 1000 }));
    expect((await policy())?.poster).toBe(own.code);
    await app.db.save('system', [withdrawPlaceStatement(app.db, own, app.clock())]);
    expect((await policy())?.poster).toBe(elsewhere.code);
    await app.db.save('system', [withdrawPlaceStatement(app.db, elsewhere, app.clock())]);
    expect((await policy())?.poster).toBe(school.code);
  });

  it('is not to be had without a poster', async () => {
    const { app } = server();
    school = await makeSchool(app, { screenCode: true });
    kiosk = await new TestKiosk(school).pair(app);
    await app.db.save('system', [
      { query: app.db.build.updateTable('place').set({ withdrawn_at: 1 }).where('school_id', '=', school.id).compile() },
    ]);
    const given = await policy();
    expect(given?.screenCode).toBe(true);
    expect(given).not.toHaveProperty('poster');
  });
});
