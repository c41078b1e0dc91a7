import { webcrypto } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { watchRound } from '../../server/alarms/rounds.ts';
import type { DataRequestList } from '../../shared/api/data-requests.schema.ts';
import type { DeclarationView, LogPage } from '../../shared/api/log.schema.ts';
import type { OwnRecord, Receipt } from '../../shared/api/own-records.schema.ts';
import { utf8 } from '../../shared/bytes.ts';
import { addDays, dayOf, endOfDay, HOUR, MINUTE } from '../../shared/clock.ts';
import { uuidv7 } from '../../shared/ids.ts';
import { sealPayload, startSession } from '../../shared/seal/session.ts';
import { describeServers } from '../app.ts';
import { child, declareOwned, newRecord, type Owned, subjectOf } from '../fixtures/own-record.ts';
import { declareBody, makeAccount, makeSchool, postJson, random, TestKiosk, type TestSchool } from '../fixtures/world.ts';

/** Late morning, so that no run crosses midnight. */
const NOW = Date.parse('2026-11-23T04:00:00Z');
const TODAY = dayOf(NOW);

interface Place {
  school: TestSchool;
  kiosk: TestKiosk;
  cookie: string;
}

describeServers('the key of the own record', (server) => {
  let place: Place;
  const openPlace = async (): Promise<Place> => {
    const school = await makeSchool(server().app);
    const kiosk = await new TestKiosk(school).pair(server().app);
    return { school, kiosk, cookie: (await makeAccount(server().app, school)).cookie };
  };
  beforeAll(async () => {
    server().setClock(NOW);
    place = await openPlace();
  });
  const ask = (path: string, body: object) => postJson(server().hono, `/api/own-record${path}`, body);
  const answered = async <T>(path: string, body: object): Promise<T> => {
    const response = await ask(path, body);
    expect([path, response.status]).toEqual([path, 200]);
    return (await response.json()) as T;
  };
  const opens = ({ record }: Owned, { school } = place) => ({ school: school.id, record });
  const see = (owned: Owned, at = place) => answered<OwnRecord>('', opens(owned, at));
  const erase = (owned: Owned, at = place) => answered<Receipt>('/erase', opens(owned, at));
  const get = async (path: string, { school, cookie } = place): Promise<Response> =>
    server().hono.request(`/api/schools/${school.id}${path}`, { headers: { cookie } });
  const log = async (at = place): Promise<LogPage> => (await (await get('/log', at)).json()) as LogPage;
  const note = (owned: Owned, at = place) =>
    postJson(server().hono, '/api/visits', { ...opens(owned, at), id: uuidv7(NOW, random), place: at.school.code, dir: 'in', at: NOW });
  const rowsOf = (table: 'declaration' | 'data_request' | 'sealed_payload' | 'pass_revocation', { school } = place) =>
    server().app.db.read({ schools: [school.id] }, (query) =>
      query.selectFrom(table).selectAll().where('school_id', '=', school.id).execute(),
    );
  const actions = async ({ school } = place): Promise<string[]> => {
    const rows = await server().app.db.read({ schools: [school.id] }, (query) =>
      query.selectFrom('audit').select('action').where('school_id', '=', school.id).execute(),
    );
    return rows.flatMap(({ action }) => (/^(record|consent)\./.test(action) ? [action] : [])).sort();
  };

  it('shows what is kept: what was declared for whom, visits, and until when', async () => {
    const local = await openPlace();
    const owned = await declareOwned(
      server(),
      local.school,
      {},
      { companions: [child('Trần Bảo An', { symptoms: true })], together: true },
    );
    await note(owned, local);
    await local.kiosk.exchange(server().hono, [
      local.kiosk.scan(NOW - 3 * MINUTE, { subject: owned.subject, with: 1 }),
      local.kiosk.scan(NOW - 2 * MINUTE, { subject: owned.subject, with: 1, dir: 'out' }),
    ]);
    const record = await see(owned, local);
    expect(record.school).toEqual({ name: 'Trường Tiểu học Hoa Ban', phone: '02130000000', contact: '' });
    expect(record.declarations).toMatchObject([
      { id: owned.body.id, maskedName: 'N.T.B. Hồng ·678', answers: { fullName: 'Nguyễn Thị Bích Hồng', symptoms: false }, withdrawn: [] },
      { maskedName: 'T.B. An ·678', answers: { fullName: 'Trần Bảo An', symptoms: true }, pass: { state: 'valid' } },
    ]);
    expect(record.declarations[0]).toMatchObject({
      consent: owned.body.consent,
      pass: { state: 'valid', expiresAt: owned.answer.pass.expiresAt },
    });
    expect(record.visits).toEqual([
      { at: NOW, dir: 'in', gate: null, how: 'poster' },
      { at: NOW - 2 * MINUTE, dir: 'out', gate: 'Cổng chính', how: 'gate' },
      { at: NOW - 3 * MINUTE, dir: 'in', gate: 'Cổng chính', how: 'gate' },
    ]);
    expect(record).toMatchObject({ requests: [], keptThrough: addDays(TODAY, 21) });
    expect(await actions(local)).toEqual(['record.seen']);
  });

  it('is the only way, and answers alike for all that it does not open', async () => {
    const owned = await declareOwned(server(), place.school);
    const other = await makeSchool(server().app);
    const closed: object[] = [
      { school: place.school.id, record: newRecord() },
      { school: other.id, record: owned.record },
      { school: 'nowhere', record: owned.record },
      { school: '*', record: owned.record },
      { school: "' or 1=1 --", record: owned.record },
    ];
    for (const path of ['', '/withdraw', '/erase']) {
      const texts = new Set<string>();
      for (const body of closed) {
        const response = await ask(path, path === '/withdraw' ? { ...body, purposes: ['gate'] } : body);
        texts.add(`${response.status} ${await response.text()}`);
      }
      expect([...texts]).toEqual([expect.stringMatching(/^404 .*not-found/)]);
    }
    for (const wrong of [
      { record: owned.record },
      { school: place.school.id },
      { ...opens(owned), record: 'x' },
      { ...opens(owned), more: 1 },
    ]) {
      expect((await ask('', wrong)).status).toBe(422);
    }
    expect((await ask('/withdraw', { ...opens(owned), purposes: [] })).status).toBe(422);
    expect((await server().hono.request(`/api/own-record?record=${owned.record}`)).status).toBe(404);
    const stored = await rowsOf('declaration');
    for (const text of [JSON.stringify(stored), server().logged.join('')]) expect(text).not.toContain(owned.record);
  });

  it('takes consent back: answers are destroyed, the pass opens nothing, who it was stays for the log', async () => {
    const local = await openPlace();
    const owned = await declareOwned(
      server(),
      local.school,
      { symptoms: true },
      { companions: [child('Trần Bảo An', { contact: true })], together: false },
    );
    const { feed } = await local.kiosk.exchange(server().hono, [
      local.kiosk.scan(NOW - MINUTE, { subject: owned.subject, colour: 'amber' }),
    ]);
    const receipt = await answered<Receipt>('/withdraw', { ...opens(owned, local), purposes: ['health'] });
    expect(receipt).toEqual({
      number: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{8}$/),
      kind: 'withdrawal',
      askedAt: NOW,
      doneAt: NOW,
      dueAt: NOW,
      school: 'Trường Tiểu học Hoa Ban',
      contact: '02130000000',
      covers: { declarations: 2, visits: 1 },
      purposes: ['health'],
    });

    const stored = (await rowsOf('declaration', local)) as { answers: Uint8Array; outcome: string; reasons: string; body_hash: string }[];
    expect(stored.map((row) => [row.answers.length, row.outcome, row.reasons, row.body_hash])).toEqual(
      stored.map(() => [1, 'cleared', '[]', '']),
    );
    const record = await see(owned, local);
    expect(record.declarations.map(({ answers, withdrawn, pass }) => [answers, withdrawn, pass.state])).toEqual([
      [null, ['health'], 'withdrawn'],
      [null, ['health'], 'withdrawn'],
    ]);
    expect(record.requests).toEqual([receipt]);
    expect((await log(local)).rows).toMatchObject([{ name: 'Nguyễn Thị Bích Hồng', erased: false }]);
    const view = (await (await get(`/declarations/${owned.subject}`, local)).json()) as DeclarationView;
    expect(view).toMatchObject({ answers: null, withdrawn: ['health'], name: 'Nguyễn Thị Bích Hồng' });

    const have = { epoch: server().app.epoch(), feed: feed.cursor, policy: 0, keysAt: 0 };
    const heard = await local.kiosk.exchange(server().hono, [], { have });
    expect(heard.feed.items.filter(({ kind }) => kind === 'revoked')).toEqual([
      { kind: 'revoked', subject: owned.subject, erased: true },
      { kind: 'revoked', subject: subjectOf(owned.answer.companions?.[0]?.pass?.digits ?? ''), erased: true },
    ]);
    expect((await note(owned, local)).status).toBe(410);
    // The phone that sends its declaration again is not given the pass.
    expect((await postJson(server().hono, '/api/declarations', owned.body)).status).toBe(410);

    // Asked again it is the same request; another purpose is another one.
    expect(await answered<Receipt>('/withdraw', { ...opens(owned, local), purposes: ['health'] })).toEqual(receipt);
    const second = await answered<Receipt>('/withdraw', { ...opens(owned, local), purposes: ['gate', 'health'] });
    expect(second.purposes).toEqual(['gate']);
    expect(second.number).not.toBe(receipt.number);
    expect((await see(owned, local)).requests.map(({ purposes }) => purposes).sort()).toEqual([['gate'], ['health']]);
    expect(await actions(local)).toEqual(['consent.withdrawn', 'consent.withdrawn', 'record.seen', 'record.seen']);
  });

  it('takes back what was a choice without touching the rest, and nothing that was never agreed to', async () => {
    const owned = await declareOwned(server(), place.school);
    const unknown = await ask('/withdraw', { ...opens(owned), purposes: ['gate', 'outbreak-contact'] });
    expect([unknown.status, await unknown.json()]).toEqual([
      422,
      expect.objectContaining({ errors: [{ at: '/purposes/1', reason: 'unknown' }] }),
    ]);
    const { consent } = owned.body;
    const more = await declareOwned(
      server(),
      place.school,
      {},
      { consent: { ...consent, purposes: [...consent.purposes, 'outbreak-contact'] } },
    );
    const receipt = await answered<Receipt>('/withdraw', { ...opens(more), purposes: ['outbreak-contact'] });
    expect(receipt.doneAt).toBe(NOW);
    expect((await see(more)).declarations).toMatchObject([
      { answers: { symptoms: false }, withdrawn: ['outbreak-contact'], pass: { state: 'valid' } },
    ]);
    expect((await note(more)).status).toBe(201);
    expect((await postJson(server().hono, '/api/declarations', more.body)).status).toBe(200);
  });

  it('erases: nothing of the record is left but times that name nobody', async () => {
    const local = await openPlace();
    const companions = [child('Trần Bảo An')];
    const owned = await declareOwned(server(), local.school, { fullName: 'Sùng Thị Canh Cửa' }, { companions, together: true });
    const stays = await declareOwned(server(), local.school, { fullName: 'Đỗ Đình Đức' });
    expect((await note(owned, local)).status).toBe(201);
    const sealed = await sealedScan(local, owned.subject, 'Sùng Thị Canh Cửa');
    const away = [local.kiosk.scan(NOW - 2 * MINUTE, { subject: owned.subject, with: 1, dir: 'out' })];
    await local.kiosk.exchange(server().hono, [sealed.item, ...away, local.kiosk.scan(NOW - MINUTE, { subject: stays.subject })], {
      sessions: [sealed.wrapped],
    });
    expect(await rowsOf('sealed_payload', local)).toHaveLength(1);
    const before = await log(local);
    expect(before.rows.filter(({ name }) => name === 'Sùng Thị Canh Cửa')).toHaveLength(3);

    const receipt = await erase(owned, local);
    expect(receipt).toMatchObject({
      kind: 'erasure',
      askedAt: NOW,
      doneAt: NOW,
      dueAt: NOW,
      covers: { declarations: 2, visits: 3 },
      purposes: [],
    });
    expect(await erase(owned, local)).toEqual(receipt);
    expect(await see(owned, local)).toMatchObject({ declarations: [], visits: [], requests: [receipt], keptThrough: null });
    expect(await rowsOf('sealed_payload', local)).toEqual([]);
    const left = (await rowsOf('declaration', local)) as { id: string }[];
    expect(left.map(({ id }) => id)).toEqual([stays.body.id]);

    const { rows } = await log(local);
    expect(
      rows.map(({ name, erased, unreadable, declared, companionNames }) => [name, erased, unreadable, declared, companionNames]),
    ).toEqual([
      [null, true, false, false, []],
      ['Đỗ Đình Đức', false, false, true, []],
      [null, true, false, false, []],
      [null, true, false, false, []],
    ]);
    expect(rows[0]).toMatchObject({ method: 'poster', subject: '' });
    const csv = await (await get(`/export.csv?from=${TODAY}&to=${TODAY}&purpose=daily-record`, local)).text();
    expect(csv.split('(đã xóa theo yêu cầu)')).toHaveLength(4);
    expect(csv).not.toContain('Canh');
    expect((await get(`/declarations/${owned.subject}`, local)).status).toBe(404);

    for (const id of [owned.body.id, companions[0]?.id ?? '', owned.subject])
      expect(server().app.keys.erased(local.school.id, id)).toBe(true);
    expect((await note(owned, local)).status).toBe(410);
    expect((await postJson(server().hono, '/api/declarations', owned.body)).status).toBe(410);
    const again = await postJson(server().hono, '/api/declarations', {
      ...(await declareBody(server().app, local.school)),
      record: owned.record,
    });
    expect([again.status, await again.json()]).toEqual([409, expect.objectContaining({ code: 'already-used' })]);
    expect((await ask('/withdraw', { ...opens(owned, local), purposes: ['gate'] })).status).toBe(410);
    expect(await actions(local)).toEqual(['record.destroyed', 'record.erased', 'record.seen']);
  });

  it('tells kiosks, and takes no name with what they send later', async () => {
    const local = await openPlace();
    const owned = await declareOwned(server(), local.school);
    const { feed } = await local.kiosk.exchange(server().hono);
    await erase(owned, local);
    const have = { epoch: server().app.epoch(), feed: feed.cursor, policy: 0, keysAt: 0 };
    const sealed = await sealedScan(local, owned.subject, 'Nguyễn Thị Bích Hồng');
    const heard = await local.kiosk.exchange(server().hono, [sealed.item], { have, sessions: [sealed.wrapped] });
    expect(heard.results).toEqual([expect.objectContaining({ status: 'erased' })]);
    expect(heard.feed.items).toEqual([{ kind: 'revoked', subject: owned.subject, erased: true }]);
    expect(await rowsOf('sealed_payload', local)).toEqual([]);
    expect((await log(local)).rows).toMatchObject([{ name: null, erased: true, unreadable: false }]);
    // A kiosk that begins anew is told of no pass.
    const other = await new TestKiosk(local.school).pair(server().app);
    expect((await other.exchange(server().hono)).feed.items.map(({ kind }) => kind)).not.toContain('pass');
  });

  it('leaves no name in an item that is held, and the item to be settled', async () => {
    const local = await openPlace();
    const owned = await declareOwned(server(), local.school);
    const { item, wrapped } = await sealedScan(local, owned.subject, 'Nguyễn Thị Bích Hồng');
    const other = { ...item, event: item.event.replace('"dir":"in"', '"dir":"out"') };
    const { results } = await local.kiosk.exchange(server().hono, [item, other], { sessions: [wrapped] });
    expect(results.map(({ status }) => status)).toEqual(['stored', 'conflict']);
    const heldBytes = async (): Promise<string[]> => {
      const rows = await server().app.db.read({ schools: [local.school.id] }, (query) =>
        query.selectFrom('held_event').select('bytes').where('school_id', '=', local.school.id).execute(),
      );
      return rows.map(({ bytes }) => bytes);
    };
    expect(await heldBytes()).toEqual([expect.stringContaining('"sealed"')]);
    server().setClock(endOfDay(TODAY) + 1);
    await erase(owned, local);
    expect(await heldBytes()).toEqual([JSON.stringify({ event: other.event })]);
    const shown = await (await get('/held', local)).text();
    expect(shown).not.toContain('Hồng');
    expect(JSON.parse(shown)).toMatchObject({ items: [{ kind: 'conflict' }] });
    server().setClock(NOW);
  });

  it('waits while somebody of the record is inside, and is carried out when they have left', async () => {
    const local = await openPlace();
    const owned = await declareOwned(server(), local.school);
    await local.kiosk.exchange(server().hono, [local.kiosk.scan(NOW - MINUTE, { subject: owned.subject })]);
    const receipt = await erase(owned, local);
    expect(receipt).toMatchObject({ doneAt: null, dueAt: endOfDay(TODAY) });
    expect(await erase(owned, local)).toEqual(receipt);
    await watchRound(server().app);
    expect((await log(local)).rows).toMatchObject([{ name: 'Nguyễn Thị Bích Hồng', erased: false }]);
    expect(await see(owned, local)).toMatchObject({ declarations: [{ pass: { state: 'valid' } }], requests: [{ doneAt: null }] });

    server().setClock(NOW + HOUR);
    await local.kiosk.exchange(server().hono, [local.kiosk.scan(NOW + HOUR - MINUTE, { subject: owned.subject, dir: 'out' })]);
    await watchRound(server().app);
    expect(await see(owned, local)).toMatchObject({ declarations: [], requests: [{ ...receipt, doneAt: NOW + HOUR }] });
    await watchRound(server().app);
    expect(await actions(local)).toEqual(['record.destroyed', 'record.erased', 'record.seen', 'record.seen']);
    server().setClock(NOW);
  });

  it('waits no longer than the day, also when the server slept over its end', async () => {
    const local = await openPlace();
    const owned = await declareOwned(server(), local.school, {}, { companions: [child('Trần Bảo An')], together: false });
    const along = subjectOf(owned.answer.companions?.[0]?.pass?.digits ?? '');
    // Only the child is inside.
    await local.kiosk.exchange(server().hono, [local.kiosk.scan(NOW - MINUTE, { subject: along })]);
    expect((await erase(owned, local)).doneAt).toBeNull();
    server().setClock(endOfDay(TODAY) + 6 * HOUR);
    await watchRound(server().app);
    const { requests, declarations } = await see(owned, local);
    expect(declarations).toEqual([]);
    expect(requests[0]?.doneAt).toBe(endOfDay(TODAY) + 6 * HOUR);
    expect((await log(local)).rows.length).toBe(0);
    server().setClock(NOW);
    expect((await log(local)).rows).toMatchObject([{ name: null, erased: true }]);
  });

  it('is one request for many who ask at the same moment', async () => {
    const owned = await declareOwned(server(), place.school);
    const receipts = await Promise.all(Array.from({ length: 20 }, () => erase(owned)));
    expect(new Set(receipts.map(({ number }) => number)).size).toBe(1);
    const rows = (await rowsOf('data_request')) as { number: string }[];
    expect(rows.filter(({ number }) => number === receipts[0]?.number)).toHaveLength(1);
  });

  it('goes on where it broke off', async () => {
    const local = await openPlace();
    const owned = await declareOwned(server(), local.school);
    const { app } = server();
    const { erase: write } = app.keys;
    app.keys.erase = () => {
      throw new Error('no space left');
    };
    expect((await ask('/erase', opens(owned, local))).status).toBe(500);
    app.keys.erase = write.bind(app.keys);
    expect(await see(owned, local)).toMatchObject({ declarations: [{}], requests: [{ kind: 'erasure', doneAt: null }] });
    await watchRound(app);
    expect(await see(owned, local)).toMatchObject({ declarations: [], requests: [{ doneAt: NOW }] });
  });

  it('is opened thirty times a minute, and others meanwhile', async () => {
    const owned = await declareOwned(server(), place.school);
    const statuses: number[] = [];
    for (let time = 0; time < 32; time++) statuses.push((await ask('', opens(owned))).status);
    expect(statuses).toEqual([...Array.from({ length: 30 }, () => 200), 429, 429]);
    expect((await ask('', opens(await declareOwned(server(), place.school)))).status).toBe(200);
  });

  it('lets the office see what was asked for, by number alone', async () => {
    const local = await openPlace();
    const one = await declareOwned(server(), local.school, { fullName: 'Sùng Thị Canh Cửa' });
    const receipt = await erase(one, local);
    const list = (await (await get('/data-requests', local)).json()) as DataRequestList;
    const { school: _, contact: __, ...shown } = receipt;
    expect(list.requests).toEqual([shown]);
    const viewer = await makeAccount(server().app, local.school, 'viewer');
    expect((await get('/data-requests', { ...local, cookie: viewer.cookie })).status).toBe(200);
    expect((await get('/data-requests', { ...local, cookie: place.cookie })).status).toBe(404);
    const rows = JSON.stringify(await rowsOf('data_request', local));
    for (const secret of ['Canh', one.record, one.subject, one.body.id]) expect(rows).not.toContain(secret);
  });

  /** A scan beside which the kiosk sealed a name, as for somebody whose pass it could not read whole. */
  async function sealedScan({ kiosk, school }: Place, subject: string, name: string) {
    const { app } = server();
    const [key] = app.keys.sealingKeys(school.id, NOW);
    if (!key) throw new Error('no sealing key');
    const ports = { subtle: webcrypto.subtle, random };
    const session = await startSession({ school: school.id, ...key }, ports);
    const draft = kiosk.scan(NOW - 3 * MINUTE, { subject, with: 1 });
    const payload = await sealPayload(session, { event: draft.id, class: 'identity' }, utf8(JSON.stringify({ name })), ports);
    const event = JSON.stringify({ ...JSON.parse(draft.event), sealed: payload.hash });
    return { item: { event, payload: { session: session.wrapped.id, sealed: payload.sealed } }, wrapped: session.wrapped };
  }
});
