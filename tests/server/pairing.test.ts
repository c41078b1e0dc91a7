import { beforeAll, expect, it } from 'vitest';
import type { PairingView } from '../../shared/api/schools.schema.ts';
import { MINUTE } from '../../shared/clock.ts';
import { describeServers } from '../app.ts';
import { makeAccount, makeSchool, postJson, TestKiosk, type TestSchool } from '../fixtures/world.ts';

describeServers('pairing', (server) => {
  let school: TestSchool;
  let cookie: string;
  beforeAll(async () => {
    school = await makeSchool(server().app);
    cookie = (await makeAccount(server().app, school)).cookie;
  });
  const codeOf = async (): Promise<string> => {
    const body = { name: 'Máy cổng chính', gate: school.gate };
    const response = await postJson(server().hono, `/api/schools/${school.id}/pairings`, body, { cookie });
    expect(response.status).toBe(201);
    return ((await response.json()) as PairingView).code;
  };
  const pair = async (code: string): Promise<number> => {
    const body = { code, publicKey: new TestKiosk(school).publicKey };
    return (await postJson(server().hono, '/api/pair', body)).status;
  };
  const stateOf = async (at: TestSchool, who: string, code: string): Promise<[number, unknown]> => {
    const response = await server().hono.request(`/api/schools/${at.id}/pairings/${code.slice(0, 4)}`, { headers: { cookie: who } });
    return [response.status, await response.json()];
  };
  const wrong = (code: string): string => code.slice(0, 9) + ((Number(code[9]) + 1) % 10);

  it('takes a code once, typed with spaces, and tells the office of a second use', async () => {
    const code = await codeOf();
    expect(await pair(`${code.slice(0, 5)} ${code.slice(5)}`)).toBe(201);
    expect(await pair(code)).toBe(409);
    const actions = await server().app.db.read({ schools: [school.id] }, (query) =>
      query.selectFrom('audit').select(['action', 'actor']).where('school_id', '=', school.id).execute(),
    );
    expect(actions.map(({ action }) => action)).toEqual(expect.arrayContaining(['kiosk.paired', 'pairing.used-again']));
  });

  it('pairs one of two that come with the code at the same moment', async () => {
    const code = await codeOf();
    expect((await Promise.all([pair(code), pair(code)])).sort()).toEqual([201, 409]);
  });

  it('closes a code after five wrong tries, also when they come all at once', async () => {
    const code = await codeOf();
    const guesses = await Promise.all(Array.from({ length: 8 }, () => pair(wrong(code))));
    expect(new Set(guesses)).toEqual(new Set([404]));
    expect(await pair(code)).toBe(410);
    const row = await server().app.db.read('system', (query) =>
      query.selectFrom('pairing').select('tries').where('slot', '=', code.slice(0, 4)).executeTakeFirstOrThrow(),
    );
    expect(row.tries).toBe(5);
    // The page that shows the code says so.
    expect(await stateOf(school, cookie, code)).toEqual([200, { burnt: true }]);
    expect(await stateOf(school, cookie, await codeOf())).toEqual([200, { burnt: false }]);
    const other = await makeSchool(server().app);
    expect((await stateOf(other, (await makeAccount(server().app, other)).cookie, code))[0]).toBe(404);
  });

  it('ends a code after ten minutes', async () => {
    const code = await codeOf();
    server().setClock(Date.now() + 11 * MINUTE);
    expect(await pair(code)).toBe(410);
    server().setClock(null);
  });

  it('answers an unknown slot like a wrong code, and slows a guesser down', async () => {
    const code = await codeOf();
    const other = String((Number(code.slice(0, 4)) + 1) % 10_000).padStart(4, '0') + code.slice(4);
    expect(await pair(other)).toBe(404);
    const statuses = await Promise.all(Array.from({ length: 40 }, () => pair('0000000000')));
    expect(statuses).toContain(429);
  });
});
