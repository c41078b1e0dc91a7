import { beforeAll, expect, it } from 'vitest';
import type { DataRequestList } from '../../shared/api/data-requests.schema.ts';
import type { DeclarationView } from '../../shared/api/log.schema.ts';
import type { Receipt } from '../../shared/api/own-records.schema.ts';
import { addDays, dayOf, MINUTE } from '../../shared/clock.ts';
import { describeServers } from '../app.ts';
import { child, declareOwned, newRecord, subjectOf } from '../fixtures/own-record.ts';
import { NOW, rightsKit } from '../fixtures/rights.ts';
import { makeAccount, makeSchool, postJson } from '../fixtures/world.ts';

const TODAY = dayOf(NOW);

describeServers('the key of the own record', (server) => {
  const kit = rightsKit(server);
  const { openPlace, ask, answered, opens, see, erase, get, log, note, rowsOf, actions } = kit;
  beforeAll(() => kit.open());

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
    const owned = await declareOwned(server(), kit.home().school);
    const other = await makeSchool(server().app);
    const closed: object[] = [
      { school: kit.home().school.id, record: newRecord() },
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
      { school: kit.home().school.id },
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

  it('is taken back once by many who ask at the same moment', async () => {
    const owned = await declareOwned(server(), kit.home().school);
    const body = { ...opens(owned), purposes: ['health'] };
    const receipts = await Promise.all(Array.from({ length: 10 }, () => answered<Receipt>('/withdraw', body)));
    expect(new Set(receipts.map(({ number }) => number)).size).toBe(1);
    expect((await see(owned)).requests).toHaveLength(1);
  });

  it('takes back what was a choice without touching the rest, and nothing that was never agreed to', async () => {
    const owned = await declareOwned(server(), kit.home().school);
    const unknown = await ask('/withdraw', { ...opens(owned), purposes: ['gate', 'outbreak-contact'] });
    expect([unknown.status, await unknown.json()]).toEqual([
      422,
      expect.objectContaining({ errors: [{ at: '/purposes/1', reason: 'unknown' }] }),
    ]);
    const { consent } = owned.body;
    const more = await declareOwned(
      server(),
      kit.home().school,
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

  it('is opened thirty times a minute, and others meanwhile', async () => {
    const owned = await declareOwned(server(), kit.home().school);
    const statuses: number[] = [];
    for (let time = 0; time < 32; time++) statuses.push((await ask('', opens(owned))).status);
    expect(statuses).toEqual([...Array.from({ length: 30 }, () => 200), 429, 429]);
    expect((await ask('', opens(await declareOwned(server(), kit.home().school)))).status).toBe(200);
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
    expect((await get('/data-requests', { ...local, cookie: kit.home().cookie })).status).toBe(404);
    const rows = JSON.stringify(await rowsOf('data_request', local));
    for (const secret of ['Canh', one.record, one.subject, one.body.id]) expect(rows).not.toContain(secret);
  });
});
