/** The real server as a process of its own: stopped, killed and started again on the same folders and the same port. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ownTlsFiles } from '../../server/config.ts';
import type { Db } from '../../server/db/port.ts';
import { ensureOwnTls } from '../../server/tls/own.ts';
import { newDatabase } from '../engines.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const START_LIMIT = 60_000;
const SET_UP_LINK = /^https?:\/\/\S+\/admin\/set-up#token=\S+$/m;

export interface RealServer {
  /** Origin that browsers open. */
  readonly origin: string;
  readonly port: number;
  readonly dataDir: string;
  /** As printed by the latest start. @throws Error when there is a school already */
  setUpLink(): Promise<string>;
  /** SIGTERM drains; SIGKILL does not. Resolves when the process is gone. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** On the same folders, database and port. */
  start(): Promise<void>;
  /** @throws Error listing every bug that the server logged */
  check(): void;
  /** Stops it and removes everything that it kept. */
  remove(): Promise<void>;
}

export interface ServerOptions {
  engine?: Db['engine'];
  /** Serve https for this name, with the certificate authority that `npm run tls` makes. */
  host?: string;
}

export async function startServer({ engine = 'sqlite', host }: ServerOptions = {}): Promise<RealServer> {
  if (!existsSync(join(ROOT, 'dist/web/admin/index.html'))) throw new Error('The pages are not built: run npm run build (npm test does)');
  const database = await newDatabase(engine);
  const keyDir = mkdtempSync(join(tmpdir(), 'quacong-keys-'));
  const { dataDir, databaseUrl } = database.config;
  const port = await freePort();
  const origin = host ? `https://${host}:${port}` : `http://127.0.0.1:${port}`;
  if (host) await ensureOwnTls(dataDir, host, Date.now());
  const { PATH, HOME, TMPDIR } = process.env;
  const env = {
    ...{ PATH, HOME, TMPDIR, PORT: String(port), DATA_DIR: dataDir, KEY_DIR: keyDir, LOG_LEVEL: 'warn' },
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
    ...(host ? { PUBLIC_URL: origin } : {}),
  };
  let child: ChildProcess | undefined;
  let said = '';
  const bugs: string[] = [];

  async function start(): Promise<void> {
    said = '';
    const process_ = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    child = process_;
    const take = (chunk: Buffer): void => {
      said += chunk.toString();
      bugs.push(
        ...chunk
          .toString()
          .split('\n')
          .filter((line) => /"level":(50|60)/.test(line)),
      );
    };
    process_.stdout.on('data', take);
    process_.stderr.on('data', take);
    const ready = () => {
      if (process_.exitCode !== null) throw new Error(`The server ended with ${process_.exitCode}:\n${said}`);
      return /^QuaCổng: http/m.test(said) || undefined;
    };
    await until(ready, START_LIMIT, () => `The server was not ready after ${START_LIMIT / 1000} s:\n${said}`);
  }

  async function stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const running = child;
    child = undefined;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill(signal);
    await ended;
  }

  await start();
  return {
    origin,
    port,
    dataDir,
    setUpLink: () =>
      until(
        () => SET_UP_LINK.exec(said)?.[0],
        10_000,
        () => `No set-up link was printed:\n${said}`,
      ),
    stop,
    start,
    check() {
      if (bugs.length > 0) throw new Error(`The server logged ${bugs.length} bugs:\n${bugs.join('\n')}`);
    },
    async remove() {
      await stop('SIGKILL');
      rmSync(keyDir, { recursive: true, force: true });
      await database.remove();
    },
  };
}

/** What a browser needs to reach `server` under its host name, and to take its certificate as trusted. */
export function browserArgs(server: RealServer): string[] {
  const { hostname, protocol } = new URL(server.origin);
  if (protocol === 'http:') return [];
  const certificate = new X509Certificate(readFileSync(ownTlsFiles(server.dataDir).cert));
  const spki = createHash('sha256')
    .update(certificate.publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
  return [`--host-resolver-rules=MAP ${hostname} 127.0.0.1`, `--ignore-certificate-errors-spki-list=${spki}`];
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no free port'))));
    });
  });
}

/** @throws Error from `look`, or after `limit` ms */
async function until<T>(look: () => T | undefined, limit: number, what: () => string): Promise<T> {
  const end = Date.now() + limit;
  while (Date.now() < end) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(what());
}
