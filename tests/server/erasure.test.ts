import { beforeAll, expect, it } from 'vitest';
import { watchRound } from '../../server/alarms/rounds.ts';
import type { Db, Statement } from '../../server/db/port.ts';
import { ingest } from '../../server/gates/ingest.ts';
import { openSessions } from '../../server/gates/sessions.ts';
import { dayOf, endOfDay, HOUR, MINUTE } from '../../shared/clock.ts';
import { describeServers } from '../app.ts';
import { child, declareOwned, subjectOf } from '../fixtures/own-record.ts';
import { NOW, rightsKit } from '../fixtures/rights.ts';
import { declareBody, postJson, TestKiosk } from '../fixtures/world.ts';

const TODAY = dayOf(NOW);

function newSignal(): { given: Promise<void>; give(): void } {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}

describeServers('erasing the own record', (server) => {
  const kit = rightsKit(server);
  const { openPlace, ask, opens, see, erase, get, log, note, rowsOf, actions, sealedScan } = kit;
  beforeAll(() => kit.open());

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
    // Somebody new who brings along a person of that id: what a restore destroys again must be nobody's.
    const brings = { ...(await declareBody(server().app, local.school)), companions, together: true };
    expect((await postJson(server().hono, '/api/declarations', brings)).status).toBe(410);
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

  it('keeps nothing sealed of an item that comes later and is held', async () => {
    const local = await openPlace();
    const owned = await declareOwned(server(), local.school);
    const one = await sealedScan(local, owned.subject, 'Nguyễn Thị Bích Hồng');
    const other = { ...one.item, event: one.item.event.replace('"dir":"in"', '"dir":"out"') };
    const unknownSession = await sealedScan(local, owned.subject, 'Nguyễn Thị Bích Hồng');
    const late = await sealedScan(local, owned.subject, 'Nguyễn Thị Bích Hồng');
    await erase(owned, local);
    const { results } = await local.kiosk.exchange(server().hono, [one.item, other, unknownSession.item], { sessions: [one.wrapped] });
    expect(results.map(({ status }) => status)).toEqual(['erased', 'conflict', 'erased']);
    const { app } = server();
    const sessions = await openSessions(app, local.school.id, [late.wrapped], []);
    const from = { id: local.kiosk.id, school: local.school.id, revokedAt: NOW - HOUR };
    expect((await ingest(app, from, [late.item], sessions, {})).results).toMatchObject([{ reason: 'after-revocation' }]);
    expect(await rowsOf('sealed_payload', local)).toEqual([]);
    const held = (await rowsOf('held_event', local)) as { bytes: string }[];
    expect(held.map(({ bytes }) => bytes).sort()).toEqual([other, late.item].map(({ event }) => JSON.stringify({ event })).sort());
  });

  it.each(['before', 'after'])('leaves no name that a batch brings in the same moment: saved %s the record is destroyed', async (when) => {
    const local = await openPlace();
    const owned = await declareOwned(server(), local.school);
    const { item, wrapped } = await sealedScan(local, owned.subject, 'Nguyễn Thị Bích Hồng');
    const { app } = server();
    const { db } = app;
    const is = (statements: readonly Statement[], sql: string) => statements.some(({ query }) => query.sql.startsWith(sql));
    const [looked, destroying, stored] = [newSignal(), newSignal(), newSignal()];
    const save: Db['save'] = async (scope, statements) => {
      const brings = is(statements, 'insert into "sealed_payload"');
      const destroys = is(statements, 'delete from "declaration"');
      if (brings) {
        // It has looked into the ledger, where nobody stands yet.
        looked.give();
        await destroying.given;
      }
      if (destroys && when === 'before') {
        destroying.give();
        await stored.given;
      }
      const saved = await db.save(scope, statements);
      if (brings) stored.give();
      if (destroys) destroying.give();
      return saved;
    };
    app.db = { ...db, save };
    try {
      const sent = local.kiosk.exchange(server().hono, [item], { sessions: [wrapped] });
      await looked.given;
      await erase(owned, local);
      expect((await sent).results).toMatchObject([{ status: 'stored' }]);
    } finally {
      app.db = db;
    }
    expect(await rowsOf('sealed_payload', local)).toEqual([]);
    expect((await log(local)).rows).toMatchObject([{ name: null, erased: true }]);
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
    const owned = await declareOwned(server(), kit.home().school);
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
});
