/** A group that comes by one scan is counted by heads, wherever people are counted. */
import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { DeclareAnswer } from '../../shared/api/declarations.schema.ts';
import type { DayView } from '../../shared/api/log.schema.ts';
import { dayOf, HOUR, MINUTE, startOfDay } from '../../shared/clock.ts';
import type { EventDraft } from '../../shared/gate/event.ts';
import { uuidv7 } from '../../shared/ids.ts';
import { readPass } from '../../shared/pass/pass.ts';
import { describeServers } from '../app.ts';
import { declareBody, makeAccount, makeSchool, postJson, random, TestKiosk, type TestSchool } from '../fixtures/world.ts';

const TODAY = dayOf(Date.parse('2026-11-23T04:00:00Z'));
const MIDNIGHT = startOfDay(TODAY);
const NOW = MIDNIGHT + 11 * HOUR;

describeServers('a group', (server) => {
  let school: TestSchool;
  let cookie: string;
  let kiosk: TestKiosk;
  let other: TestKiosk;
  beforeAll(() => server().setClock(NOW));
  beforeEach(async () => {
    school = await makeSchool(server().app);
    cookie = (await makeAccount(server().app, school)).cookie;
    kiosk = await new TestKiosk(school).pair(server().app);
    other = await new TestKiosk(school).pair(server().app, 'Máy cổng sau');
  });
  const view = async (): Promise<DayView> =>
    (await (await server().hono.request(`/api/schools/${school.id}/day?day=${TODAY}`, { headers: { cookie } })).json()) as DayView;

  it('counts as many as it is in, out and inside', async () => {
    const subject = 'G'.repeat(22);
    const came = kiosk.scan(MIDNIGHT + 8 * HOUR, { subject, with: 3 });
    const alone = kiosk.scan(MIDNIGHT + 8 * HOUR + MINUTE);
    await kiosk.exchange(server().hono, [came, alone]);
    const inside = await view();
    expect(inside).toMatchObject({ inside: 5, entries: 5, exits: 0, gates: [{ entries: 5, exits: 0 }] });
    expect(inside.hours.entries[8]).toBe(5);
    expect(inside.openVisits).toMatchObject([{ subject, companions: 3 }, { companions: 0 }]);
    await other.exchange(server().hono, [other.scan(MIDNIGHT + 9 * HOUR, { subject, with: 3, dir: 'out' })]);
    expect(await view()).toMatchObject({ inside: 1, entries: 5, exits: 4 });
    server().setClock(NOW + 24 * HOUR);
    expect(await view()).toMatchObject({ inside: 0, estimated: { count: 1 } });
    server().setClock(NOW);
  });

  it('waits and is let in as a whole', async () => {
    const scan = kiosk.scan(MIDNIGHT + 8 * HOUR, { colour: 'amber', why: ['attention'], with: 2 });
    await kiosk.exchange(server().hono, [scan]);
    expect(await view()).toMatchObject({ inside: 0, entries: 0, waiting: 1 });
    const draft = { kind: 'decision', gate: school.gate, of: scan.id, admit: true, reason: 'asked-and-fine' } as const;
    await kiosk.exchange(server().hono, [kiosk.item(draft, MIDNIGHT + 8 * HOUR + MINUTE)]);
    expect(await view()).toMatchObject({ inside: 3, entries: 3, waiting: 0 });
  });

  it('is told to the other kiosks, and one person as before', async () => {
    const group = kiosk.scan(NOW - HOUR, { with: 8 });
    const single = kiosk.scan(NOW - HOUR + 1);
    await kiosk.exchange(server().hono, [group, single]);
    const { feed } = await other.exchange(server().hono);
    expect(feed.items).toMatchObject([{ id: group.id, with: 8 }, { id: single.id }]);
    expect(feed.items[1]).not.toHaveProperty('with');
  });

  it.each([0, 9, -1, 1.5, '3', null])('of %j is held as malformed, and spoils nothing beside it', async (odd) => {
    const code = { method: 'camera', code: 'pass', subject: 'S'.repeat(22) } as const;
    const draft = { kind: 'scan', gate: school.gate, ...code, dir: 'in', colour: 'green', why: [] } satisfies EventDraft;
    const bad = kiosk.item(draft, NOW - HOUR, { with: odd });
    const good = kiosk.scan(NOW - HOUR + 1);
    const { results } = await kiosk.exchange(server().hono, [bad, good]);
    expect(results).toMatchObject([{ status: 'quarantined', reason: 'bad-body' }, { status: 'stored' }]);
    expect(await view()).toMatchObject({ inside: 1 });
  });
  it('has a pass that says how many, and its typed code does too', async () => {
    const body = await declareBody(server().app, school);
    const child = (fullName: string) => ({ id: uuidv7(NOW, random), answers: { fullName, symptoms: false, contact: false } });
    const asked = { ...body, companions: [child('Trần Minh Anh'), child('Trần Minh Đức')], together: true };
    const response = await postJson(server().hono, '/api/declarations', asked);
    expect(response.status).toBe(201);
    const { pass } = (await response.json()) as DeclareAnswer;
    expect(readPass(pass.digits)?.claims.companions).toBe(2);
    const { feed } = await kiosk.exchange(server().hono);
    expect(feed.items).toMatchObject([{ kind: 'pass', typedCode: pass.typedCode, companions: 2 }]);
  });
});
