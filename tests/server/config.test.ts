import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, ownTlsFiles, readConfig, readOrigin, SETTING_NAMES } from '../../server/config.ts';

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe('settings', () => {
  it('are all optional: loopback, SQLite, no public address', () => {
    const config = readConfig({});
    expect(config).toMatchObject({ port: 8787, host: '127.0.0.1', databaseUrl: null, publicUrl: null, publicUrlAliases: [], tls: null });
    expect(config).toMatchObject({ trustProxy: false, logLevel: 'info' });
    expect(config.dataDir).toMatch(/[/\\]data$/);
    expect(config.keyDir).toMatch(/[/\\]keys$/);
  });

  it('takes an empty value as none', () => {
    const empty = Object.fromEntries(SETTING_NAMES.map((name) => [name, '']));
    expect(readConfig(empty)).toEqual(readConfig({}));
  });

  it('names every bad setting at once', () => {
    const bad = { PORT: '80x', PUBLIC_URL: 'http://truong.example', TRUST_PROXY: 'perhaps', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://x' };
    const problems = problemsOf({ ...bad, TLS_CERT: '/no/such.pem' });
    for (const name of [...Object.keys(bad), 'TLS_CERT']) expect(problems.filter((line) => line.startsWith(`${name} `))).toHaveLength(1);
    expect(problems).toHaveLength(6);
  });

  it.each(['65536', '-1', '1e3', ' 80', '0x50', '8787.5'])('refuses PORT %j', (PORT) => {
    expect(problemsOf({ PORT })).toHaveLength(1);
  });

  it.each(['127.0.0.1', '127.9.9.9', 'localhost', '::1'])('serves plain http on %s', (HOST) => {
    expect(readConfig({ HOST }).host).toBe(HOST);
  });

  it.each(['0.0.0.0', '::', '192.168.1.4', '10.0.0.1', 'truong.example', '127.0.0.1.example'])(
    'refuses plain http on %s with three ways out',
    (HOST) => {
      const [problem, ...more] = problemsOf({ HOST });
      expect(more).toEqual([]);
      expect(problem).toMatch(/^HOST .*TLS_CERT and TLS_KEY.*npm run tls.*TRUST_PROXY/);
    },
  );

  it('allows other machines behind a proxy, with a certificate, and after npm run tls', () => {
    const folder = mkdtempSync(join(tmpdir(), 'config-'));
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    expect(readConfig({ HOST: '0.0.0.0', TRUST_PROXY: '1' }).trustProxy).toBe(true);
    for (const file of [cert, key]) writeFileSync(file, '');
    expect(readConfig({ HOST: '0.0.0.0', TLS_CERT: cert, TLS_KEY: key }).tls).toEqual({ cert, key, own: false });
    expect(problemsOf({ TLS_CERT: cert })).toEqual([expect.stringMatching(/^TLS_KEY is missing/)]);
  });

  it('finds the own certificate in DATA_DIR', async () => {
    const { ensureOwnTls } = await import('../../server/tls/own.ts');
    const DATA_DIR = mkdtempSync(join(tmpdir(), 'config-'));
    await ensureOwnTls(DATA_DIR, '10.1.2.3', Date.now());
    expect(readConfig({ HOST: '0.0.0.0', DATA_DIR, KEY_DIR: '/elsewhere' }).tls).toEqual(ownTlsFiles(DATA_DIR));
  });

  it('keeps the keys out of the data', () => {
    expect(problemsOf({ DATA_DIR: './x', KEY_DIR: './x/keys' })).toEqual([expect.stringMatching(/^KEY_DIR/)]);
    expect(problemsOf({ DATA_DIR: './x', KEY_DIR: './xkeys' })).toEqual([]);
  });

  it('reads aliases one by one', () => {
    const config = readConfig({ PUBLIC_URL_ALIASES: 'https://a.example, https://b.example:444/ ,' });
    expect(config.publicUrlAliases).toEqual(['https://a.example', 'https://b.example:444']);
    expect(problemsOf({ PUBLIC_URL_ALIASES: 'https://a.example,nonsense,http://c.example' })).toHaveLength(2);
  });
});

describe('PUBLIC_URL', () => {
  it.each([
    ['https://Truong.Example', 'https://truong.example'],
    ['https://truong.example:443/', 'https://truong.example'],
    ['https://192.168.1.10:8787', 'https://192.168.1.10:8787'],
    ['http://localhost:8787', 'http://localhost:8787'],
    ['http://[::1]:8787', 'http://[::1]:8787'],
  ])('%s is the origin %s', (text, origin) => {
    expect(readOrigin(text)).toEqual({ origin });
  });

  it.each([
    'http://truong.example',
    'http://192.168.1.10',
    'http://localhost.example',
    'https://truong.example/p',
    'https://truong.example/?a',
    'https://truong.example/#a',
    'https://me:secret@truong.example',
    'ftp://truong.example',
    'truong.example',
    'https://',
    'javascript:alert(1)',
  ])('refuses %s', (text) => {
    expect(readOrigin(text)).toHaveProperty('problem');
  });
});

it('docs/settings.md and the schema list the same settings', () => {
  const text = readFileSync(new URL('../../docs/settings.md', import.meta.url), 'utf8').split('## Only for the tests')[0] ?? '';
  const documented = [...text.matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1]);
  expect(documented.sort()).toEqual([...SETTING_NAMES].sort());
});
