import { beforeAll, expect, it } from 'vitest';
import type { DeclareAnswer } from '../../shared/api/declarations.schema.ts';
import type { LogPage } from '../../shared/api/log.schema.ts';
import type { CheckInInput, OwnRecord } from '../../shared/api/own-records.schema.ts';
import { toBase64url } from '../../shared/bytes.ts';
import { DAY, HOUR, MINUTE } from '../../shared/clock.ts';
import { uuidv7 } from '../../shared/ids.ts';
import { describeServers } from '../app.ts';
import { declareBody, makeAccount, makeSchool, postJson, random, TestKiosk, type TestSchool } from '../fixtures/world.ts';

/** Late morning, so that no run crosses midnight. */
const NOW = Date.parse('2026-11-23T04:00:00Z');

describeServers('noting a visit at a poster', (server) => {
  let school: TestSchool;
  let kiosk: TestKiosk;
  let cookie: string;
  beforeAll(async () => {
    server().setClock(NOW);
    school = await makeSchool(server().app);
    kiosk = await new TestKiosk(school).pair(server().app);
    cookie = (await makeAccount(server().app, school)).cookie;
  });
  const send = (body: unknown) => postJson(server().hono, '/api/visits', body);
  const declared = async (answers: Record<string, unknown> = {}, change: object = {}): Promise<string> => {
    const record = toBase64url(random(16));
    const body = { ...(await declareBody(server().app, school, answers)), record, ...change };
    const response = await postJson(server().hono, '/api/declarations', body);
    expect(response.status).toBe(201);
    return record;
  };
  const visit = (record: string, change: Partial<CheckInInput> = {}): CheckInInput => {
    const at = change.at ?? NOW;
    return { id: uuidv7(at, random), school: school.id, record, place: school.code, dir: 'in', ...change, at };
  };

  it('is stored once, and answered alike each time', async () => {
    const body = visit(await declared());
    const first = await send(body);
    expect(first.status).toBe(201);
    const answer = await first.json();
    expect(answer).toEqual({ id: body.id, at: NOW, dir: 'in', gate: null, proof: 'poster' });
    const again = await send(body);
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual(answer);
    expect((await send({ ...body, dir: 'out' })).status).toBe(409);
    const many = visit(body.record, { at: NOW + MINUTE });
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(many)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array.from({ length: 19 }, () => 200), 201]);
  });
});
