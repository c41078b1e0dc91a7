/** A server process on one engine with fresh folders, and the driver's own handles on the same data and keys. */
import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { pino } from 'pino';
import { openAuth } from '../../server/accounts/auth.ts';
import { readConfig } from '../../server/config.ts';
import type { App } from '../../server/context.ts';
import { openDb } from '../../server/db/open.ts';
import type { Db } from '../../server/db/port.ts';
import { openKeyStore } from '../../server/keys/store.ts';
import { createDatabase } from '../postgres.ts';
import type { Command } from './server-process.ts';
import type { Place } from './wire.ts';

export const ENGINES = ['sqlite', 'postgres'] as const satisfies readonly Db['engine'][];
export type Engine = (typeof ENGINES)[number];
export const PUBLIC_URL = 'https://cong.truong.example';

/** Noon in UTC+7 of the day that the catalogue's own events are from. */
const STARTS_AT = Date.parse('2026-11-21T05:00:00Z');

interface Started {
  address: string;
  port: number;
  link: string;
}

export class TestServer {
  readonly engine: Engine;
  readonly place: Place = { host: '127.0.0.1', port: 0 };
  readonly logs: string[] = [];
  address = '';
  /** The one-time link, while there is no school. */
  link = '';
  readonly #adminUrl: string | undefined;
  readonly #folder = mkdtempSync(join(tmpdir(), 'quacong-catalogue-'));
  readonly #env: Record<string, string>;
  #offset = STARTS_AT - Date.now();
  #drop: () => Promise<void> = async () => undefined;
  #databaseUrl: string | undefined;
  #child: ChildProcess | undefined;
  #app: App | undefined;
  #calls = 0;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();

  private constructor(engine: Engine, adminUrl: string | undefined) {
    this.engine = engine;
    this.#adminUrl = adminUrl;
    this.#env = { DATA_DIR: join(this.#folder, 'data'), KEY_DIR: join(this.#folder, 'keys'), PORT: '0', PUBLIC_URL, LOG_LEVEL: 'info' };
  }

  static async start(engine: Engine, adminUrl: string): Promise<TestServer> {
    const server = new TestServer(engine, engine === 'postgres' ? adminUrl : undefined);
    if (engine === 'postgres') {
      const database = await createDatabase(adminUrl);
      server.#databaseUrl = database.url;
      server.#env.DATABASE_URL = database.url;
      server.#drop = database.drop;
    }
    await server.open();
    return server;
  }

  /** The driver's own view of the same data: a second process, as a backup or a command at the machine is. */
  get app(): App {
    if (!this.#app) throw new Error('the server is stopped');
    return this.#app;
  }

  now = (): number => Date.now() + this.#offset;

  async setOffset(extra: number): Promise<void> {
    this.#offset = STARTS_AT - LOADED_AT + extra;
    await this.ask({ do: 'clock', offset: this.#offset });
  }

  async open(): Promise<void> {
    this.#offset = STARTS_AT - LOADED_AT;
    const child = fork(fileURLToPath(new URL('./server-process.ts', import.meta.url)), {
      execArgv: ['--import', 'tsx/esm', '--expose-gc'],
      env: { ...process.env, ...this.#env, CLOCK_OFFSET: String(this.#offset), NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) if (stream) createInterface(stream).on('line', (line) => this.logs.push(line));
    const started = await new Promise<Started>((resolve, reject) => {
      this.#waiting.set(0, { resolve: (value) => resolve(value as Started), reject });
      child.on('message', (message: { id: number; value?: unknown; failed?: string }) => {
        const waiting = this.#waiting.get(message.id);
        this.#waiting.delete(message.id);
        if (message.failed === undefined) waiting?.resolve(message.value);
        else waiting?.reject(new Error(message.failed));
      });
      child.once('exit', () => {
        for (const waiting of this.#waiting.values())
          waiting.reject(new Error(`the server process ended:\n${this.logs.slice(-20).join('\n')}`));
        this.#waiting.clear();
      });
    });
    Object.assign(this.place, { port: started.port });
    this.address = `http://127.0.0.1:${started.port}`;
    this.link = started.link;
    await this.#openHandles();
  }

  async #openHandles(): Promise<void> {
    const config = readConfig(this.#env);
    const db = await openDb({ dataDir: config.dataDir, databaseUrl: this.#databaseUrl });
    const keys = openKeyStore(config.keyDir);
    const auth = await openAuth(config, keys);
    // A pool of connections that was never asked is not closed by its library.
    await auth.findAccount('nobody');
    this.#app = {
      config,
      db,
      keys,
      auth,
      mailer: null,
      log: pino({ level: 'silent' }),
      clock: this.now,
      random: (length) => new Uint8Array(randomBytes(length)),
      publicUrl: () => PUBLIC_URL,
      origins: () => [PUBLIC_URL, this.address],
      epoch: () => 'driver',
      certificateEndsAt: () => null,
    };
  }

  alive(): boolean {
    return this.#child?.exitCode === null && this.#child.signalCode === null && this.#child.connected;
  }

  ask(command: Command): Promise<unknown> {
    const id = ++this.#calls;
    return new Promise((resolve, reject) => {
      if (!this.alive()) reject(new Error('the server process is not running'));
      this.#waiting.set(id, { resolve, reject });
      this.#child?.send({ id, command });
    });
  }

  /** Drains and ends the process; the data stays. */
  async stop(): Promise<void> {
    const app = this.#app;
    this.#app = undefined;
    const child = this.#child;
    if (child && this.alive()) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.send({ id: 0, command: { do: 'stop' } satisfies Command });
      await gone;
    }
    await app?.db.close();
    await app?.auth.close();
    app?.keys.close();
  }

  async kill(): Promise<void> {
    const child = this.#child;
    const gone = new Promise((resolve) => child?.once('exit', resolve));
    child?.kill('SIGKILL');
    await gone;
    await this.stop();
  }

  /** Stops, copies everything that a backup holds, starts again. `restore` puts the copy back the same way. */
  async backUp(): Promise<{ restore(): Promise<void> }> {
    const copy = join(this.#folder, `backup-${randomBytes(4).toString('hex')}`);
    await this.stop();
    const copyName = await this.#copyData(copy);
    await this.open();
    return {
      restore: async () => {
        await this.stop();
        await this.#putBack(copy, copyName);
        await this.open();
      },
    };
  }

  async #copyData(copy: string): Promise<string> {
    if (existsSync(this.#env.DATA_DIR ?? '')) cpSync(this.#env.DATA_DIR ?? '', copy, { recursive: true });
    const name = `${this.#databaseName()}_copy`;
    if (this.engine === 'postgres') await this.#admin(`create database ${name} template ${this.#databaseName()}`);
    return name;
  }

  async #putBack(copy: string, copyName: string): Promise<void> {
    const data = this.#env.DATA_DIR ?? '';
    rmSync(data, { recursive: true, force: true });
    if (existsSync(copy)) cpSync(copy, data, { recursive: true });
    if (this.engine !== 'postgres') return;
    const name = this.#databaseName();
    await this.#admin(`drop database ${name} with (force)`);
    await this.#admin(`create database ${name} owner ${name} template ${copyName}`);
    await this.#admin(`drop database ${copyName}`);
  }

  #databaseName = (): string => (this.#databaseUrl ? new URL(this.#databaseUrl).pathname.slice(1) : '');

  async #admin(text: string): Promise<void> {
    await this.#query(this.#adminUrl ?? '', text);
  }

  /** One statement on PostgreSQL as the owner of the database. */
  async sql(text: string): Promise<void> {
    await this.#query(this.#databaseUrl ?? '', text);
  }

  async #query(connectionString: string, text: string): Promise<void> {
    const client = new pg.Client({ connectionString });
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  }

  async remove(): Promise<void> {
    await this.stop();
    await this.#drop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Both engines' clocks start together. */
const LOADED_AT = Date.now();
