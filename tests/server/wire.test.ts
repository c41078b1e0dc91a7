/** What comes over the wire: whatever it is, the answer is a problem with a code below 500, and the log names no value. */
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp } from '../../server/app.ts';
import { describeServers } from '../app.ts';
import { declareBody, makeAccount, makeSchool, ORIGIN, postJson, type TestSchool } from '../fixtures/world.ts';

const CANARY = 'Kinhdi';

describeServers('the wire', (server) => {
  let school: TestSchool;
  let cookie: string;
  let port = 0;
  let stop = (): void => undefined;
  beforeAll(async () => {
    school = await makeSchool(server().app, { name: "Trường $' $& $` </script><script>x</script> \u2028 $$" });
    cookie = (await makeAccount(server().app, school)).cookie;
    const http = createServer(getRequestListener(server().hono.fetch)).listen(0, '127.0.0.1');
    await new Promise((resolve) => http.once('listening', resolve));
    port = (http.address() as AddressInfo).port;
    stop = () => {
      http.closeAllConnections();
      http.close();
    };
  });
  afterAll(() => stop());

  /** Sends exact bytes; what came back until the server closed, or for `wait` ms. */
  const raw = (bytes: string | Buffer, { half = false, wait = 1500 } = {}): Promise<string> =>
    new Promise((resolve) => {
      let heard = '';
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(bytes);
        if (half) setTimeout(() => socket.destroy(), 50);
      });
      const timer = setTimeout(() => socket.destroy(), wait);
      socket.on('data', (part) => {
        heard += part.toString('latin1');
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearTimeout(timer);
        resolve(heard);
      });
    });
  const head = (line: string, headers: Record<string, string> = {}): string =>
    `${line}\r\n${Object.entries({ host: 'cong.truong.example', connection: 'close', ...headers })
      .map(([name, value]) => `${name}: ${value}`)
      .join('\r\n')}\r\n\r\n`;
  const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);

  it.each([
    '/api/places/%',
    '/api/places/%zz',
    '/api/places/%ff%fe',
    '/api/places/%00',
    '/api/places/..%2f..%2fetc',
    '/api/places/%F0%9F%98%80',
    '/p/%',
    '/p/%E0%A4%A',
    '/p/K7M2Q%0d%0aset-cookie:x',
    '/assets/%',
    '/assets/..%5c',
    '/api/schools/%ff/log',
    '/api/schools/x%00/log',
    '/api/schools//log',
    '/api/schools/./log',
    '/api/places/K7M2Q/',
    '/api/places/K7M2Q;x=1',
    '/API/places/K7M2Q',
    `/api/schools/${'x'.repeat(1900)}/log`,
    '/api/schools/__proto__/log',
    '/api/schools/constructor/log',
    `/api/places/K7M2Q?${'a=1&'.repeat(2000)}`,
    '/api/openapi.json/x',
    '/\u00e9',
  ])('answers %s below 500', async (path) => {
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND']) {
      const status = statusOf(await raw(Buffer.from(head(`${method} ${path} HTTP/1.1`, { cookie, origin: ORIGIN }), 'latin1')));
      expect([method, path, status, status > 0 && status < 500]).toEqual([method, path, status, true]);
    }
  });

  it('answers for parameters that are no text of ours, to somebody who may see the school', async () => {
    for (const path of [
      'declarations/%ff',
      'declarations/%ED%A0%80',
      'export.csv?from=%00',
      'log?q=%00',
      'log?q=%ED%A0%80',
      'log?gate=%00',
      'log?gate=%ff',
    ]) {
      const answer = await raw(head(`GET /api/schools/${school.id}/${path} HTTP/1.1`, { cookie }));
      expect([path, statusOf(answer) < 500]).toEqual([path, true]);
    }
    const revoke = head(`POST /api/schools/${school.id}/passes/%ff%00/revoke HTTP/1.1`, { cookie, origin: ORIGIN, 'content-length': '0' });
    expect(statusOf(await raw(revoke))).toBe(404);
  });

  it("takes a body in chunks up to its limit, and one that stops short as nobody's", async () => {
    const headers = { 'content-type': 'application/json', origin: ORIGIN };
    const body = JSON.stringify(await declareBody(server().app, school));
    const chunk = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
    const chunked = { ...headers, 'transfer-encoding': 'chunked' };
    const good = head('POST /api/declarations HTTP/1.1', chunked) + chunk(body.slice(0, 100)) + chunk(body.slice(100)) + chunk('');
    expect(statusOf(await raw(Buffer.from(good)))).toBe(201);
    const long = head('POST /api/declarations HTTP/1.1', chunked) + chunk('x'.repeat(200_000)).repeat(3);
    expect(statusOf(await raw(long))).toBe(413);
    const before = server().logged.length;
    await raw(`${head('POST /api/declarations HTTP/1.1', { ...headers, 'content-length': '500' })}{"name":"${CANARY}"`, { half: true });
    await raw(`${head('POST /api/declarations HTTP/1.1', chunked)}ff\r\n{"name":"${CANARY}"`, { half: true });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(
      server()
        .logged.slice(before)
        .filter((line) => line.includes('"bug"')),
    ).toEqual([]);
  });

  const hostile: [string, string | Buffer, number[]][] = [
    ['a prototype', '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{}}}', [422]],
    ['a number beyond all', '{"id":1e999}', [422]],
    ['no object', '[]', [422]],
    ['null', 'null', [422]],
    ['nothing', '', [400, 422]],
    ['broken UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), [400]],
    ['a deep object', `${'{"a":'.repeat(30_000)}1${'}'.repeat(30_000)}`, [400]],
    ['many keys', `{${Array.from({ length: 20_000 }, (_, i) => `"k${i}":1`).join(',')}}`, [422]],
    ['a deep object behind escapes', `{"a\\\\":"\\\\\\"","b":${'['.repeat(21)}${']'.repeat(21)}}`, [400]],
    ['a string that never ends', `{"a":"${'['.repeat(50)}\\"`, [400]],
    ['brackets and escaped quotes in a string', `{"id":"${'\\"['.repeat(50)}"}`, [422]],
    ['brackets in a string', JSON.stringify({ id: '['.repeat(1000) }), [422]],
    ['a value where text belongs', JSON.stringify({ id: { toString: CANARY } }), [422]],
  ];
  it.each(hostile)('refuses %s as a body', async (_, body, statuses) => {
    const response = await postJson(server().hono, '/api/declarations', '', {});
    expect(response.status).toBeGreaterThanOrEqual(400);
    const sent = await server().hono.request('/api/declarations', {
      method: 'POST',
      body: typeof body === 'string' ? body : new Uint8Array(body),
      headers: { 'content-type': 'application/json', origin: ORIGIN },
    });
    expect(statuses).toContain(sent.status);
    expect(await sent.text()).not.toContain(CANARY);
  });

  it('refuses what another site may have sent, whatever it says of itself', async () => {
    const body = await declareBody(server().app, school);
    const from = async (headers: Record<string, string>): Promise<number> =>
      (
        await server().hono.request('/api/declarations', {
          method: 'POST',
          body: JSON.stringify({ ...body, id: 'no' }),
          headers: { 'content-type': 'application/json', ...headers },
        })
      ).status;
    for (const refused of [
      { origin: 'null' },
      { origin: '' },
      { origin: `${ORIGIN}.evil.example` },
      { origin: ORIGIN.toUpperCase() },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
      { origin: 'https://evil.example', host: 'evil.example', 'x-forwarded-host': 'evil.example' },
    ] as Record<string, string>[]) {
      expect([refused, await from(refused)]).toEqual([refused, 403]);
    }
    for (const taken of [{}, { origin: ORIGIN }, { 'sec-fetch-site': 'none' }] as Record<string, string>[])
      expect(await from(taken)).toBe(422);
    // Nothing in a header makes another method, host or address of a request.
    const headers = {
      cookie,
      origin: ORIGIN,
      'content-type': 'application/json',
      'x-http-method-override': 'DELETE',
      'x-method-override': 'DELETE',
    };
    const response = await server().hono.request(`/api/schools/${school.id}`, { method: 'POST', body: '{}', headers });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD, PUT');
  });

  it("counts guesses by connection: X-Forwarded-For is nobody's word without a proxy", async () => {
    const statuses = await Promise.all(
      Array.from({ length: 40 }, async (_, i) => {
        const body = '{"code":"0000000000","publicKey":"x"}';
        const headers = {
          'content-type': 'application/json',
          origin: ORIGIN,
          'x-forwarded-for': `10.0.0.${i}`,
          'content-length': String(body.length),
        };
        return statusOf(await raw(head('POST /api/pair HTTP/1.1', headers) + body));
      }),
    );
    expect(statuses).toContain(429);
  });

  it('gives the place page with a name that looks like a page', async () => {
    const response = await server().hono.request(`/p/${school.code}`);
    const page = await response.text();
    expect(response.status).toBe(200);
    const data = /<script type="application\/json" id="place">([^<]*)<\/script>/.exec(page)?.[1] ?? '';
    expect(JSON.parse(data)).toMatchObject({ school: { name: "Trường $' $& $` </script><script>x</script> \u2028 $$" } });
    const greeting = /<div id="app">([\s\S]*?)<\/main><\/div><\/div>/.exec(page)?.[1] ?? '';
    expect(greeting).toContain("<h1>Trường $' $&amp; $` &lt;/script&gt;&lt;script&gt;x&lt;/script&gt; \u2028 $$</h1>");
    const plain = await (await server().hono.request('/p/')).text();
    expect(page.length - data.length - greeting.length - '</main></div>'.length).toBe(plain.length);
  });

  it('writes no value, no id and no path into its log, and no word of an engine', async () => {
    const { app, logged } = server();
    const before = logged.length;
    await server().hono.request(`/api/schools/${school.id}/log?q=${CANARY}`, { headers: { cookie } });
    await server().hono.request(`/p/${CANARY}/${CANARY}`);
    await server().hono.request(`/${CANARY}`);
    await server().hono.request(`/api/${CANARY}`);
    await server().hono.request(`/api/schools/${CANARY}/kiosks/${CANARY}`, { method: 'DELETE', headers: { cookie, origin: ORIGIN } });
    await postJson(server().hono, '/api/declarations', await declareBody(app, school, { fullName: `Trần Thị ${CANARY}` }));
    const failing = createApp({
      ...app,
      db: {
        ...app.db,
        save: () => {
          const engine = new Error(`invalid input syntax for type bigint: "${CANARY}"`, { cause: { parameters: [CANARY] } });
          return Promise.reject(Object.assign(engine, { code: '22P02', detail: `Key (name)=(${CANARY})`, where: CANARY }));
        },
      },
    });
    const broken = await postJson(failing, '/api/declarations', await declareBody(app, school, { fullName: `Trần Thị ${CANARY}` }));
    expect(broken.status).toBe(500);
    expect(await broken.text()).not.toContain(CANARY);
    const lines = logged.slice(before).join('');
    expect(lines).toContain('22P02');
    expect(lines).not.toContain(CANARY);
    expect(lines).not.toContain(school.id);
    expect(lines).not.toContain(school.code);
  });
});
