/** Promise R6: whatever happens between kiosk and server, each item arrives exactly once and nothing counts as sent that is not. */
import 'fake-indexeddb/auto';
import { webcrypto } from 'node:crypto';
import { expect, it } from 'vitest';
import { seeded } from '../../server/demo/people.ts';
import { toBase64url } from '../../shared/bytes.ts';
import { shortId, uuidv7 } from '../../shared/ids.ts';
import { createClock } from '../../web/kiosk/clock.ts';
import { keep } from '../../web/kiosk/db/kept.ts';
import { readCounter, readHead } from '../../web/kiosk/db/log.ts';
import { openKioskDb } from '../../web/kiosk/db/open.ts';
import { createJournal } from '../../web/kiosk/log/journal.ts';
import { createCourier } from '../../web/kiosk/outbox/courier.ts';
import { describeServers, type TestApp } from '../app.ts';
import { makeSchool, ORIGIN, random, type TestSchool } from '../fixtures/world.ts';

const BATCHES = 200;

type Send = (path: string, init: RequestInit) => Promise<Response>;
type Fault = (send: () => Promise<Response>) => Promise<Response>;

const problem = (code: string, status: number): Response =>
  new Response(JSON.stringify({ type: `urn:quacong:problem:${code}`, code, status, title: code }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });
const broken = async (answered: Promise<Response>, share: number): Promise<Response> => {
  const response = await answered;
  const bytes = new Uint8Array(await response.arrayBuffer());
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(bytes.slice(0, Math.floor(bytes.length * share)));
      controller.error(new TypeError('connection reset'));
    },
  });
  return new Response(body, { status: response.status, headers: response.headers });
};

const FAULTS: Record<string, Fault> = {
  'never sent': async () => Promise.reject(new TypeError('connection refused')),
  'reset after the request': async (send) => {
    await send();
    throw new TypeError('connection reset');
  },
  'reset after the headers': (send) => broken(send(), 0),
  'half an answer': (send) => broken(send(), 0.5),
  'delivered twice': async (send) => {
    await send();
    return send();
  },
  'a proxy without its server': async () =>
    new Response('<html>Bad Gateway</html>', { status: 502, headers: { 'content-type': 'text/html' } }),
  'not ready': async () => problem('not-ready', 503),
  'too many': async () => problem('too-many-requests', 429),
  'a captive portal': async () => new Response('<html>Login to WiFi</html>', { headers: { 'content-type': 'text/html' } }),
  'an empty list': async () => new Response('{"items":[]}', { headers: { 'content-type': 'application/json' } }),
  'somebody else in the middle': async () => problem('bad-signature', 401),
  'an answer to another batch': async (send) => {
    const answer = (await (await send()).json()) as object;
    return new Response(JSON.stringify({ ...answer, batch: 'another' }), { headers: { 'content-type': 'application/json' } });
  },
};

async function openKiosk({ app }: TestApp, school: TestSchool, fetch: Send) {
  const pair = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const id = uuidv7(Date.now(), random);
  const publicKey = toBase64url(new Uint8Array(await webcrypto.subtle.exportKey('raw', pair.publicKey)));
  const columns = { school_id: school.id, id, name: 'Máy cổng', gate_id: school.gate, public_key: publicKey, paired_at: Date.now() };
  await app.db.save('system', [
    { query: app.db.build.insertInto('kiosk_home').values({ kiosk_id: id, unit_id: school.id }).compile() },
    {
      query: app.db.build
        .insertInto('kiosk')
        .values({ ...columns, received_through: 0 })
        .compile(),
    },
  ]);
  const db = await openKioskDb(`faults-${shortId(random)}`);
  const clock = createClock({ raw: () => Date.now(), mono: () => performance.now() }, Date.now() - 1000, undefined);
  const identity = {
    kiosk: id,
    name: 'Máy cổng',
    school: { id: school.id, name: 'Trường' },
    gate: { id: school.gate, name: 'Cổng chính' },
    signingKey: pair.privateKey,
    audience: ORIGIN,
    pairedAt: Date.now(),
  };
  await keep(db, 'identity', identity);
  const head = await readHead(db);
  const journal = createJournal({ db, school: school.tag, kiosk: id, head, clock, random, subtle: webcrypto.subtle, safeThrough: () => 0 });
  const device = async () => ({ persisted: true, version: 'test' });
  const courier = createCourier({
    db,
    identity,
    clock,
    random,
    fetch: (path, init) => fetch(String(path), init ?? {}),
    device,
    session: () => undefined,
  });
  return { id, db, journal, courier };
}

describeServers('between kiosk and server', (server, engine) => {
  it(`loses and doubles nothing over ${BATCHES} batches with a fault in two of three (R6)`, async () => {
    const draw = seeded(engine === 'sqlite' ? 6 : 60);
    const names = Object.keys(FAULTS);
    const met = new Set<string>();
    const school = await makeSchool(server().app);
    let faulty = true;
    const kiosk = await openKiosk(server(), school, (path, init) => {
      const send = async () => server().hono.request(path, init);
      if (!faulty || draw(3) === 0) return send();
      const name = names[draw(names.length)] ?? '';
      met.add(name);
      return (FAULTS[name] as Fault)(send);
    });
    const gate = school.gate;
    let written = 0;
    const stored = async (): Promise<string[]> => {
      const rows = await server().app.db.read({ schools: [school.id] }, (query) =>
        query.selectFrom('gate_event').select('id').where('school_id', '=', school.id).where('kiosk_id', '=', kiosk.id).execute(),
      );
      return rows.map((row) => row.id);
    };
    for (let batch = 0; batch < BATCHES; batch++) {
      for (let i = draw(3); i >= 0; i--, written++) {
        const subject = toBase64url(random(16));
        await kiosk.journal.write({
          draft: { kind: 'scan', gate, method: 'camera', code: 'pass', subject, dir: 'in', colour: 'green', why: [] },
        });
      }
      await kiosk.courier.exchange();
      // What the kiosk no longer counts as unsent is on the server.
      if (batch % 20 === 0) expect((await stored()).length).toBeGreaterThanOrEqual(written - (await readCounter(kiosk.db)).unsent);
    }
    faulty = false;
    for (let i = 0; i < 60 && (await readCounter(kiosk.db)).unsent > 0; i++) {
      // One device may send so many batches a second: like the kiosk itself this waits then.
      if ((await kiosk.courier.exchange()).kind === 'busy') await new Promise((resolve) => setTimeout(resolve, 1000));
    }

    expect((await readCounter(kiosk.db)).unsent).toBe(0);
    const ids = await stored();
    const own = (await kiosk.db.getAll('log')).map((item) => (JSON.parse(item.event) as { id: string }).id);
    expect(ids).toHaveLength(written);
    expect(new Set(ids)).toEqual(new Set(own));
    expect(met).toEqual(new Set(names));
    const held = await server().app.db.read({ schools: [school.id] }, (query) => query.selectFrom('held_event').select('hash').execute());
    expect(held).toEqual([]);
  }, 90_000);
});
