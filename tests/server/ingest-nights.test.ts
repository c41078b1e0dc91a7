/** Visits over midnight: what a round carries into the next day, on the server's day view and without reading on for ever. */
import { beforeEach, expect, it } from 'vitest';
import type { DayView } from '../../shared/api/log.schema.ts';
import { addDays, DAY, dayOf, HOUR, MINUTE, startOfDay } from '../../shared/clock.ts';
import type { Found } from '../../shared/gate/event.ts';
import { describeServers } from '../app.ts';
import { makeAccount, makeSchool, TestKiosk, type TestSchool } from '../fixtures/world.ts';

const MONDAY = dayOf(Date.parse('2026-11-23T04:00:00Z'));
const M = startOfDay(MONDAY);
const EVENING = 17 * HOUR;
const SUBJECT = 'N'.repeat(22);

describeServers('nights', (server) => {
  let school: TestSchool;
  let cookie: string;
  let kiosk: TestKiosk;
  let other: TestKiosk;
  beforeEach(async () => {
    server().setClock(M + 6 * DAY);
    school = await makeSchool(server().app);
    cookie = (await makeAccount(server().app, school)).cookie;
    kiosk = await new TestKiosk(school).pair(server().app);
    other = await new TestKiosk(school).pair(server().app, 'Máy cổng sau');
  });
  const view = async (days: number): Promise<DayView> => {
    const response = await server().hono.request(`/api/schools/${school.id}/day?day=${addDays(MONDAY, days)}`, { headers: { cookie } });
    expect(response.status).toBe(200);
    return (await response.json()) as DayView;
  };
  const round = (of: string, found: Found, at: number) => kiosk.item({ kind: 'round', gate: school.gate, of, found }, at);

  it('are carried by each evening’s round, until somebody is seen leaving at another gate', async () => {
    const come = kiosk.scan(M + 15 * HOUR, { subject: SUBJECT });
    const rounds = [0, 1, 2].map((day) => round(come.id, 'stays', M + day * DAY + EVENING));
    await kiosk.exchange(server().hono, [come, ...rounds]);
    for (const day of [0, 1, 2]) expect(await view(day)).toMatchObject({ inside: 1, findings: { count: 0 }, estimated: { count: 0 } });
    expect((await view(1)).openVisits).toMatchObject([{ event: come.id, overnight: true }]);
    expect(await view(3)).toMatchObject({ inside: 0, estimated: { count: 1 } });
    // The other gate was offline and sends late: an exit on Thursday morning.
    await other.exchange(server().hono, [other.scan(M + 3 * DAY + 7 * HOUR, { subject: SUBJECT, dir: 'out' })]);
    expect(await view(3)).toMatchObject({ inside: 0, exits: 1, estimated: { count: 0 }, findings: { count: 0 } });
    expect(await view(2)).toMatchObject({ inside: 1 });
  });

  it('end where a scan in between says so, though the guard offline went on to say that the person stays', async () => {
    const come = kiosk.scan(M + 15 * HOUR, { subject: SUBJECT });
    await other.exchange(server().hono, [other.scan(M + DAY + 9 * HOUR, { subject: SUBJECT, dir: 'out' })]);
    const rounds = [0, 1].map((day) => round(come.id, 'stays', M + day * DAY + EVENING));
    await kiosk.exchange(server().hono, [come, ...rounds]);
    expect(await view(1)).toMatchObject({ inside: 0, exits: 1 });
    expect(await view(2)).toMatchObject({ inside: 0, estimated: { count: 0 } });
  });

  it('of a late event end with the exit after midnight', async () => {
    const come = kiosk.scan(M + 19 * HOUR, { subject: SUBJECT });
    await kiosk.exchange(server().hono, [come]);
    expect(await view(0)).toMatchObject({ inside: 0, estimated: { count: 1 } });
    await other.exchange(server().hono, [other.scan(M + DAY + 20 * MINUTE, { subject: SUBJECT, dir: 'out' })]);
    expect(await view(0)).toMatchObject({ entries: 1, exits: 0, estimated: { count: 0 } });
    expect(await view(1)).toMatchObject({ entries: 0, exits: 1, inside: 0, findings: { count: 0 } });
  });

  it('are over when the round said so, and a forgotten visit is an estimate of its own day', async () => {
    const left = kiosk.scan(M + 8 * HOUR, { subject: SUBJECT });
    const forgotten = kiosk.scan(M + 9 * HOUR);
    await kiosk.exchange(server().hono, [left, forgotten, round(left.id, 'left', M + EVENING)]);
    expect(await view(0)).toMatchObject({ inside: 0, estimated: { count: 1, visits: [{ event: forgotten.id }] } });
    expect(await view(1)).toMatchObject({ inside: 0, openVisits: [], estimated: { count: 0 } });
  });
});
