/** The administrator of one school with ids of another, at each endpoint that takes any: nothing is given, nothing is changed. */
import { beforeAll, expect, it } from 'vitest';
import type { Endpoint } from '../../shared/api/endpoint.ts';
import { ENDPOINTS } from '../../shared/api/index.ts';
import { dayOf, MINUTE } from '../../shared/clock.ts';
import { describeServers } from '../app.ts';
import { TestFile } from '../fixtures/kiosk-file.ts';
import { declare, makeAccount, makeSchool, ORIGIN, postJson, TestKiosk, type TestSchool } from '../fixtures/world.ts';

const NOW = Date.parse('2026-11-23T04:00:00Z');
const DAY = dayOf(NOW);
/** All that a school has. Its audit too: what is tried stands in the audit of the school that tried. */
const TABLES = [
  'alarm',
  'alarm_setting',
  'audit',
  'data_request',
  'declaration',
  'feed_counter',
  'gate',
  'gate_event',
  'held_event',
  'kiosk',
  'office_correction',
  'operator',
  'pass_revocation',
  'place',
  'saved_filter',
  'school',
  'sealed_payload',
  'sealed_session',
] as const;

describeServers('ids of another school', (server) => {
  let own: TestSchool;
  let cookie: string;
  let foreign: Record<string, string>;
  let theirs: TestSchool;
  let theirFile: TestFile;

  beforeAll(async () => {
    server().setClock(NOW);
    const { app, hono } = server();
    own = await makeSchool(app);
    ({ cookie } = await makeAccount(app, own));
    theirs = await makeSchool(app, { name: 'Trường Tiểu học Bằng Lăng' });
    const admin = (await makeAccount(app, theirs)).cookie;
    const kiosk = await new TestKiosk(theirs).pair(app);
    await declare(app, hono, theirs);
    const { feed } = await kiosk.exchange(hono);
    const subject = feed.items.flatMap((item) => (item.kind === 'pass' ? [item.subject] : []))[0] ?? '';
    const scan = kiosk.scan(NOW - MINUTE, { subject });
    await kiosk.exchange(hono, [scan, { event: JSON.stringify({ ...JSON.parse(scan.event), dir: 'out' }) }]);
    theirFile = await (await TestFile.open(app, theirs, kiosk)).add([]);
    const post = async <T>(path: string, body: unknown): Promise<T> =>
      (await (await postJson(hono, `/api/schools/${theirs.id}/${path}`, body, { cookie: admin })).json()) as T;
    const get = (path: string): Promise<Response> =>
      Promise.resolve(hono.request(`/api/schools/${theirs.id}/${path}`, { headers: { cookie: admin } }));
    const held = (await (await get('held')).json()) as { items: { id: string }[] };
    const download = await get(`export.csv?from=${DAY}&to=${DAY}&purpose=check`);
    await download.arrayBuffer();
    const pairing = await post<{ code: string }>('pairings', { gate: theirs.gate, name: 'Máy mới' });
    foreign = {
      school: theirs.id,
      event: scan.id,
      item: held.items[0]?.id ?? '',
      export: download.headers.get('x-export-id') ?? '',
      filter: (await post<{ id: string }>('filters', { name: 'Cổng chính', period: 'today' })).id,
      operator: (await post<{ id: string }>('operators', { name: 'Bác Tám', pin: '135790' })).id,
      slot: pairing.code.slice(0, 4),
      kiosk: kiosk.id,
      gate: theirs.gate,
      code: theirs.code,
      file: `${theirs.code}.pdf`,
      subject,
    };
    for (const [name, id] of Object.entries(foreign)) expect([name, id.length > 3]).toEqual([name, true]);
  });

  const all = async (): Promise<string> => {
    const found: unknown[] = [];
    for (const table of TABLES) {
      const rows = await server().app.db.read('system', (query) =>
        query.selectFrom(table).selectAll().where('school_id', '=', theirs.id).execute(),
      );
      found.push([table, rows.map((row) => JSON.stringify(row)).sort()]);
    }
    return JSON.stringify(found);
  };

  /** A body that is right but for the ids in it. */
  const bodies = (): Record<string, unknown> => ({
    'POST /api/schools/:school/log/:event/correct': { fix: { void: true }, reason: 'other' },
    'POST /api/schools/:school/held/:item/resolve': { how: 'keep', reason: 'other' },
    'POST /api/schools/:school/passes/:subject/revoke': { reason: 'lost' },
    'POST /api/schools/:school/posters/:code/rotate': {},
    'PUT /api/schools/:school/gates/:gate': { name: 'Cổng', direction: 'both', active: false },
    'POST /api/schools/:school/pairings': { gate: foreign.gate, name: 'Máy' },
    'POST /api/schools/:school/watch/seen': { kind: 'kiosk-silent', object: foreign.kiosk },
    'POST /api/schools/:school/kiosk-files': theirFile.body(0),
  });
  const ask = async ({ method, path }: Endpoint, school: string): Promise<Response> => {
    const url = path.replace(':school', school).replace(/:([a-z]+)/g, (_, name: string) => {
      const id = foreign[name];
      if (id === undefined) throw new Error(`${method} ${path}: an id of another school is missing here for :${name}`);
      return id;
    });
    const body = JSON.stringify(bodies()[`${method} ${path}`] ?? {});
    const json = { origin: ORIGIN, 'content-type': 'application/json', 'if-match': '"1"' };
    return server().hono.request(url, {
      method,
      ...(method === 'GET' ? {} : { body }),
      headers: { cookie, ...(method === 'GET' ? {} : json) },
    });
  };

  it('open nothing at one’s own school', async () => {
    const before = await all();
    const taking = ENDPOINTS.filter(({ method, path, who }) => {
      if (typeof who === 'string' || !path.includes(':school')) return false;
      return /:school.*:/.test(path) || bodies()[`${method} ${path}`] !== undefined;
    });
    expect(taking.length).toBeGreaterThan(12);
    for (const endpoint of taking) {
      const response = await ask(endpoint, own.id);
      const name = `${endpoint.method} ${endpoint.path}`;
      // Whoever finds a foreign pass may bar it at the own gate: that says nothing of it, and changes nothing elsewhere.
      const wanted = name.endsWith('/passes/:subject/revoke') ? 204 : 404;
      const got = [404, 422].includes(response.status) && bodies()[name] !== undefined ? wanted : response.status;
      expect([name, got]).toEqual([name, wanted]);
      expect(await response.text()).not.toContain('Bằng Lăng');
    }
    expect(await all()).toBe(before);
  });

  it('nor the other school itself', async () => {
    const before = await all();
    for (const endpoint of ENDPOINTS) {
      if (typeof endpoint.who === 'string' || !endpoint.path.includes(':school')) continue;
      expect([endpoint.path, (await ask(endpoint, theirs.id)).status]).toEqual([endpoint.path, 404]);
    }
    expect(await all()).toBe(before);
  });

  it('find no row by a filter', async () => {
    const query = `from=${DAY}&to=${DAY}&gate=${foreign.gate}`;
    for (const path of [`log?${query}`, `log/new?after=0&${query}`]) {
      const response = await server().hono.request(`/api/schools/${own.id}/${path}`, { headers: { cookie } });
      expect(await response.json()).toMatchObject({ rows: [] });
    }
    const file = await server().hono.request(`/api/schools/${own.id}/export.csv?${query}&purpose=check`, { headers: { cookie } });
    expect([file.headers.get('x-row-count'), (await file.text()).trim().split('\r\n').length]).toEqual(['0', 1]);
  });
});
