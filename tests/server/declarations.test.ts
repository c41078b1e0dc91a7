import { beforeAll, expect, it } from 'vitest';
import { visitor } from '../../server/questionnaires/content/visitor.ts';
import { publishQuestionnaires } from '../../server/questionnaires/store.ts';
import type { DeclareAnswer } from '../../shared/api/declarations.schema.ts';
import { DAY, dayOf, endOfDay } from '../../shared/clock.ts';
import { readPass, verifyPass } from '../../shared/pass/pass.ts';
import { describeServers } from '../app.ts';
import { declareBody, makeAccount, makeSchool, postJson, type TestSchool } from '../fixtures/world.ts';

describeServers('declaring', (server) => {
  let school: TestSchool;
  beforeAll(async () => {
    school = await makeSchool(server().app);
  });
  const send = (body: unknown) => postJson(server().hono, '/api/declarations', body);

  it('gives a pass that verifies, holds no answer and ends with the day', async () => {
    const response = await send(await declareBody(server().app, school));
    expect(response.status).toBe(201);
    const { pass, outcome } = (await response.json()) as DeclareAnswer;
    expect(outcome).toBe('cleared');
    const read = readPass(pass.digits);
    if (!read) throw new Error('the pass cannot be read');
    expect(await verifyPass(read, server().app.keys.verificationKeys(), crypto.subtle)).toBe('valid');
    expect(read.claims).toMatchObject({ name: 'N.T.B. Hồng ·678', schoolTag: school.tag, outcome: 'cleared' });
    expect(read.claims.expiresAt).toBe(Math.floor(endOfDay(dayOf(Date.now())) / 1000) * 1000);
    expect(pass.typedCode).toMatch(/^\d{10}$/);
  });

  it('asks for attention after a symptom and never more', async () => {
    const response = await send(await declareBody(server().app, school, { symptoms: true }));
    expect(await response.json()).toMatchObject({ outcome: 'attention', pass: { outcome: 'attention' } });
  });

  it('answers a repeated request alike and a changed one with a conflict', async () => {
    const body = await declareBody(server().app, school);
    const first = (await (await send(body)).json()) as DeclareAnswer;
    const again = await send(body);
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual(first);
    const changed = await send({ ...body, answers: { ...body.answers, host: 'Thầy Sơn' } });
    expect(changed.status).toBe(409);
    expect(await changed.json()).toMatchObject({ code: 'conflict' });
  });

  it('stores one row for 50 requests at once, all with one pass', async () => {
    const body = await declareBody(server().app, school);
    const answers = await Promise.all(Array.from({ length: 50 }, async () => send(body)));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    const bodies = await Promise.all(answers.map((answer) => answer.json()));
    expect(new Set(bodies.map((each) => (each as DeclareAnswer).pass.digits)).size).toBe(1);
  });

  it('names the fields that are wrong and never what was typed', async () => {
    const body = await declareBody(server().app, school, { fullName: '=HYPERLINK("x")', symptoms: undefined });
    const response = await send(body);
    expect(response.status).toBe(422);
    const text = await response.text();
    expect(JSON.parse(text).errors).toEqual(
      expect.arrayContaining([
        { at: '/answers/fullName', reason: 'not-a-name' },
        { at: '/answers/symptoms', reason: 'required' },
      ]),
    );
    expect(text).not.toContain('HYPERLINK');
  });

  it('wants each required purpose ticked, in the words of that version', async () => {
    const body = await declareBody(server().app, school);
    expect((await send({ ...body, consent: { ...body.consent, purposes: [] } })).status).toBe(422);
    expect((await send({ ...body, consent: { ...body.consent, version: 'other' } })).status).toBe(422);
    // No date can be made of it, and the office is shown one.
    expect((await send({ ...body, consent: { ...body.consent, at: Number.MAX_SAFE_INTEGER } })).status).toBe(422);
  });

  it('stores name, phone and answers sealed', async () => {
    await send(await declareBody(server().app, school, { fullName: 'Lò Thị Canh Cửa', phone: '0911222333' }));
    const rows = await server().app.db.read('system', (query) => query.selectFrom('declaration').selectAll().execute());
    const stored = JSON.stringify(rows, (_, value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value));
    expect(stored).not.toContain('Canh');
    expect(stored).not.toContain('0911222333');
    expect(server().logged.join('')).not.toContain('Canh');
  });

  it('takes the version before for seven days after a new one', async () => {
    const { app, setClock } = server();
    const old = await declareBody(app, school);
    const now = Date.now();
    setClock(now);
    await publishQuestionnaires(app, [{ ...visitor, version: visitor.version + 1 }]);
    expect((await send(old)).status).toBe(201);
    setClock(now + 8 * DAY);
    expect((await send({ ...(await declareBody(app, school)), questionnaire: old.questionnaire })).status).toBe(422);
    expect((await send(await declareBody(app, school))).status).toBe(201);
    setClock(null);
  });

  it('answers for an unknown and for a withdrawn poster', async () => {
    const body = await declareBody(server().app, school);
    expect((await send({ ...body, place: 'ZZZZZZ' })).status).toBe(404);
    const { cookie } = await makeAccount(server().app, school);
    const rotated = await postJson(server().hono, `/api/schools/${school.id}/posters/${school.code}/rotate`, '', { cookie });
    expect(rotated.status).toBe(201);
    expect((await send(body)).status).toBe(410);
    const place = await server().hono.request(`/api/places/${school.code}`);
    expect(await place.json()).toMatchObject({ state: 'withdrawn' });
  });

  const broken: [string, string, Record<string, string>, number][] = [
    ['truncated JSON', '{"id":', {}, 400],
    ['garbage after JSON', '{} x', {}, 400],
    ['a byte order mark', '\ufeff{}', {}, 400],
    ['JSON nested 100,000 deep', '['.repeat(100_000), {}, 400],
    ['another content type', '{}', { 'content-type': 'text/plain' }, 415],
    ['another charset', '{}', { 'content-type': 'application/json;charset=utf-7' }, 415],
    ['a page of another origin', '{}', { origin: 'https://evil.example' }, 403],
    ['too much', JSON.stringify('x'.repeat(300_000)), {}, 413],
  ];
  it.each(broken)('refuses %s', async (_, body, headers, status) => {
    const response = await postJson(server().hono, '/api/declarations', body, headers);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });
});
