/** What each role may do at its own school: exactly what shared/units/can.ts says, at every endpoint of the contract. */
import { beforeAll, expect, it } from 'vitest';
import { ENDPOINTS } from '../../shared/api/index.ts';
import { dayOf } from '../../shared/clock.ts';
import { can, ROLES } from '../../shared/units/can.ts';
import { describeServers } from '../app.ts';
import { makeAccount, makeSchool, ORIGIN, type TestSchool } from '../fixtures/world.ts';

describeServers('a role', (server) => {
  let school: TestSchool;
  beforeAll(async () => {
    school = await makeSchool(server().app);
  });

  it.each(ROLES)('may do what it may, and nothing more: %s', async (role) => {
    const { account, cookie } = await makeAccount(server().app, school, role);
    const path = `/${school.id}/`;
    const grant = { account, unit: school.id, path, role, from: '2020-01-01', to: null };
    let refused = 0;
    for (const { method, path: pattern, who } of ENDPOINTS) {
      if (typeof who === 'string' || !pattern.includes(':school')) continue;
      const url = pattern.replace(':school', school.id).replace(/:[a-z]+/g, 'x');
      const init = method === 'GET' ? {} : { body: '{}', headers: { 'content-type': 'application/json', origin: ORIGIN } };
      const { status } = await server().hono.request(url, { method, ...init, headers: { ...init.headers, cookie } });
      const allowed = can([grant], who.can, path, dayOf(server().app.clock()));
      expect([method, pattern, status === 403]).toEqual([method, pattern, !allowed]);
      expect(status).toBeLessThan(500);
      if (!allowed) refused++;
    }
    expect(refused > 0).toBe(role !== 'school-admin');
  });

  it('ends with its last day', async () => {
    const { account, cookie } = await makeAccount(server().app, school, 'school-admin');
    await server().app.db.save('system', [
      {
        query: server().app.db.build.updateTable('access_grant').set({ to_day: '2021-01-01' }).where('account_id', '=', account).compile(),
      },
    ]);
    for (const { method, path, who } of ENDPOINTS) {
      if (typeof who === 'string' || !path.includes(':school')) continue;
      const url = path.replace(':school', school.id).replace(/:[a-z]+/g, 'x');
      const init = method === 'GET' ? {} : { body: '{}', headers: { 'content-type': 'application/json', origin: ORIGIN } };
      const response = await server().hono.request(url, { method, ...init, headers: { ...init.headers, cookie } });
      expect([method, path, response.status]).toEqual([method, path, 404]);
    }
  });
});
