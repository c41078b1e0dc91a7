import { generateKeyPairSync, sign } from 'node:crypto';
import { readXlsx } from 'hucre/xlsx';
import { beforeAll, expect, it } from 'vitest';
import { newPlace, placeStatements } from '../../server/posters/store.ts';
import { readDay } from '../../server/reports/day.ts';
import type { DayView, LogPage } from '../../shared/api/log.schema.ts';
import type { CheckInInput } from '../../shared/api/own-records.schema.ts';
import { DAY, dayOf, HOUR, MINUTE } from '../../shared/clock.ts';
import { uuidv7 } from '../../shared/ids.ts';
import { encodePresence, slotOf } from '../../shared/poster/presence.ts';
import { describeServers } from '../app.ts';
import { child, declareOwned, newRecord } from '../fixtures/own-record.ts';
import { makeAccount, makeSchool, ORIGIN, postJson, random, TestKiosk, type TestSchool } from '../fixtures/world.ts';

/** Late morning, so that no run crosses midnight. */
const NOW = Date.parse('2026-11-23T04:00:00Z');

describeServers('noting a visit at a poster', (server) => {
  let school: TestSchool;
  let cookie: string;
  beforeAll(async () => {
    server().setClock(NOW);
    school = await makeSchool(server().app);
    cookie = (await makeAccount(server().app, school)).cookie;
  });
  const send = (body: unknown) => postJson(server().hono, '/api/visits', body);
  const visit = (record: string, change: Partial<CheckInInput> = {}): CheckInInput => {
    const at = change.at ?? NOW;
    return { id: uuidv7(at, random), school: school.id, record, place: school.code, dir: 'in', ...change, at };
  };
  const get = async (path: string, of = school, by = cookie): Promise<Response> =>
    server().hono.request(`/api/schools/${of.id}${path}`, { headers: { cookie: by } });
  const log = async (query = ''): Promise<LogPage> => (await (await get(`/log${query}`)).json()) as LogPage;

  it('is stored once, and answered alike each time', async () => {
    const { record } = await declareOwned(server(), school);
    const body = visit(record);
    const first = await send(body);
    expect(first.status).toBe(201);
    const answer = await first.json();
    expect(answer).toEqual({ id: body.id, at: NOW, dir: 'in', gate: null, proof: 'poster' });
    const again = await send(body);
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual(answer);
    expect((await send({ ...body, dir: 'out' })).status).toBe(409);
    const many = visit(record, { at: NOW + MINUTE });
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(many)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array.from({ length: 19 }, () => 200), 201]);
  });

  it('stands in the log as the visitor’s own word, with the name and the group', async () => {
    const { feed } = await log();
    const { record, subject } = await declareOwned(
      server(),
      school,
      { fullName: 'Lò Văn Poster' },
      { companions: [child('Lò Bé Na')], together: true },
    );
    const body = visit(record, { at: NOW - 5 * MINUTE });
    expect((await send(body)).status).toBe(201);
    const { rows } = await log('?q=poster');
    expect(rows).toMatchObject([
      {
        event: body.id,
        name: 'Lò Văn Poster',
        subject,
        colour: null,
        method: 'poster',
        code: 'none',
        dir: 'in',
        n: 0,
        companions: 1,
        companionNames: ['Lò Bé Na'],
        kiosk: { name: '' },
        unreadable: false,
        erased: false,
        findings: [],
      },
    ]);
    for (const query of ['?colour=green', '?colour=amber', '?colour=red', `?gate=${school.gate}`, '?dir=out']) {
      expect((await log(query)).rows.map(({ event }) => event)).not.toContain(body.id);
    }
    expect((await log('?colour=noted')).rows.map(({ event }) => event)).toContain(body.id);
    expect((await log('?colour=noted&q=poster')).rows.map(({ event }) => event)).toEqual([body.id]);
    expect((await log('?dir=in')).rows.map(({ event }) => event)).toContain(body.id);
    const fresh = (await (await get(`/log/new?after=${feed}`)).json()) as { rows: { event: string }[] };
    expect(fresh.rows.map(({ event }) => event)).toContain(body.id);
    // A gate's scan can be corrected; this is no scan.
    const fix = await postJson(
      server().hono,
      `/api/schools/${school.id}/log/${body.id}/correct`,
      { fix: { void: true }, reason: 'test' },
      { cookie },
    );
    expect([404, 422]).toContain(fix.status);
  });

  it('is marked in downloads and is no line of the day’s report', async () => {
    const { record } = await declareOwned(server(), school, { fullName: 'Vàng Thị Sổ' });
    await send(visit(record));
    const period = `from=${dayOf(NOW)}&to=${dayOf(NOW)}&purpose=daily-record`;
    for (const [language, words] of [
      ['vi', ['Khách tự báo', '"Khách tự báo ở bảng mã, chưa qua cổng"']],
      ['en', ['Self-reported', '"Noted by the visitor at a poster, not at a gate"']],
    ] as const) {
      const csv = await (await get(`/export.csv?${period}&language=${language}`)).text();
      const line = csv.split('\r\n').find((each) => each.includes('Vàng Thị Sổ')) ?? '';
      for (const word of words) expect(line).toContain(`,${word},`);
    }
    const noted = await get(`/export.csv?${period}&colour=noted`);
    expect((await noted.text()).trimEnd().split('\r\n')).toHaveLength(1 + Number(noted.headers.get('x-row-count')));
    const workbook = await readXlsx(new Uint8Array(await (await get(`/export.xlsx?${period}`)).arrayBuffer()));
    const row = workbook.sheets[0]?.rows.find((cells) => cells.includes('Vàng Thị Sổ'));
    expect(row).toEqual(expect.arrayContaining(['Khách tự báo', 'Khách tự báo ở bảng mã, chưa qua cổng']));
    // No gate saw anybody of them.
    const { view, visits, held } = await readDay(server().app, school.id, dayOf(NOW), 'full');
    expect([view.inside, view.entries, visits, held]).toEqual([0, 0, [], []]);
  });

  it('counts nobody as inside, is nothing to kiosks, and no kiosk’s number', async () => {
    const local = await makeSchool(server().app);
    const kiosk = await new TestKiosk(local).pair(server().app);
    const by = (await makeAccount(server().app, local)).cookie;
    const { record, subject } = await declareOwned(server(), local);
    for (let i = 0; i < 3; i++) {
      expect((await send(visit(record, { school: local.id, place: local.code, at: NOW - i * MINUTE }))).status).toBe(201);
    }
    const view = (await (await get('/day', local, by)).json()) as DayView;
    expect(view).toMatchObject({ inside: 0, entries: 0, exits: 0, waiting: 0, refused: 0, gates: [], openVisits: [] });
    const { feed, receivedThrough } = await kiosk.exchange(server().hono, [kiosk.scan(NOW, { subject })]);
    expect(feed.items.map(({ kind }) => kind)).toEqual(['pass']);
    expect(receivedThrough).toBe(1);
    expect(await (await get('/alarms', local, by)).json()).toMatchObject({ gaps: [], flagged: [], conflicts: [], quarantined: [] });
    expect((await (await get('/day', local, by)).json()) as DayView).toMatchObject({ inside: 1, entries: 1 });
  });

  it('names the gate whose poster it was', async () => {
    const { app } = server();
    const place = await newPlace(app, school.id, school.gate);
    await app.db.save('system', placeStatements(app.db, place));
    const { record } = await declareOwned(server(), school);
    const response = await send(visit(record, { place: place.code.toLowerCase() }));
    expect(await response.json()).toMatchObject({ gate: 'Cổng chính' });
    expect((await log(`?gate=${school.gate}`)).rows.map(({ method }) => method)).toContain('poster');
  });

  it('needs the key of a record of that school, a poster of it, and a time in its pass’s day', async () => {
    const { record } = await declareOwned(server(), school);
    const other = await makeSchool(server().app);
    const foreign = await declareOwned(server(), other);
    const cases: [string, CheckInInput, number, object][] = [
      ['a key that opens nothing', visit(newRecord()), 404, { code: 'not-found' }],
      ['a key of another school', visit(foreign.record), 404, { code: 'not-found' }],
      ['a poster of another school', visit(record, { place: other.code }), 404, { code: 'not-found' }],
      ['a poster that is none', visit(record, { place: 'ZZZZZZ' }), 404, { code: 'not-found' }],
      ['another school', visit(record, { school: other.id }), 404, { code: 'not-found' }],
      ['a school that is none', visit(record, { school: '*' }), 404, { code: 'not-found' }],
      ['11 minutes from now', visit(record, { at: NOW + 11 * MINUTE }), 422, { errors: [{ at: '/at', reason: 'too-large' }] }],
      ['an hour before it was declared', visit(record, { at: NOW - HOUR }), 422, { errors: [{ at: '/at', reason: 'too-small' }] }],
      ['8 days ago', visit(record, { at: NOW - 8 * DAY }), 422, { errors: [{ at: '/at', reason: 'too-small' }] }],
      ['a time that is none', visit(record, { at: 1.5 }), 422, { errors: [{ at: '/at' }] }],
      ['an id of another year', { ...visit(record), id: uuidv7(0, random) }, 422, { errors: [{ at: '/id', reason: 'format' }] }],
      ['an id that is none', { ...visit(record), id: 'x' }, 422, { errors: [{ at: '/id', reason: 'format' }] }],
      ['an id of the last day', { ...visit(record), id: 'ffffffff-ffff-7000-8000-000000000000' }, 422, { errors: [{ at: '/id' }] }],
      ['what nobody asked for', { ...visit(record), colour: 'green' } as CheckInInput, 422, { errors: [{ at: '/', reason: 'unknown' }] }],
    ];
    for (const [what, body, status, problem] of cases) {
      const response = await send(body);
      expect([what, response.status]).toEqual([what, status]);
      expect(await response.json()).toMatchObject(problem);
    }
  });

  it('takes what a phone noted before its declaration arrived, by the phone’s own time', async () => {
    const { app } = server();
    const body = await declareOwned(server(), school, {}, { consent: await consentAt(NOW - 3 * HOUR) });
    expect((await send(visit(body.record, { at: NOW - 3 * HOUR + MINUTE }))).status).toBe(201);
    expect((await send(visit(body.record, { at: NOW - 4 * HOUR }))).status).toBe(422);
    server().setClock(NOW + 2 * DAY);
    // Sent late, of a time when the pass was good; and of one when it was no longer.
    expect((await send(visit(body.record, { at: NOW + HOUR, dir: 'out' }))).status).toBe(201);
    expect((await send(visit(body.record, { at: NOW + DAY }))).status).toBe(422);
    server().setClock(NOW);
    expect(app.clock()).toBe(NOW);
  });
  async function consentAt(at: number) {
    const { body } = await declareOwned(server(), school);
    return { ...body.consent, at };
  }

  it('is over with a poster that was taken down, and with a pass that was withdrawn', async () => {
    const local = await makeSchool(server().app);
    const by = (await makeAccount(server().app, local)).cookie;
    const one = await declareOwned(server(), local);
    const two = await declareOwned(server(), local);
    const at = { school: local.id, place: local.code };
    const before = visit(one.record, { ...at, at: NOW - MINUTE });
    expect((await send(before)).status).toBe(201);
    await postJson(server().hono, `/api/schools/${local.id}/passes/${two.subject}/revoke`, { reason: 'lost' }, { cookie: by });
    expect((await send(visit(two.record, at))).status).toBe(410);
    expect((await postJson(server().hono, `/api/schools/${local.id}/posters/${local.code}/rotate`, '', { cookie: by })).status).toBe(201);
    const response = await send(visit(one.record, at));
    expect([response.status, await response.json()]).toEqual([410, expect.objectContaining({ code: 'gone' })]);
    // What was noted while it hung, and what was answered before.
    expect((await send(visit(one.record, { ...at, at: NOW - 2 * MINUTE }))).status).toBe(201);
    expect((await send(before)).status).toBe(200);
  });

  it('takes twenty of one record within a day, however many come at once', async () => {
    const { record } = await declareOwned(server(), school);
    const responses = await Promise.all(Array.from({ length: 50 }, (_, index) => send(visit(record, { at: NOW - index }))));
    expect(responses.filter(({ status }) => status === 201)).toHaveLength(20);
    const refused = responses.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(30);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(60);
    // Others are not held up.
    expect((await send(visit((await declareOwned(server(), school)).record))).status).toBe(201);
  });

  it('keeps neither the key nor a name, and logs neither', async () => {
    const { record } = await declareOwned(server(), school, { fullName: 'Giàng Thị Canh Cửa' });
    await send(visit(record));
    await send(visit(newRecord()));
    const rows = await server().app.db.read('system', (query) => query.selectFrom('gate_event').selectAll().execute());
    expect(rows.length).toBeGreaterThan(0);
    for (const text of [JSON.stringify(rows), server().logged.join('')]) {
      expect(text).not.toContain(record);
      expect(text).not.toContain('Canh');
    }
  });

  it('is before a screen when a kiosk of the school showed the code then', async () => {
    const local = await makeSchool(server().app);
    const kiosk = await new TestKiosk(local).pair(server().app);
    const { db } = server().app;
    const change = (columns: { public_key: string } | { revoked_at: number }) =>
      db.save('system', [{ query: db.build.updateTable('kiosk').set(columns).where('id', '=', kiosk.id).compile() }]);
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = pair.publicKey.export({ format: 'jwk' });
    const point = Buffer.concat([Uint8Array.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]).toString('base64url');
    await change({ public_key: point });
    const at = { school: local.id, place: local.code };
    const shown = (origin = ORIGIN, code = local.code, slot = slotOf(NOW)) =>
      encodePresence({ kiosk: kiosk.id, slot }, { origin, code }, (bytes) =>
        sign('sha256', bytes, { key: pair.privateKey, dsaEncoding: 'ieee-p1363' }),
      );
    const proofOf = async (presence: string): Promise<string> => {
      const { record } = await declareOwned(server(), local);
      const response = await send(visit(record, { ...at, presence }));
      expect(response.status).toBe(201);
      return ((await response.json()) as { proof: string }).proof;
    };
    const good = await shown();
    expect(await proofOf(good)).toBe('screen');
    const { cookie: by } = await makeAccount(server().app, local);
    const page = (await (await get('/log', local, by)).json()) as LogPage;
    expect(page.rows.map(({ method, colour }) => [method, colour])).toEqual([['screen', null]]);

    const wrong = [
      await shown('https://evil.example'),
      await shown(ORIGIN, school.code),
      await shown(ORIGIN, local.code, slotOf(NOW) - 10),
      good.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)),
      '1',
      '9'.repeat(400),
    ];
    for (const presence of wrong) expect(await proofOf(presence)).toBe('poster');
    expect((await send(visit((await declareOwned(server(), local)).record, { ...at, presence: 'x' }))).status).toBe(422);

    // Of another school's poster, and after the kiosk was withdrawn.
    const { record } = await declareOwned(server(), school);
    expect(await (await send(visit(record, { presence: await shown(ORIGIN, school.code) }))).json()).toMatchObject({ proof: 'poster' });
    await change({ revoked_at: NOW });
    expect(await proofOf(good)).toBe('poster');
  });
});
