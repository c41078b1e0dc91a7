/** One item that a store cannot take must never hold up the others of its batch: the kiosk would send it for ever. */
import { webcrypto } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { createApp } from '../../server/app.ts';
import type { Alarms, LogPage } from '../../shared/api/log.schema.ts';
import { utf8 } from '../../shared/bytes.ts';
import { addDays, DAY, dayOf, HOUR } from '../../shared/clock.ts';
import { uuidv7 } from '../../shared/ids.ts';
import { type SealSession, sealPayload, startSession } from '../../shared/seal/session.ts';
import type { TestApp } from '../app.ts';
import { describeServers } from '../app.ts';
import { makeAccount, makeSchool, random, TestKiosk, type TestSchool } from '../fixtures/world.ts';

const subtle = webcrypto.subtle;
const ports = { subtle, random };

async function newSession(server: TestApp, kiosk: TestKiosk, school: TestSchool): Promise<SealSession> {
  const { sealingKeys } = await kiosk.exchange(server.hono);
  const week = sealingKeys?.[0];
  if (!week) throw new Error('no sealing key came');
  return startSession({ school: school.id, ...week }, ports);
}

/** Appends to the kiosk's chain; `plain` is sealed beside it. */
async function sealedItem(kiosk: TestKiosk, session: SealSession, at: number, plain: object, draft: object = {}) {
  const item = kiosk.scan(at, { method: 'quick', code: 'none', colour: 'amber', why: ['no-declaration'] });
  const kind = 'kind' in draft ? 'answers' : 'identity';
  const payload = await sealPayload(session, { event: item.id, class: kind }, utf8(JSON.stringify(plain)), ports);
  const event = JSON.stringify({ ...JSON.parse(item.event), ...draft, sealed: payload.hash });
  return { id: item.id, event, payload: { session: session.wrapped.id, sealed: payload.sealed } };
}

describeServers('hostile items', (server) => {
  const now = Date.now();
  let school: TestSchool;
  let cookie: string;
  beforeAll(async () => {
    school = await makeSchool(server().app);
    cookie = (await makeAccount(server().app, school)).cookie;
  });
  const paired = () => new TestKiosk(school).pair(server().app);
  const alarms = async (): Promise<Alarms> =>
    (await (await server().hono.request(`/api/schools/${school.id}/alarms`, { headers: { cookie } })).json()) as Alarms;

  const strange: [string, Record<string, unknown>, string][] = [
    ['an id of the year 10889', { id: uuidv7(2 ** 48 - 1, random) }, 'stored'],
    ['the highest clock that can be written', { at: Number.MAX_SAFE_INTEGER, off: Number.MAX_SAFE_INTEGER }, 'stored'],
    ['the lowest clock that can be written', { at: Number.MIN_SAFE_INTEGER, off: Number.MIN_SAFE_INTEGER }, 'stored'],
    ['NUL in the gate', { gate: 'a\0b' }, 'quarantined'],
    ['half a character in the gate', { gate: '\ud800' }, 'quarantined'],
    ['half a character in the operator', { op: 'x\udfff' }, 'quarantined'],
    ['NUL in an unknown kind', { kind: 'thermal\0scan' }, 'quarantined'],
    ['half a character in a field that nobody reads', { extra: '\ud800' }, 'stored'],
    ['a prototype', { ['__proto__']: { kind: 'note' }, constructor: { prototype: 1 } }, 'stored'],
  ];
  it.each(strange)('takes the others beside %s', async (_, change, status) => {
    const kiosk = await paired();
    const items = [kiosk.scan(now), kiosk.item({ kind: 'note', gate: school.gate, note: 'shift-start' }, now, change), kiosk.scan(now + 1)];
    const { results } = await kiosk.exchange(server().hono, items);
    expect(results.map((result) => result.status)).toEqual(['stored', status, 'stored']);
    const again = await kiosk.exchange(server().hono, items);
    expect(again.results.map((result) => result.status)).toEqual(['duplicate', status === 'stored' ? 'duplicate' : status, 'duplicate']);
  });

  it('keeps an item whose very text cannot be stored', async () => {
    const kiosk = await paired();
    const good = kiosk.scan(now);
    const text = kiosk.item({ kind: 'note', gate: school.gate, note: 'shift-start' }, now).event;
    const { results } = await kiosk.exchange(server().hono, [good, { event: `${text.slice(0, -1)},"x":"\ud800"}` }]);
    expect(results.map((result) => result.status)).toEqual(['stored', 'quarantined']);
  });

  it.each(['a\0b', '\ud800', 'x'.repeat(500), ''])('takes the others beside a payload of the session %j', async (session) => {
    const kiosk = await paired();
    const using = await newSession(server(), kiosk, school);
    const good = kiosk.scan(now);
    const bad = await sealedItem(kiosk, using, now, { name: 'Trần Văn Bảy' });
    const items = [good, { ...bad, payload: { ...bad.payload, session } }];
    const sessions = [{ ...using.wrapped, id: session }, using.wrapped];
    const { results } = await kiosk.exchange(server().hono, items, { sessions });
    expect(results.map((result) => result.status)).toEqual(['stored', 'quarantined']);
  });

  it('takes the others beside a declaration whose subject has one already', async () => {
    const kiosk = await paired();
    const { questionnaire } = await kiosk.exchange(server().hono);
    if (!questionnaire) throw new Error('no questionnaire came');
    const session = await newSession(server(), kiosk, school);
    const plain = {
      answers: { fullName: 'Lò Thị Cửa', phone: '0900000123', host: 'Cô Lan', symptoms: false, contact: false },
      consent: {
        version: questionnaire.consent.version,
        language: 'vi',
        purposes: questionnaire.consent.purposes.map((purpose) => purpose.code),
        at: now,
      },
    };
    const draft = { kind: 'declaration', subject: 'A'.repeat(22), questionnaire: questionnaire.id, version: questionnaire.version };
    const items = [
      await sealedItem(kiosk, session, now, plain, draft),
      kiosk.scan(now + 1),
      await sealedItem(kiosk, session, now + 2, plain, draft),
    ];
    const { results } = await kiosk.exchange(server().hono, items, { sessions: [session.wrapped] });
    expect(results.map((result) => result.status)).toEqual(['stored', 'stored', 'stored']);
    const rows = await server().app.db.read({ schools: [school.id] }, (query) =>
      query.selectFrom('declaration').select('id').where('school_id', '=', school.id).where('subject', '=', 'A'.repeat(22)).execute(),
    );
    expect(rows).toEqual([{ id: items[0]?.id }]);
  });

  it('stores an item once its session is known, and stops to show it as held', async () => {
    const kiosk = await paired();
    const session = await newSession(server(), kiosk, school);
    const item = await sealedItem(kiosk, session, now - HOUR, { name: 'Hoàng Thị Ánh', phone: '0900000999', host: '' });
    const before = (await alarms()).quarantined.length;
    const first = await kiosk.exchange(server().hono, [item, item]);
    expect(first.results.map(({ status, reason }) => [status, reason])).toEqual([
      ['quarantined', 'session-missing'],
      ['quarantined', 'session-missing'],
    ]);
    expect((await alarms()).quarantined).toHaveLength(before + 1);
    const second = await kiosk.exchange(server().hono, [item], { sessions: [session.wrapped] });
    expect(second.results[0]?.status).toBe('stored');
    expect((await alarms()).quarantined).toHaveLength(before);
    const days = `from=${dayOf(now - HOUR)}&to=${dayOf(now)}`;
    const page = await server().hono.request(`/api/schools/${school.id}/log?q=anh&${days}`, { headers: { cookie } });
    const log = (await page.json()) as LogPage;
    expect(log.rows).toMatchObject([{ name: 'Hoàng Thị Ánh', unreadable: false }]);
    // The session is not sent again and its day may be gone: a stored item stays a duplicate.
    expect((await kiosk.exchange(server().hono, [item])).results[0]?.status).toBe('duplicate');
  });

  it('keeps both when two contents of one id come at the same moment', async () => {
    const kiosk = await paired();
    const before = (await alarms()).conflicts.length;
    const pairs = Array.from({ length: 10 }, (_, i) => {
      const item = kiosk.scan(now + i);
      return [item, { event: JSON.stringify({ ...JSON.parse(item.event), dir: 'out' }) }];
    });
    const answers = await Promise.all(pairs.flat().map((item) => kiosk.exchange(server().hono, [item])));
    const statuses = answers.flatMap(({ results }) => results.map((result) => result.status));
    expect(statuses.filter((status) => status === 'stored')).toHaveLength(10);
    expect(statuses.filter((status) => status === 'conflict')).toHaveLength(10);
    expect((await alarms()).conflicts).toHaveLength(before + 10);
  });

  it('lets no other device take over a session by its id', async () => {
    const kiosk = await paired();
    const thief = await paired();
    const session = await newSession(server(), kiosk, school);
    const first = await sealedItem(kiosk, session, now, { name: 'Vũ Văn Kiên' });
    await kiosk.exchange(server().hono, [first], { sessions: [session.wrapped] });
    // A key of the thief's own under that id: wrapped for the same week, so that it opens.
    const [week] = (await thief.exchange(server().hono)).sealingKeys ?? [];
    if (!week) throw new Error('no sealing key came');
    const named = { ...ports, random: (length: number) => (length === 16 ? Buffer.from(session.wrapped.id, 'base64url') : random(length)) };
    const taken = await startSession({ school: school.id, ...week }, named);
    expect(taken.wrapped.id).toBe(session.wrapped.id);
    const foreign = await sealedItem(thief, taken, now + 1, { name: 'Kẻ Lạ' });
    // Also after a restart, when nothing is known by heart.
    const yesterday = await sealedItem(thief, taken, now - DAY, { name: 'Kẻ Lạ' });
    const restarted = createApp({ ...server().app });
    await thief.exchange(restarted, [foreign, yesterday], { sessions: [taken.wrapped] });
    // Of another day, whose key is sealed anew.
    const second = await sealedItem(kiosk, session, now - DAY, { name: 'Vũ Văn Kiên' });
    await kiosk.exchange(restarted, [second]);
    const log = (await (
      await server().hono.request(`/api/schools/${school.id}/log?limit=200&from=${addDays(dayOf(now), -1)}`, { headers: { cookie } })
    ).json()) as LogPage;
    const byEvent = new Map(log.rows.map((row) => [row.event, row]));
    expect([first, second].map(({ id }) => byEvent.get(id)?.name)).toEqual(['Vũ Văn Kiên', 'Vũ Văn Kiên']);
    expect(byEvent.get(foreign.id)).toMatchObject({ name: null, unreadable: true });
  });

  it('counts a held number as its own only where the item is its own', async () => {
    const kiosk = await paired();
    const other = await paired();
    const foreign = other.item({ kind: 'note', gate: school.gate, note: 'shift-start' }, now, { note: 'unheard-of' });
    const { results, receivedThrough } = await kiosk.exchange(server().hono, [foreign]);
    expect(results[0]?.status).toBe('quarantined');
    expect(receivedThrough).toBe(0);
  });
});
