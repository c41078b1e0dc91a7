import { EventEmitter, once } from 'node:events';
import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { get, request } from 'node:http';
import { get as getSecure } from 'node:https';
import { connect as connectPlain } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Config, readConfig } from '../../server/config.ts';
import { makeAuthority, makeLeaf } from '../../server/tls/authority.ts';
import { type Listening, listen } from '../../server/tls/listen.ts';
import { ensureOwnTls, readAuthority } from '../../server/tls/own.ts';
import { DAY } from '../../shared/clock.ts';

const NOW = Date.now();
const HOST = 'truong.example';
const PUBLIC_URL = `https://${HOST}`;
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
const open: Listening[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

interface Extra {
  fetch?: (request: Request) => Response | Promise<Response>;
  reloadEvery?: number;
  publicUrl?: () => string | null;
}

async function start(env: Record<string, string>, extra: Extra = {}): Promise<Listening & { config: Config }> {
  const config = readConfig({ PORT: '0', ...env });
  const fetch = extra.fetch ?? (() => new Response('ours'));
  const server = await listen({ config, log: log as never, ...extra, fetch });
  open.push(server);
  return Object.assign(Object.create(server) as Listening, { config });
}

async function certificateFiles(host = HOST, folder = mkdtempSync(join(tmpdir(), 'listen-')), now = NOW) {
  const authority = await makeAuthority(host, now);
  const leaf = await makeLeaf(authority, host, now);
  const files = { TLS_CERT: join(folder, 'cert.pem'), TLS_KEY: join(folder, 'key.pem') };
  const write = (pair: { cert: string; key: string }) => {
    writeFileSync(files.TLS_KEY, pair.key);
    writeFileSync(files.TLS_CERT, pair.cert);
  };
  write(leaf);
  return { authority, leaf, files, write, another: () => makeLeaf(authority, host, now - 100 * DAY) };
}

interface Answer {
  status: number;
  location: string | undefined;
  body: string;
}

const plain = (port: number, path = '/', headers: Record<string, string> = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', path, headers, agent: false }, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, location: response.headers.location, body }));
    }).on('error', reject);
  });

const secure = (port: number, ca: string, path = '/', headers: Record<string, string> = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    getSecure({ port, host: '127.0.0.1', servername: HOST, ca, path, headers, agent: false }, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, location: response.headers.location, body }));
    }).on('error', reject);
  });

const serialOf = (port: number, ca: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', servername: HOST, ca }, () => {
      resolve(socket.getPeerCertificate().serialNumber);
      socket.destroy();
    });
    socket.on('error', reject);
  });

const raw = (port: number, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = '';
    const socket = connectPlain(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => (answer += chunk));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });

describe('on loopback', () => {
  it('answers plain http and says where', async () => {
    const server = await start({});
    expect(server.address).toBe(`http://127.0.0.1:${server.port}`);
    expect(server.certificateEndsAt).toBeNull();
    expect(await plain(server.port)).toMatchObject({ status: 200, body: 'ours' });
  });

  it('refuses headers above 16 KB with 431', async () => {
    const server = await start({});
    expect(await plain(server.port, '/', { 'x-long': 'a'.repeat(12_000) })).toMatchObject({ status: 200 });
    expect(await raw(server.port, `GET / HTTP/1.1\r\nhost: a\r\nx-long: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('says in plain words that the port is taken', async () => {
    const server = await start({});
    await expect(start({ PORT: String(server.port) })).rejects.toThrow(`PORT ${server.port} is taken`);
  });

  it('lets a running request end before it closes', async () => {
    const gate = new EventEmitter();
    const fetch = async () => {
      gate.emit('arrived');
      await once(gate, 'release');
      return new Response('late');
    };
    const server = await start({}, { fetch });
    const arrived = once(gate, 'arrived');
    const answer = plain(server.port);
    await arrived;
    const closing = server.close();
    gate.emit('release');
    expect((await answer).body).toBe('late');
    await closing;
    await expect(plain(server.port)).rejects.toThrow(/ECONNREFUSED/);
  });
});

describe('with a certificate', () => {
  it('answers https, and 308 to plain http on the same port', async () => {
    const { authority, files } = await certificateFiles();
    const server = await start({ ...files, PUBLIC_URL });
    expect(server.address).toBe(PUBLIC_URL);
    expect(await secure(server.port, authority.cert)).toMatchObject({ status: 200, body: 'ours' });
    expect(await plain(server.port, '/p/K7M2Q?a=1')).toMatchObject({ status: 308, location: `${PUBLIC_URL}/p/K7M2Q?a=1` });
    expect(await plain(server.port, '/', { host: 'evil.example' })).toMatchObject({ status: 308, location: `${PUBLIC_URL}/` });
    expect(await raw(server.port, 'GET http://evil.example/x HTTP/1.1\r\nhost: a\r\n\r\n')).toContain(`location: ${PUBLIC_URL}/\r\n`);
  });

  it('never hands a plain request to the application', async () => {
    const { files } = await certificateFiles();
    const fetch = vi.fn(() => new Response('ours'));
    const server = await start({ ...files, PUBLIC_URL }, { fetch });
    await new Promise((resolve) => {
      const post = request({ port: server.port, host: '127.0.0.1', method: 'POST', path: '/api/x', agent: false }, (response) => {
        expect(response.statusCode).toBe(308);
        response.resume().on('end', resolve);
      });
      post.end('{"name":"Nguyễn Văn An"}');
    });
    expect(fetch).not.toHaveBeenCalled();
  });

  it('without a known address says that https is meant', async () => {
    const { files } = await certificateFiles();
    const server = await start(files);
    expect(await plain(server.port, '/', { host: 'evil.example' })).toEqual({ status: 400, location: undefined, body: 'https only\n' });
    const recorded = await start(files, { publicUrl: () => PUBLIC_URL });
    expect(await plain(recorded.port)).toMatchObject({ status: 308, location: `${PUBLIC_URL}/` });
  });

  it('answers 16 KB of headers, pipelined bytes and noise like any server', async () => {
    const { authority, files } = await certificateFiles();
    const server = await start({ ...files, PUBLIC_URL });
    expect(await secure(server.port, authority.cert, '/', { 'x-long': 'a'.repeat(20_000) })).toMatchObject({ status: 431 });
    expect(await raw(server.port, '\x16\x03\x01nonsense and no handshake')).not.toContain('HTTP/1.1 200');
    expect(await raw(server.port, 'SSH-2.0-x\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await secure(server.port, authority.cert)).toMatchObject({ status: 200 });
  });

  it('presents a changed certificate without a restart and keeps open connections', async () => {
    const pair = await certificateFiles();
    const server = await start({ ...pair.files, PUBLIC_URL }, { reloadEvery: 20 });
    const before = await serialOf(server.port, pair.authority.cert);
    const ends = server.certificateEndsAt ?? 0;
    const kept = connect({ port: server.port, host: '127.0.0.1', servername: HOST, ca: pair.authority.cert });
    await new Promise((resolve) => kept.once('secureConnect', resolve));
    pair.write(await pair.another());
    await vi.waitFor(async () => expect(await serialOf(server.port, pair.authority.cert)).not.toBe(before), 5000);
    expect(server.certificateEndsAt).toBeLessThan(ends);
    kept.write(`GET / HTTP/1.1\r\nhost: ${HOST}\r\nconnection: close\r\n\r\n`);
    const answer = await new Promise<string>((resolve) => kept.once('data', (data) => resolve(String(data))));
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    kept.destroy();
  });

  it('keeps the old certificate while the new pair does not fit together', async () => {
    const pair = await certificateFiles();
    const server = await start({ ...pair.files, PUBLIC_URL }, { reloadEvery: 20 });
    const before = await serialOf(server.port, pair.authority.cert);
    log.warn.mockClear();
    const next = await pair.another();
    writeFileSync(pair.files.TLS_CERT, next.cert);
    await vi.waitFor(() => expect(log.warn).toHaveBeenCalled(), 5000);
    writeFileSync(pair.files.TLS_KEY, 'not a key');
    expect(await serialOf(server.port, pair.authority.cert)).toBe(before);
    writeFileSync(pair.files.TLS_KEY, next.key);
    await vi.waitFor(async () => expect(await serialOf(server.port, pair.authority.cert)).not.toBe(before), 5000);
  });

  it('does not start with a pair that does not fit', async () => {
    const [one, other] = [await certificateFiles(), await certificateFiles()];
    copyFileSync(other.files.TLS_KEY, one.files.TLS_KEY);
    await expect(start({ ...one.files, PUBLIC_URL })).rejects.toThrow(/TLS_CERT and TLS_KEY .* cannot be used/);
  });
});

describe('with the own authority', () => {
  it('renews the certificate at the start and serves it', async () => {
    const DATA_DIR = mkdtempSync(join(tmpdir(), 'listen-'));
    await ensureOwnTls(DATA_DIR, HOST, NOW - 380 * DAY);
    const server = await start({ DATA_DIR, PUBLIC_URL, KEY_DIR: '/elsewhere' });
    expect((server.certificateEndsAt ?? 0) - NOW).toBeGreaterThan(300 * DAY);
    expect(await secure(server.port, readAuthority(DATA_DIR)?.pem ?? '')).toMatchObject({ status: 200 });
  });

  it('does not start for another PUBLIC_URL or without one', async () => {
    const DATA_DIR = mkdtempSync(join(tmpdir(), 'listen-'));
    await ensureOwnTls(DATA_DIR, HOST, NOW);
    await expect(start({ DATA_DIR, KEY_DIR: '/elsewhere', PUBLIC_URL: 'https://other.example' })).rejects.toThrow(
      /npm run tls -- --replace/,
    );
    await expect(start({ DATA_DIR, KEY_DIR: '/elsewhere' })).rejects.toThrow(/PUBLIC_URL is missing/);
  });
});

describe('behind a proxy', () => {
  it('sends what came over plain http to https', async () => {
    const server = await start({ TRUST_PROXY: 'true', PUBLIC_URL });
    expect(await plain(server.port, '/p/x', { 'x-forwarded-proto': 'http' })).toMatchObject({ status: 308, location: `${PUBLIC_URL}/p/x` });
    expect(await plain(server.port, '/p/x', { 'x-forwarded-proto': 'https, http' })).toMatchObject({ status: 308 });
    expect(await plain(server.port, '/p/x', { 'x-forwarded-proto': 'https' })).toMatchObject({ status: 200 });
    expect(await plain(server.port, '/healthz')).toMatchObject({ status: 200 });
  });

  it('without TRUST_PROXY the header means nothing', async () => {
    const server = await start({ PUBLIC_URL });
    expect(await plain(server.port, '/', { 'x-forwarded-proto': 'http' })).toMatchObject({ status: 200 });
  });
});
