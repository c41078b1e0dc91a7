import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownTlsFiles } from '../../server/config.ts';
import { checkAddress } from '../../server/setup/address.ts';
import { ensureOwnTls, readAuthority } from '../../server/tls/own.ts';
import { newDatabase, type TestDatabase } from '../engines.ts';
import { postJson } from '../fixtures/world.ts';
import { INPUT, LOOPBACK, openInstallation } from './set-up-kit.ts';

describe('the address check', () => {
  const servers: Server[] = [];
  let dataDir: string;
  let database: TestDatabase;

  async function serve(listener: RequestListener, tls?: { cert: string; key: string }): Promise<string> {
    const server = tls ? createTlsServer(tls, listener) : createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `${tls ? 'https' : 'http'}://localhost:${(server.address() as AddressInfo).port}`;
  }
  const healthy =
    (instance: string): RequestListener =>
    (request, response) =>
      response.end(request.url === '/healthz' ? JSON.stringify({ ok: true, instance }) : 'home');
  const reached = async (origin: string, authority?: string) => (await checkAddress(origin, 'mine', authority)).reached;

  beforeAll(async () => {
    database = await newDatabase('sqlite');
    dataDir = database.config.dataDir;
  });
  afterAll(async () => {
    for (const server of servers) server.closeAllConnections();
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    await database.remove();
  });

  test('knows this server from others, and follows no redirect', async () => {
    const mine = await serve(healthy('mine'));
    expect(await checkAddress(mine, 'mine')).toEqual({ reached: 'this-server', https: false, loopback: true });
    expect(await reached(await serve(healthy('theirs')))).toBe('another-server');
    expect(await reached(await serve((_, response) => response.writeHead(302, { location: `${mine}/healthz` }).end()))).toBe(
      'another-server',
    );
    expect(await reached(await serve((_, response) => response.end('<html>')))).toBe('another-server');
    expect(await reached(await serve((_, response) => response.end('"'.repeat(1e6))))).toBe('another-server');
    expect(await reached(await serve((request) => request.destroy()))).toBe('nobody');
    expect(await reached('http://localhost:1')).toBe('nobody');
  });

  test('does not wait for one who never answers', async () => {
    const silent = await serve(() => undefined);
    const started = performance.now();
    expect(await reached(silent)).toBe('nobody');
    expect(performance.now() - started).toBeLessThan(7000);
  }, 10_000);

  test('tells a certificate that browsers would refuse, and takes the one of our own authority', async () => {
    await ensureOwnTls(dataDir, 'localhost', Date.now());
    const files = ownTlsFiles(dataDir);
    const origin = await serve(healthy('mine'), { cert: readFileSync(files.cert, 'utf8'), key: readFileSync(files.key, 'utf8') });
    expect(await checkAddress(origin, 'mine')).toEqual({ reached: 'bad-certificate', https: true, loopback: true });
    expect(await reached(origin, readAuthority(dataDir)?.pem)).toBe('this-server');
  });

  test('is only for the holder of the link', async () => {
    const fresh = await newDatabase('sqlite');
    const one = await openInstallation(fresh);
    const mine = await serve(healthy(one.installation.epoch));
    const check = (token: string, publicUrl = mine) => postJson(one.hono, '/api/set-up/address', { token, publicUrl }, LOOPBACK);
    expect((await check('guess')).status).toBe(401);
    expect(await (await check(one.token)).json()).toEqual({ reached: 'this-server', https: false, loopback: true });
    expect((await check(one.token, 'file:///etc/passwd')).status).toBe(422);
    expect((await check(one.token, 'http://192.0.2.1/')).status).toBe(422);
    await postJson(one.hono, '/api/set-up', { ...INPUT, token: one.token }, LOOPBACK);
    expect((await check(one.token)).status).toBe(409);
    await one.close();
    await fresh.remove();
  });
});
