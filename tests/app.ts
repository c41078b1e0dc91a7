/** The whole server without a socket, for HTTP tests: `hono.request()`; a clock that a test can set. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { pino } from 'pino';
import { afterAll, beforeAll, describe } from 'vitest';
import { openAuth } from '../server/accounts/auth.ts';
import { createApp } from '../server/app.ts';
import { readConfig } from '../server/config.ts';
import type { App } from '../server/context.ts';
import { openDb } from '../server/db/open.ts';
import type { Db } from '../server/db/port.ts';
import { openKeyStore } from '../server/keys/store.ts';
import type { Mail } from '../server/mail/mailer.ts';
import { publishQuestionnaires } from '../server/questionnaires/store.ts';
import { ENGINES, newDatabase, type TestDatabase } from './engines.ts';
import { ORIGIN } from './fixtures/world.ts';

export interface TestApp {
  app: App;
  hono: Hono;
  /** Lines that the server logged. */
  logged: string[];
  /** What the server mailed. */
  mailed: Mail[];
  /** What the server takes for now, ms; starts at the real time. */
  setClock(now: number | null): void;
  close(): Promise<void>;
}

/** `database`: from newDatabase() of engines.ts; it is left for the caller to remove. */
export async function openTestApp(database: TestDatabase, publicUrl: string | null = ORIGIN): Promise<TestApp> {
  const keyDir = mkdtempSync(join(tmpdir(), 'quacong-keys-'));
  const { dataDir, databaseUrl } = database.config;
  const config = readConfig({ DATA_DIR: dataDir, KEY_DIR: keyDir, ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}) });
  const db = await openDb(database.config);
  const keys = openKeyStore(keyDir);
  const auth = await openAuth(config, keys);
  const logged: string[] = [];
  const mailed: Mail[] = [];
  let now: number | null = null;
  const app: App = {
    config,
    db,
    keys,
    auth,
    log: pino({ base: null }, { write: (line: string) => void logged.push(line) }),
    mailer: { send: async (mail) => void mailed.push(mail) },
    clock: () => now ?? Date.now(),
    random: (length) => new Uint8Array(randomBytes(length)),
    publicUrl: () => publicUrl,
    origins: () => [...(publicUrl ? [publicUrl] : []), 'http://localhost:8787'],
    epoch: () => 'test-epoch',
    certificateEndsAt: () => null,
  };
  await publishQuestionnaires(app);
  return {
    app,
    hono: createApp(app),
    logged,
    mailed,
    setClock(value) {
      now = value;
    },
    async close() {
      await db.close();
      await auth.close();
      keys.close();
      rmSync(keyDir, { recursive: true, force: true });
    },
  };
}

/** `describe` once for each engine with a server of its own. */
export function describeServers(name: string, body: (server: () => TestApp, engine: Db['engine']) => void): void {
  describe.each(ENGINES)(`${name} (%s)`, (engine) => {
    let database: TestDatabase | undefined;
    let opened: TestApp | undefined;
    beforeAll(async () => {
      database = await newDatabase(engine);
      opened = await openTestApp(database);
    });
    afterAll(async () => {
      await opened?.close();
      await database?.remove();
    });
    body(() => {
      if (!opened) throw new Error('the server is open only inside tests and hooks');
      return opened;
    }, engine);
  });
}
