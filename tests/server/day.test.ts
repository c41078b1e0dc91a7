/** One day at a glance where days meet, and where several items speak of one scan. */
import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { MadeItem } from '../../server/demo/device.ts';
import type { DayView } from '../../shared/api/log.schema.ts';
import { addDays, dayOf, HOUR, MINUTE, startOfDay } from '../../shared/clock.ts';
import type { DecisionReason } from '../../shared/gate/event.ts';
import { describeServers } from '../app.ts';
import { makeAccount, makeSchool, TestKiosk, type TestSchool } from '../fixtures/world.ts';

const TODAY = dayOf(Date.parse('2026-11-23T04:00:00Z'));
const YESTERDAY = addDays(TODAY, -1);
const MIDNIGHT = startOfDay(TODAY);

describeServers('the day view', (server) => {
  let school: TestSchool;
  let cookie: string;
  let kiosk: TestKiosk;
  let other: TestKiosk;
  beforeAll(() => server().setClock(MIDNIGHT + 11 * HOUR));
  beforeEach(async () => {
    school = await makeSchool(server().app);
    cookie = (await makeAccount(server().app, school)).cookie;
    kiosk = await new TestKiosk(school).pair(server().app);
    other = await new TestKiosk(school).pair(server().app, 'Máy cổng sau');
  });
  const view = async (day: string): Promise<DayView> =>
    (await (await server().hono.request(`/api/schools/${school.id}/day?day=${day}`, { headers: { cookie } })).json()) as DayView;
  const decide = (by: TestKiosk, of: string, admit: boolean, at: number): MadeItem =>
    by.item({ kind: 'decision', gate: school.gate, of, admit, reason: (admit ? 'order' : 'not-well') as DecisionReason }, at);
  const send = (...items: MadeItem[]) => kiosk.exchange(server().hono, items);
  const sendOther = (...items: MadeItem[]) => other.exchange(server().hono, items);

  it('counts an entry on the day of the decision when midnight lies between', async () => {
    const scan = kiosk.scan(MIDNIGHT - MINUTE, { colour: 'amber', why: ['attention'] });
    await send(scan, decide(kiosk, scan.id, true, MIDNIGHT + MINUTE));
    expect(await view(YESTERDAY)).toMatchObject({ inside: 0, entries: 0, waiting: 0, refused: 0 });
    expect(await view(TODAY)).toMatchObject({ inside: 1, entries: 1, waiting: 0, refused: 0 });
  });

  it('turns a scan that is corrected after midnight', async () => {
    const subject = 'B'.repeat(22);
    const came = kiosk.scan(MIDNIGHT - HOUR, { subject });
    const slip = kiosk.scan(MIDNIGHT - 1, { subject, dir: 'in' });
    await send(came, slip);
    await sendOther(other.item({ kind: 'correction', gate: school.gate, of: slip.id, fix: { dir: 'out' } }, MIDNIGHT + 5));
    expect(await view(YESTERDAY)).toMatchObject({ entries: 1, exits: 1 });
    expect(await view(TODAY)).toMatchObject({ entries: 0, exits: 0, inside: 0 });
  });

  it('takes the first and the last ms of a day', async () => {
    await send(kiosk.scan(MIDNIGHT - 1), kiosk.scan(MIDNIGHT), kiosk.scan(MIDNIGHT + 24 * HOUR - 1));
    expect(await view(YESTERDAY)).toMatchObject({ entries: 1, inside: 0 });
    expect(await view(TODAY)).toMatchObject({ entries: 2, inside: 2 });
  });

  it('lets red in by hand, at whichever kiosk the guard decides', async () => {
    const scan = kiosk.scan(MIDNIGHT + HOUR, { colour: 'red', why: ['expired'] });
    await send(scan);
    expect(await view(TODAY)).toMatchObject({ entries: 0, inside: 0, refused: 1 });
    await sendOther(decide(other, scan.id, true, MIDNIGHT + HOUR + MINUTE));
    expect(await view(TODAY)).toMatchObject({ entries: 1, inside: 1, refused: 0 });
  });

  it('takes the last decision, whatever the order of arrival', async () => {
    const scan = kiosk.scan(MIDNIGHT + HOUR, { colour: 'amber', why: ['attention'] });
    const away = decide(kiosk, scan.id, false, MIDNIGHT + HOUR + MINUTE);
    const admitted = decide(kiosk, scan.id, true, MIDNIGHT + HOUR + 2 * MINUTE);
    await send(admitted);
    await send(scan);
    await send(away);
    expect(await view(TODAY)).toMatchObject({ entries: 1, inside: 1, waiting: 0, refused: 0 });
    await send(decide(kiosk, scan.id, false, MIDNIGHT + HOUR + 3 * MINUTE));
    expect(await view(TODAY)).toMatchObject({ entries: 0, inside: 0, waiting: 0, refused: 1 });
  });

  it('counts nobody whose scan did not happen', async () => {
    const amber = kiosk.scan(MIDNIGHT + HOUR, { colour: 'amber', why: ['attention'] });
    const red = kiosk.scan(MIDNIGHT + HOUR, { colour: 'red', why: ['forged'] });
    const green = kiosk.scan(MIDNIGHT + HOUR);
    const voids = [amber, red, green].map(({ id }) =>
      kiosk.item({ kind: 'correction', gate: school.gate, of: id, fix: { void: true } }, MIDNIGHT + HOUR + MINUTE),
    );
    await send(amber, red, green, ...voids);
    expect(await view(TODAY)).toMatchObject({ entries: 0, inside: 0, waiting: 0, refused: 0 });
  });

  it('keeps nobody inside on a day that is over', async () => {
    await send(kiosk.scan(MIDNIGHT - HOUR));
    const past = await view(YESTERDAY);
    expect(past).toMatchObject({ entries: 1, exits: 0, inside: 0, openVisits: [] });
  });

  it('tells the hours, the gates, the week before and what does not fit', async () => {
    const before = MIDNIGHT - 7 * 24 * HOUR;
    const [lan, hung] = ['L'.repeat(22), 'H'.repeat(22)];
    await send(
      kiosk.scan(before + 7 * HOUR),
      kiosk.scan(before + 7 * HOUR + MINUTE),
      kiosk.scan(MIDNIGHT + 7 * HOUR, { subject: lan }),
      kiosk.scan(MIDNIGHT + 8 * HOUR - 1, { subject: hung }),
      kiosk.scan(MIDNIGHT + 9 * HOUR, { subject: hung, dir: 'out' }),
    );
    await sendOther(other.scan(MIDNIGHT + 10 * HOUR, { subject: lan }));
    const today = await view(TODAY);
    const at = (hours: number[] | null) => (hours ?? []).flatMap((count, hour) => (count > 0 ? [[hour, count]] : []));
    expect([at(today.hours.entries), at(today.hours.exits), at(today.weekBefore)]).toEqual([
      [
        [7, 2],
        [10, 1],
      ],
      [[9, 1]],
      [[7, 2]],
    ]);
    expect(today.gates).toEqual([{ id: school.gate, name: 'Cổng chính', entries: 3, exits: 1 }]);
    expect(today.openVisits).toMatchObject([{ subject: lan, since: MIDNIGHT + 7 * HOUR, overnight: false }]);
    expect(today.findings).toMatchObject({
      count: 1,
      list: [{ kind: 'double', subject: lan, scan: { kiosk: 'Máy cổng sau' }, other: { kiosk: 'Máy cổng chính' } }],
    });
    expect((await view(YESTERDAY)).weekBefore).toBeNull();
  });

  it('says who was not seen leaving', async () => {
    await send(kiosk.scan(MIDNIGHT - HOUR));
    expect((await view(YESTERDAY)).estimated).toMatchObject({ count: 1, visits: [{ since: MIDNIGHT - HOUR }] });
    expect((await view(TODAY)).estimated.count).toBe(0);
  });
});
