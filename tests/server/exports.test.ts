/** Downloads that end badly: nothing may stay held on the server, and a short file may never look whole. */
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { readXlsx } from 'hucre/xlsx';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { createApp } from '../../server/app.ts';
import type { App } from '../../server/context.ts';
import type { Builder, Db } from '../../server/db/port.ts';
import { dayOf } from '../../shared/clock.ts';
import { describeServers } from '../app.ts';
import { declare, declareBody, makeAccount, makeSchool, postJson, TestKiosk, type TestSchool } from '../fixtures/world.ts';

const NOW = Date.parse('2026-11-23T04:00:00Z');
const ROWS = 3000;
const DAY = dayOf(NOW);
const QUERY = `from=${DAY}&to=${DAY}&purpose=check`;

/** The same server, whose database does something else. */
const withDb = (app: App, change: Partial<Db>): Hono => createApp({ ...app, db: { ...app.db, ...change } });

/** Breaks at the nth query of a snapshot. */
function breaking(db: Db, nth: number): Partial<Db> {
  return {
    snapshot: (scope, work) =>
      db.snapshot(scope, (query) => {
        let queries = 0;
        const selectFrom = ((table: 'gate_event') => {
          if (++queries === nth) throw Object.assign(new Error('disk I/O error near Nguyễn Văn Kín'), { code: 'SQLITE_IOERR' });
          return query.selectFrom(table);
        }) as Builder['selectFrom'];
        return work({ ...query, selectFrom });
      }),
  };
}

describeServers('a download', (server) => {
  let school: TestSchool;
  let cookie: string;
  const open: (() => void)[] = [];
  beforeAll(async () => {
    server().setClock(NOW);
    school = await makeSchool(server().app);
    cookie = (await makeAccount(server().app, school)).cookie;
    const kiosk = await new TestKiosk(school).pair(server().app);
    for (let sent = 0; sent < ROWS; sent += 500) {
      await kiosk.exchange(
        server().hono,
        Array.from({ length: 500 }, (_, i) => kiosk.scan(NOW - 3_600_000 + sent + i)),
      );
    }
  });
  afterEach(() => {
    for (const close of open.splice(0)) close();
  });

  const path = (ending: string): string => `/api/schools/${school.id}/export.${ending}?${QUERY}`;
  const ask = (ending: string, hono = server().hono, method = 'GET'): Promise<Response> =>
    Promise.resolve(hono.request(path(ending), { method, headers: { cookie } }));
  const lines = async (response: Response): Promise<number> => (await response.text()).trimEnd().split('\r\n').length - 1;
  /** Over a socket. */
  const listening = async (hono: Hono): Promise<(ending: string) => Promise<IncomingMessage>> => {
    const http = createServer(getRequestListener(hono.fetch)).listen(0, '127.0.0.1');
    await new Promise((resolve) => http.once('listening', resolve));
    open.push(() => {
      http.closeAllConnections();
      http.close();
    });
    const { port } = http.address() as AddressInfo;
    return (ending) =>
      new Promise((resolve, reject) => {
        get({ port, host: '127.0.0.1', path: path(ending), headers: { cookie } }, resolve).on('error', reject);
      });
  };

  it.each(['csv', 'xlsx'])('has as many rows as it says, with many at once (%s)', async (ending) => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const response = await ask(ending);
        expect([response.status, response.headers.get('x-row-count')]).toEqual([200, String(ROWS)]);
        if (ending === 'csv') return lines(response);
        const { sheets } = await readXlsx(new Uint8Array(await response.arrayBuffer()));
        return (sheets[0]?.rows ?? []).filter((row) => /^\d+$/.test(String(row[0])) && row.length > 10).length;
      }),
    );
    expect(answers).toEqual(answers.map(() => ROWS));
  });

  it('holds nothing after HEAD, and after readers that never read', async () => {
    for (let i = 0; i < 4; i++) {
      expect((await ask('csv', server().hono, 'HEAD')).status).toBe(200);
      await (await ask('xlsx')).body?.cancel();
      const reader = (await ask('csv')).body?.getReader();
      await reader?.read();
      await reader?.cancel();
    }
    expect(await lines(await ask('csv'))).toBe(ROWS);
  });

  it('holds nothing after readers that went away', async () => {
    const request = await listening(server().hono);
    for (let i = 0; i < 8; i++) {
      const incoming = await request(i % 2 ? 'csv' : 'xlsx');
      incoming.once('error', () => undefined);
      await new Promise((resolve) => incoming.once('data', resolve));
      incoming.destroy();
    }
    expect(await lines(await ask('csv'))).toBe(ROWS);
  });

  it('holds nothing when it fails before its first byte', async () => {
    const failing = withDb(server().app, { save: () => Promise.reject(new Error('no audit row')) });
    const broken = withDb(server().app, breaking(server().app.db, 1));
    for (let i = 0; i < 8; i++) {
      expect((await ask('csv', failing)).status).toBe(500);
      expect((await ask('csv', broken)).status).toBe(500);
    }
    expect(await lines(await ask('csv', withDb(server().app, {})))).toBe(ROWS);
  });

  it.each(['csv', 'xlsx'])('breaks off visibly when the database fails midway (%s)', async (ending) => {
    const request = await listening(withDb(server().app, breaking(server().app.db, 20)));
    const incoming = await request(ending);
    expect(incoming.statusCode).toBe(200);
    const ended = await new Promise<string>((resolve) => {
      incoming.on('data', () => undefined);
      incoming.once('end', () => resolve('whole'));
      incoming.once('error', () => resolve('broken off'));
    });
    expect(ended).toBe('broken off');
    const bug =
      server()
        .logged.filter((line) => line.includes('"bug"'))
        .at(-1) ?? '';
    expect(bug).toContain('SQLITE_IOERR');
    expect(server().logged.join('')).not.toContain('Kín');
  });

  it.each(['csv', 'xlsx'])('has a row for each scan of a day whose key is destroyed (%s)', async (ending) => {
    const { app, hono, setClock } = server();
    const gone = await makeSchool(app);
    const account = await makeAccount(app, gone);
    const kiosk = await new TestKiosk(gone).pair(app);
    const body = await declareBody(app, gone);
    expect((await postJson(hono, '/api/declarations', body)).status).toBe(201);
    await declare(app, hono, gone);
    const { feed } = await kiosk.exchange(hono);
    const subjects = feed.items.flatMap((item) => (item.kind === 'pass' ? [item.subject] : []));
    await kiosk.exchange(
      hono,
      subjects.map((subject) => kiosk.scan(NOW, { subject })),
    );
    app.keys.destroyDay(gone.id, DAY);
    const get = (path: string) => hono.request(`/api/schools/${gone.id}${path}`, { headers: { cookie: account.cookie } });
    const response = await get(`/export.${ending}?${QUERY}`);
    expect([response.status, response.headers.get('x-row-count')]).toEqual([200, '2']);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const text = ending === 'csv' ? new TextDecoder().decode(bytes) : JSON.stringify((await readXlsx(bytes)).sheets);
    expect(text.split('(không đọc được)')).toHaveLength(3);
    for (const path of ['/log', '/day', '/log?q=hong', '/alarms', `/declarations/${subjects[0]}`])
      expect((await get(path)).status).toBe(200);
    expect((await postJson(hono, '/api/declarations', body)).status).toBe(410);
    expect((await kiosk.exchange(hono)).feed.items).toEqual([]);
    setClock(NOW);
  });
});
