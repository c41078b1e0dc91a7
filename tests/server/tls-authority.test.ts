import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { makeAuthority, makeLeaf } from '../../server/tls/authority.ts';
import { ensureOwnTls, hostOf, readAuthority } from '../../server/tls/own.ts';
import { DAY } from '../../shared/clock.ts';

const NOW = Date.now();
const temporary = () => mkdtempSync(join(tmpdir(), 'tls-'));

/** Whether a TLS client that trusts only `ca` accepts `leaf` for `host`: the error's code, or 'ok'. */
function handshake(ca: string, leaf: { cert: string; key: string }, host: string): Promise<string> {
  return new Promise((resolve) => {
    const server = createServer(leaf, (socket) => socket.end());
    server.on('tlsClientError', () => undefined);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      const socket = connect({ port, host: '127.0.0.1', ca, checkServerIdentity: () => undefined, servername: isIP(host) ? '' : host });
      const done = (answer: string) => {
        socket.destroy();
        server.close();
        resolve(answer);
      };
      socket.once('secureConnect', () => done('ok'));
      socket.once('error', (error: NodeJS.ErrnoException) => done(`${error.code} ${error.message}`));
    });
  });
}

describe('an authority for one host', () => {
  it.each(['truong.example', '192.168.1.10', 'fd00::10'])('is believed for %s', async (host) => {
    const authority = await makeAuthority(host, NOW);
    const leaf = await makeLeaf(authority, host, NOW);
    expect(await handshake(authority.cert, leaf, host)).toBe('ok');
    const certificate = new X509Certificate(leaf.cert);
    expect(host.includes('.example') ? certificate.checkHost(host) : certificate.checkIP(host)).toBeDefined();
  });

  it.each([
    ['truong.example', 'other.example'],
    ['truong.example', 'nottruong.example'],
    ['truong.example', 'example'],
    ['truong.example', '192.168.1.10'],
    ['truong.example', 'fd00::10'],
    ['192.168.1.10', '192.168.1.11'],
    ['192.168.1.10', 'truong.example'],
    ['192.168.1.10', 'fd00::10'],
    ['fd00::10', 'fd00::11'],
    ['fd00::10', '192.168.1.10'],
    ['fd00::10', 'truong.example'],
  ])('of %s is not believed for %s', async (host, other) => {
    const authority = await makeAuthority(host, NOW);
    const leaf = await makeLeaf(authority, other, NOW);
    expect(await handshake(authority.cert, leaf, other)).toMatch(/permitted subtree violation|excluded subtree violation/);
  });

  it('signs no second authority', async () => {
    const authority = await makeAuthority('truong.example', NOW);
    const second = await makeAuthority('truong.example', NOW);
    const forged = await makeLeaf({ key: second.key, cert: authority.cert }, 'truong.example', NOW);
    expect(await handshake(authority.cert, forged, 'truong.example')).not.toBe('ok');
    expect(new X509Certificate(authority.cert).ca).toBe(true);
    expect(new X509Certificate((await makeLeaf(authority, 'truong.example', NOW)).cert).ca).toBe(false);
  });

  it('marks its constraints critical', async () => {
    const { cert } = await makeAuthority('truong.example', NOW);
    // 06 03 55 1D 1E (name constraints), 01 01 FF (critical)
    expect(new X509Certificate(cert).raw.toString('hex')).toContain('0603551d1e0101ff');
  });
});

describe('files under DATA_DIR/tls', () => {
  it('are made once, kept, and the leaf renewed below 30 days', async () => {
    const folder = temporary();
    const file = (name: string) => join(folder, 'tls', name);
    expect(await ensureOwnTls(folder, 'truong.example', NOW)).toBe('made');
    const [ca, leaf] = [readFileSync(file('ca.crt'), 'utf8'), readFileSync(file('server.crt'), 'utf8')];
    expect(await ensureOwnTls(folder, 'truong.example', NOW + 366 * DAY)).toBe('kept');
    expect(readFileSync(file('server.crt'), 'utf8')).toBe(leaf);
    expect(await ensureOwnTls(folder, 'truong.example', NOW + 368 * DAY)).toBe('renewed');
    expect(readFileSync(file('server.crt'), 'utf8')).not.toBe(leaf);
    expect(readFileSync(file('ca.crt'), 'utf8')).toBe(ca);
    for (const key of ['ca.key', 'server.key']) expect(statSync(file(key)).mode & 0o777).toBe(0o600);
  });

  it('renews a leaf that another authority signed or that names another host', async () => {
    const folder = temporary();
    await ensureOwnTls(folder, 'truong.example', NOW);
    const stranger = await makeLeaf(await makeAuthority('truong.example', NOW), 'truong.example', NOW);
    writeFileSync(join(folder, 'tls', 'server.crt'), stranger.cert);
    expect(await ensureOwnTls(folder, 'truong.example', NOW)).toBe('renewed');
  });

  it('keep the authority of another host until told to replace it', async () => {
    const folder = temporary();
    await ensureOwnTls(folder, 'truong.example', NOW);
    const before = readAuthority(folder)?.fingerprint;
    await expect(ensureOwnTls(folder, 'other.example', NOW)).rejects.toThrow(/PUBLIC_URL names other\.example.*--replace/);
    expect(readAuthority(folder)?.fingerprint).toBe(before);
    expect(await ensureOwnTls(folder, 'other.example', NOW, true)).toBe('made');
    expect(readAuthority(folder)?.fingerprint).not.toBe(before);
  });

  it('end with the authority: a leaf never outlives it', async () => {
    const folder = temporary();
    await ensureOwnTls(folder, 'truong.example', NOW);
    await ensureOwnTls(folder, 'truong.example', NOW + 3600 * DAY);
    const leaf = new X509Certificate(readFileSync(join(folder, 'tls', 'server.crt')));
    expect(Date.parse(leaf.validTo)).toBeLessThanOrEqual(readAuthority(folder)?.endsAt ?? 0);
    await expect(ensureOwnTls(folder, 'truong.example', NOW + 3630 * DAY)).rejects.toThrow(/ends within 30 days/);
  });
});

it('npm run tls says what is missing, then what was made', () => {
  const folder = temporary();
  const run = (env: Record<string, string>) => {
    const command = [join(import.meta.dirname, '../../server/bin/tls.ts')];
    return spawnSync(process.execPath, ['--import', 'tsx', ...command], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, DATA_DIR: folder, HOST: '0.0.0.0', ...env },
    });
  };
  expect(run({})).toMatchObject({ status: 1, stderr: expect.stringContaining('PUBLIC_URL must be') });
  expect(run({ PUBLIC_URL: 'https://localhost:1' })).toMatchObject({ status: 1, stderr: expect.stringContaining('this machine only') });
  const made = run({ PUBLIC_URL: 'https://10.9.8.7:8787' });
  expect(made.stdout).toContain(readAuthority(folder)?.fingerprint);
  expect(made.stdout).toContain('https://10.9.8.7:8787/ca');
});

it('an address in brackets is named without them', () => {
  expect(hostOf('https://[fd00::10]:1')).toBe('fd00::10');
});
