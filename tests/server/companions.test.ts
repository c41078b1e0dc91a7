import { beforeAll, expect, it } from 'vitest';
import type { DeclareAnswer } from '../../shared/api/declarations.schema.ts';
import type { DeclarationView, LogPage } from '../../shared/api/log.schema.ts';
import { dayOf, MINUTE } from '../../shared/clock.ts';
import { uuidv7 } from '../../shared/ids.ts';
import { readPass, verifyPass } from '../../shared/pass/pass.ts';
import { describeServers } from '../app.ts';
import { child, declareOwned, newRecord, subjectOf } from '../fixtures/own-record.ts';
import { declareBody, makeAccount, makeSchool, postJson, random, TestKiosk, type TestSchool } from '../fixtures/world.ts';

/** Late morning, so that no run crosses midnight. */
const NOW = Date.parse('2026-11-23T04:00:00Z');

describeServers('declaring for those who come along', (server) => {
  let school: TestSchool;
  beforeAll(async () => {
    server().setClock(NOW);
    school = await makeSchool(server().app);
  });
  const send = (body: unknown) => postJson(server().hono, '/api/declarations', body);
  const rowsOf = (ids: readonly string[]) =>
    server().app.db.read({ schools: [school.id] }, (query) =>
      query
        .selectFrom('declaration')
        .selectAll()
        .where('school_id', '=', school.id)
        .where('id', 'in', [...ids])
        .orderBy('feed')
        .execute(),
    );

  it('gives one pass for all, as careful as its most careful holder', async () => {
    const companions = [child('Trần Bảo An'), child('Trần Minh Khôi', { symptoms: true })];
    const { answer, body } = await declareOwned(server(), school, {}, { companions, together: true });
    expect(answer).toMatchObject({ outcome: 'attention', pass: { outcome: 'attention', companions: 2, maskedName: 'N.T.B. Hồng ·678' } });
    expect(answer.companions).toEqual([
      { id: companions[0]?.id, maskedName: 'T.B. An ·678', pass: null },
      { id: companions[1]?.id, maskedName: 'T.M. Khôi ·678', pass: null },
    ]);
    const pass = readPass(answer.pass.digits);
    if (!pass) throw new Error('the pass cannot be read');
    expect(await verifyPass(pass, server().app.keys.verificationKeys(), crypto.subtle)).toBe('valid');
    expect(pass.claims).toMatchObject({ companions: 2, outcome: 'attention' });

    const rows = await rowsOf([body.id, ...companions.map(({ id }) => id)]);
    expect(
      rows.map(({ guardian_id, on_behalf, outcome, companions: more, record_hash }) => [
        guardian_id,
        on_behalf,
        outcome,
        more,
        !record_hash,
      ]),
    ).toEqual([
      [null, 0, 'cleared', 2, false],
      [body.id, 1, 'cleared', 0, true],
      [body.id, 1, 'attention', 0, true],
    ]);
    expect(new Set(rows.map((row) => row.consent))).toEqual(new Set([JSON.stringify(body.consent)]));
    expect(JSON.stringify(rows)).not.toContain(body.record);
  });

  it('gives one pass each, each as its own holder', async () => {
    const companions = [child('Trần Bảo An'), child('Trần Minh Khôi', { contact: true, phone: '0900000999' })];
    const { answer } = await declareOwned(server(), school, {}, { companions, together: false });
    expect(answer).toMatchObject({ outcome: 'cleared', pass: { outcome: 'cleared' } });
    expect(answer.pass.companions).toBeUndefined();
    const [first, second] = answer.companions ?? [];
    expect([first?.pass?.outcome, second?.pass?.outcome]).toEqual(['cleared', 'attention']);
    expect(second?.maskedName).toBe('T.M. Khôi ·999');
    const subjects = [answer.pass, first?.pass, second?.pass].map((pass) => subjectOf(pass?.digits ?? ''));
    expect(new Set(subjects).size).toBe(3);
  });

  it.each([true, false])('answers a repeated request exactly alike, also many at once (together: %s)', async (together) => {
    const companions = Array.from({ length: 8 }, (_, index) =>
      child(`Trần Bảo ${'An Bình Chi Dung Em Giang Hà Kiên'.split(' ')[index]}`),
    ).reverse();
    const body = { ...(await declareBody(server().app, school)), record: newRecord(), companions, together };
    const responses = await Promise.all(Array.from({ length: 20 }, () => send(body)));
    expect(responses.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(19);
    const answers = (await Promise.all(responses.map((response) => response.json()))) as DeclareAnswer[];
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.companions?.map(({ id }) => id)).toEqual(companions.map(({ id }) => id));
    expect((await send({ ...body, together: !together })).status).toBe(409);
  });

  it('says of each field of each person what is wrong with it, and stores nobody then', async () => {
    const companions = [child('Trần Bảo An'), child('=HYPERLINK("x")', { symptoms: undefined, phone: '12' })];
    const body = { ...(await declareBody(server().app, school, { fullName: '' })), companions, together: true };
    const response = await send(body);
    expect(response.status).toBe(422);
    const text = await response.text();
    expect(JSON.parse(text).errors).toEqual([
      { at: '/answers/fullName', reason: 'required' },
      { at: '/companions/1/answers/fullName', reason: 'not-a-name' },
      { at: '/companions/1/answers/phone', reason: 'not-a-phone' },
      { at: '/companions/1/answers/symptoms', reason: 'required' },
    ]);
    expect(text).not.toContain('HYPERLINK');
    expect(await rowsOf([body.id, ...companions.map(({ id }) => id)])).toEqual([]);
  });

  it('never takes an answer about health from the declarer', async () => {
    const bare = { id: uuidv7(NOW, random), answers: { fullName: 'Trần Bảo An' } };
    const response = await send({ ...(await declareBody(server().app, school)), companions: [bare], together: true });
    expect(await response.json()).toMatchObject({
      errors: [
        { at: '/companions/0/answers/symptoms', reason: 'required' },
        { at: '/companions/0/answers/contact', reason: 'required' },
      ],
    });
  });

  it('refuses groups that cannot be, by name', async () => {
    const body = await declareBody(server().app, school);
    const same = child('Trần Bảo An');
    const wrong: [object, number, object][] = [
      [
        { companions: Array.from({ length: 9 }, () => child('An')), together: true },
        422,
        { errors: [{ at: '/companions', reason: 'too-long' }] },
      ],
      [{ companions: [], together: true }, 422, { errors: [{ at: '/companions', reason: 'too-short' }] }],
      [{ companions: [same, same], together: true }, 422, { errors: [{ at: '/companions/1/id', reason: 'taken' }] }],
      [{ companions: [{ ...same, id: body.id }], together: true }, 422, { errors: [{ at: '/companions/0/id', reason: 'taken' }] }],
      [{ companions: [same] }, 422, { errors: [{ at: '/together', reason: 'required' }] }],
      [{ together: true }, 422, { errors: [{ at: '/together', reason: 'not-enabled' }] }],
      [{ companions: [{ ...same, id: 'x' }], together: true }, 422, { errors: [{ at: '/companions/0/id', reason: 'format' }] }],
      [{ companions: [{ id: same.id }], together: true }, 422, { errors: [{ at: '/companions/0/answers', reason: 'required' }] }],
      [{ record: 'short' }, 422, { errors: [{ at: '/record', reason: 'format' }] }],
      [{ record: `${'A'.repeat(21)}=` }, 422, { errors: [{ at: '/record', reason: 'format' }] }],
    ];
    for (const [change, status, problem] of wrong) {
      const response = await send({ ...body, ...change });
      expect([change, response.status]).toEqual([change, status]);
      expect(await response.json()).toMatchObject(problem);
    }
    expect(await rowsOf([body.id, same.id])).toEqual([]);
  });

  it('refuses a companion whose id is there, and stores nobody of the group', async () => {
    const first = await declareOwned(server(), school, {}, { companions: [child('Trần Bảo An')], together: true });
    const fresh = child('Trần Minh Khôi');
    const again = { ...(await declareBody(server().app, school)), companions: [fresh, ...(first.body.companions ?? [])], together: true };
    const response = await send(again);
    expect([response.status, await response.json()]).toEqual([409, expect.objectContaining({ code: 'conflict' })]);
    expect(await rowsOf([again.id, fresh.id])).toEqual([]);
    // As a declarer the companion's id is another request.
    expect((await send({ ...again, id: first.body.companions?.[0]?.id, companions: undefined, together: undefined })).status).toBe(409);
  });

  it('takes one key for one record', async () => {
    const { record } = await declareOwned(server(), school);
    const response = await send({ ...(await declareBody(server().app, school)), record });
    expect([response.status, await response.json()]).toEqual([409, expect.objectContaining({ code: 'already-used' })]);
    const body = { ...(await declareBody(server().app, school)), record: newRecord() };
    const other = { ...body, id: uuidv7(NOW, random) };
    const both = await Promise.all([send(body), send(other)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    // Another school knows nothing of it.
    const elsewhere = await makeSchool(server().app);
    expect((await send({ ...(await declareBody(server().app, elsewhere)), record })).status).toBe(201);
  });

  it('tells kiosks of passes that somebody holds, and for how many', async () => {
    const local = await makeSchool(server().app);
    const kiosk = await new TestKiosk(local).pair(server().app);
    const group = await declareOwned(server(), local, {}, { companions: [child('Trần An', { symptoms: true })], together: true });
    const each = await declareOwned(server(), local, {}, { companions: [child('Trần Bình')], together: false });
    const { feed } = await kiosk.exchange(server().hono);
    const passes = feed.items.flatMap((item) => (item.kind === 'pass' ? [[item.subject, item.outcome, item.companions]] : []));
    expect(passes).toEqual([
      [group.subject, 'attention', 1],
      [each.subject, 'cleared', undefined],
      [subjectOf(each.answer.companions?.[0]?.pass?.digits ?? ''), 'cleared', undefined],
    ]);
  });

  it('shows the office whom a scan counts, and opens what was declared for them', async () => {
    const local = await makeSchool(server().app);
    const kiosk = await new TestKiosk(local).pair(server().app);
    const { cookie } = await makeAccount(server().app, local);
    const companions = [child('Trần Bảo An'), child('Trần Khôi')];
    const { subject, body } = await declareOwned(server(), local, {}, { companions, together: true });
    await kiosk.exchange(server().hono, [kiosk.scan(NOW - MINUTE, { subject, with: 2 })]);
    const get = async (path: string): Promise<Response> =>
      server().hono.request(`/api/schools/${local.id}${path}`, { headers: { cookie } });

    const { rows } = (await (await get('/log')).json()) as LogPage;
    expect(rows).toMatchObject([{ name: 'Nguyễn Thị Bích Hồng', companions: 2, companionNames: ['Trần Bảo An', 'Trần Khôi'] }]);
    const found = (await (await get('/log?q=bao%20an')).json()) as LogPage;
    expect(found.rows.map(({ name }) => name)).toEqual(['Nguyễn Thị Bích Hồng']);

    const view = (await (await get(`/declarations/${subject}`)).json()) as DeclarationView;
    expect(view).toMatchObject({ id: body.id, name: 'Nguyễn Thị Bích Hồng', withdrawn: [] });
    expect(view.companions.map(({ id, name, answers }) => [id, name, answers?.phone])).toEqual([
      [companions[0]?.id, 'Trần Bảo An', '0900000678'],
      [companions[1]?.id, 'Trần Khôi', '0900000678'],
    ]);

    const day = dayOf(NOW);
    const csv = await (await get(`/export.csv?from=${day}&to=${day}&purpose=daily-record&language=vi`)).text();
    const [head = '', line = ''] = csv.replace('\ufeff', '').split('\r\n');
    const at = head.split(',').indexOf('Số người đi cùng');
    expect(head.split(',').slice(at, at + 2)).toEqual(['Số người đi cùng', 'Người đi cùng']);
    expect(line).toContain('Trần Bảo An; Trần Khôi');
  });
});
