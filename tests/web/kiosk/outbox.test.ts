import { describe, expect, it, vi } from 'vitest';
import type { ExchangeAnswer } from '../../../shared/api/exchange.schema.ts';
import { DAY, HOUR } from '../../../shared/clock.ts';
import { readOffered } from '../../../web/kiosk/db/acknowledged.ts';
import { getKept } from '../../../web/kiosk/db/kept.ts';
import { readCounter } from '../../../web/kiosk/db/log.ts';
import type { Outcome } from '../../../web/kiosk/outbox/courier.ts';
import { readLog } from '../../fixtures/kiosk-log.ts';
import { json, NOW, problem } from './kit.ts';
import { numbers, setUp, upTo } from './outbox-kit.ts';

describe('an exchange', () => {
  it('sends the oldest first in batches of 500 and tells how the kiosk is', async () => {
    const { server, drain, db } = await setUp(1100);
    await drain();
    expect(server.requests.map((request) => request.items.length)).toEqual([500, 500, 100]);
    expect(server.requests[0]?.state).toMatchObject({ unsent: 1100, lastN: 1100, oldestUnsentAt: NOW });
    expect(numbers(server)).toEqual(upTo(1100));
    expect(await readCounter(db)).toEqual({ unsent: 0 });
  });

  it('sends the next batch while it writes the answer to the last, once the server knows it', async () => {
    const { server, exchange, db } = await setUp(1700);
    await exchange();
    expect(server.requests).toHaveLength(1);
    await exchange();
    await vi.waitFor(() => expect(server.requests).toHaveLength(3));
    expect(server.requests.map(({ state }) => state.unsent)).toEqual([1700, 1200, 700]);
    expect(await readCounter(db)).toMatchObject({ unsent: 700 });
    await exchange();
    await exchange();
    expect(server.requests.map(({ items }) => items.length)).toEqual([500, 500, 500, 200]);
    expect(await readCounter(db)).toEqual({ unsent: 0 });
  });

  it.each<[string, Partial<ExchangeAnswer>]>([
    ['news', { feed: { cursor: 1, items: [{ kind: 'revoked', subject: 'A'.repeat(22), erased: false }], more: false } }],
    ['a new past of the server', { epoch: 'e2' }],
    ['a gap before them', { receivedThrough: 3 }],
  ])('writes first what an answer tells besides: %s', async (_, extra) => {
    const { server, exchange, db } = await setUp(1100);
    await exchange();
    server.extra = extra;
    await exchange();
    const contact = await getKept(db, 'contact');
    expect(server.requests).toHaveLength(2);
    expect(contact).toMatchObject({ epoch: extra.epoch ?? 'e1', feed: extra.feed?.cursor ?? 0 });
    server.extra = {};
    await exchange();
    expect(server.requests[2]?.have).toMatchObject({ epoch: contact?.epoch, feed: contact?.feed });
  });

  it('loses nothing when the answer to the batch that set out early never comes', async () => {
    const { server, exchange, drain, db } = await setUp(1700);
    await exchange();
    server.fault = () => (server.requests.length === 3 ? Promise.reject(new TypeError('gone')) : undefined);
    await exchange();
    expect((await exchange()).kind).toBe('offline');
    expect(await readCounter(db)).toMatchObject({ unsent: 700 });
    await drain();
    expect(numbers(server)).toEqual(upTo(1700));
    expect(await readCounter(db)).toEqual({ unsent: 0 });
  });

  it('applies each item’s own status, and deletes none', async () => {
    const { server, exchange, statuses, db } = await setUp(5);
    server.extra = {
      results: [
        { status: 'stored' },
        { status: 'duplicate' },
        { status: 'conflict', reason: 'other-content' },
        { status: 'quarantined', reason: 'bad-body' },
        { status: 'erased' },
      ],
    };
    await exchange();
    expect(await statuses()).toEqual(['stored', 'stored', 'conflict', 'quarantined', 'erased']);
    expect((await db.get('log', 4))?.reason).toBe('bad-body');
    expect(await readCounter(db)).toEqual({ unsent: 0 });
  });

  it('measures the server’s clock and counts what is scanned meanwhile as unsent', async () => {
    const { server, exchange, clock, write, db } = await setUp(2);
    server.now = () => NOW + HOUR;
    server.fault = (_input, answer) => write(3).then(answer);
    await exchange();
    expect(clock.offset()).toBe(HOUR);
    expect(await getKept(db, 'clock')).toMatchObject({ offset: HOUR, source: 'server' });
    expect(await readCounter(db)).toMatchObject({ unsent: 3, oldestUnsentAt: NOW });
  });

  it('keeps what the server tells: policy, keys, feed and its place', async () => {
    const { server, exchange, db } = await setUp(0);
    server.feed = [
      {
        kind: 'pass',
        subject: 'S'.repeat(22),
        typedCode: '1234567897',
        name: 'N.T. Hồng ·678',
        expiresAt: NOW + HOUR,
        outcome: 'cleared',
        host: 'Cô Lan',
      },
      { kind: 'revoked', subject: 'R'.repeat(22), erased: false },
    ];
    server.extra = { keys: { at: NOW, keys: [] } };
    await exchange();
    expect((await getKept(db, 'contact'))?.feed).toBe(2);
    expect(await getKept(db, 'keys')).toEqual({ at: NOW, keys: [] });
    expect(await db.count('pass')).toBe(1);
    expect(await db.getAll('revoked')).toEqual([{ subject: 'R'.repeat(22), erased: false }]);
  });
});

describe('what is not an answer changes nothing', () => {
  const html = () => new Response('<html>Đăng nhập Wi-Fi</html>', { status: 200, headers: { 'content-type': 'text/html' } });
  const cases: [string, (answer: () => Promise<Response>) => Promise<Response>, Outcome['kind']][] = [
    ['a captive portal’s page', async () => html(), 'not-an-answer'],
    [
      'a page that says it is JSON',
      async () => new Response('<html>', { headers: { 'content-type': 'application/json' } }),
      'not-an-answer',
    ],
    ['JSON of somebody else', async () => json({ ok: true }), 'not-an-answer'],
    ['an answer to another batch', async (answer) => json({ ...(await (await answer()).json()), batch: 'other' }), 'not-an-answer'],
    ['too few results', async (answer) => json({ ...(await (await answer()).json()), results: [{ status: 'stored' }] }), 'not-an-answer'],
    [
      'an unknown status',
      async (answer) => json({ ...(await (await answer()).json()), results: upTo(3).map(() => ({ status: 'lost' })) }),
      'not-an-answer',
    ],
    [
      'half an answer',
      async (answer) => new Response((await (await answer()).text()).slice(0, 80), { headers: { 'content-type': 'application/json' } }),
      'not-an-answer',
    ],
    ['a proxy’s 502', async () => new Response('Bad gateway', { status: 502 }), 'not-an-answer'],
    ['a proxy’s 404', async () => new Response('{}', { status: 404, headers: { 'content-type': 'application/json' } }), 'not-an-answer'],
    ['a connection that breaks', async () => Promise.reject(new TypeError('fetch failed')), 'offline'],
    ['a busy server', async () => problem('too-many-requests', 429), 'busy'],
    ['a server that starts', async () => problem('not-ready', 503), 'busy'],
    ['a fault of the server', async () => problem('internal-error', 500), 'busy'],
    ['a kiosk that was revoked', async () => problem('gone', 410), 'unpaired'],
    ['a signature that is not taken', async () => problem('bad-signature', 401), 'unpaired'],
  ];
  it.each(cases)('%s', async (_name, fault, kind) => {
    const { server, exchange, statuses, db, drain } = await setUp(3);
    server.fault = (_input, answer) => fault(answer);
    expect((await exchange()).kind).toBe(kind);
    expect(await statuses()).toEqual(['unsent', 'unsent', 'unsent']);
    expect(await readCounter(db)).toMatchObject({ unsent: 3 });
    expect(await getKept(db, 'contact')).toBeUndefined();
    server.fault = () => undefined;
    await drain();
    expect(numbers(server)).toEqual([1, 2, 3]);
    expect(server.conflicts).toEqual([]);
  });

  it('sends again what the server took but whose answer was lost: once in the end, byte for byte', async () => {
    const { server, exchange, drain, statuses } = await setUp(4);
    server.fault = (_input, answer) => answer().then(() => Promise.reject(new TypeError('reset')));
    expect((await exchange()).kind).toBe('offline');
    expect(server.stored.size).toBe(4);
    server.fault = () => undefined;
    await drain();
    expect(await statuses()).toEqual(['stored', 'stored', 'stored', 'stored']);
    expect(server.stored.size).toBe(4);
    expect(server.conflicts).toEqual([]);
  });

  it('asks without items whether anybody answers, before it reads them all again', async () => {
    const { exchange, server } = await setUp(3);
    server.fault = () => Promise.reject(new TypeError('fetch failed'));
    for (let i = 0; i < 3; i++) await exchange();
    server.fault = () => undefined;
    expect(await exchange()).toMatchObject({ kind: 'done', more: true });
    await exchange();
    expect(server.requests.map(({ items }) => items.length)).toEqual([3, 0, 0, 0, 3]);
  });
});

describe('a batch that is refused as a whole', () => {
  it.each([[[1]], [[250]], [[500]], [[3, 4, 499]]])('leaves only the bad items behind: %j of 500', async (bad) => {
    const { server, drain, db, clock } = await setUp(500);
    for (const n of bad) server.poison.add(n);
    await drain();
    expect(numbers(server)).toEqual(upTo(500).filter((n) => !bad.includes(n)));
    expect(await readCounter(db)).toMatchObject({ unsent: bad.length });
    const held = (await readLog(db)).filter((item) => item.status === 'unsent');
    expect(held.map((item) => item.n)).toEqual(bad);
    // A newer server takes them an hour later.
    server.poison.clear();
    clock.ticks.pass(HOUR + 1);
    await drain();
    expect(numbers(server)).toEqual(upTo(500));
    expect(await readCounter(db)).toEqual({ unsent: 0 });
  });

  it('is not blamed on its items when the server refuses an empty one too', async () => {
    const { server, exchange, db } = await setUp(3);
    server.fault = async () => problem('bad-request', 400);
    expect((await exchange()).kind).toBe('narrowing');
    expect((await exchange()).kind).toBe('busy');
    expect((await readOffered(db, 10)).map((item) => item.n)).toEqual([1, 2, 3]);
    server.fault = () => undefined;
    await exchange();
    expect(numbers(server)).toEqual([1, 2, 3]);
  });

  it('is halved when it is too large', async () => {
    const { server, drain } = await setUp(100);
    server.fault = (input) => (input.items.length > 30 ? Promise.resolve(problem('too-large', 413)) : undefined);
    await drain();
    expect(numbers(server)).toEqual(upTo(100));
    expect(Math.max(...server.requests.slice(2).map((request) => request.items.length))).toBeLessThanOrEqual(100);
  });
});

describe('a server that was restored', () => {
  it('gets everything again that is still kept, exactly once', async () => {
    const { server, drain, db, write } = await setUp(30);
    await drain();
    server.stored.clear();
    server.epoch = 'e2';
    await write(2);
    await drain();
    expect(numbers(server)).toEqual(upTo(32));
    expect(await readCounter(db)).toEqual({ unsent: 0 });
    expect(server.conflicts).toEqual([]);
  });

  it('is noticed by its numbers too, when the epoch stayed', async () => {
    const { server, drain } = await setUp(30);
    await drain();
    for (const [id, item] of server.stored) if (item.n > 10) server.stored.delete(id);
    await drain();
    expect(numbers(server)).toEqual(upTo(30));
  });

  it('is not offered for ever what no kiosk can give', async () => {
    const { server, drain, db } = await setUp(10);
    await drain();
    await db.delete('log', 4);
    for (const [id, item] of server.stored) if (item.n === 4) server.stored.delete(id);
    await drain();
    const before = server.requests.length;
    for (let i = 0; i < 3; i++) await drain();
    expect(server.requests.slice(before).map((request) => request.items.length)).toEqual([0, 0, 0]);
  });
});

describe('acknowledged items', () => {
  it('stay until a backup covers them and 7 days have passed', async () => {
    const { server, drain, clock, db, write } = await setUp(5);
    await drain();
    server.safeThrough = 3;
    clock.ticks.pass(6 * DAY);
    await drain();
    expect(await db.count('log')).toBe(5);
    clock.ticks.pass(2 * DAY);
    await write(1);
    await drain();
    expect(await db.getAllKeys('log')).toEqual([4, 5, 6]);
  });
});
