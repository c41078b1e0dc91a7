/** Builds everything once from the settings, listens, and drains in order. */
import { randomBytes } from 'node:crypto';
import type { Hono } from 'hono';
import { pino } from 'pino';
import { openAuth } from './accounts/auth.ts';
import { startWatch } from './alarms/rounds.ts';
import { createApp } from './app.ts';
import { readConfig } from './config.ts';
import type { App } from './context.ts';
import { openDb } from './db/open.ts';
import { openKeyStore } from './keys/store.ts';
import { openMailer } from './mail/mailer.ts';
import { publishQuestionnaires } from './questionnaires/store.ts';
import { reported } from './report.ts';
import { announceSetUp, readInstallation } from './setup/installation.ts';
import { type Listening, listen } from './tls/listen.ts';

export interface Serving {
  app: App;
  address: string;
  /** Answers what is under way, then closes. */
  stop(): Promise<void>;
}

/** `prepare` runs before anybody can call (the demonstration fills its folder there); `more` mounts what is not the product's. */
export async function serve(
  env: Readonly<Record<string, string | undefined>>,
  print: (line: string) => void,
  prepare: (app: App) => Promise<void> = async () => undefined,
  more: (hono: Hono) => void = () => undefined,
): Promise<Serving> {
  const config = readConfig(env);
  const log = pino({ level: config.logLevel, base: null });
  const db = await openDb({ ...config, databaseUrl: config.databaseUrl ?? undefined });
  const keys = openKeyStore(config.keyDir, { dataDir: config.dataDir });
  const auth = await openAuth(config, keys);
  const installation = await readInstallation(db, config);
  let listening: Listening | null = null;
  const app: App = {
    config,
    db,
    keys,
    auth,
    log,
    mailer: config.mail ? openMailer(config.mail) : null,
    clock: Date.now,
    random: (length) => new Uint8Array(randomBytes(length)),
    publicUrl: () => installation.publicUrl,
    origins: () => installation.origins,
    epoch: () => installation.epoch,
    certificateEndsAt: () => listening?.certificateEndsAt ?? null,
  };
  await publishQuestionnaires(app);
  await prepare(app);
  const closing = new AbortController();
  const hono = createApp(app, closing.signal);
  more(hono);
  const server = await listen({ config, fetch: hono.fetch, log, publicUrl: app.publicUrl });
  listening = server;
  print(`QuaCổng: ${server.address}`);
  await announceSetUp(app, server.address, print);
  const watch = startWatch(app);
  return {
    app,
    address: server.address,
    async stop() {
      closing.abort();
      await watch.stop();
      await server.close();
      await db.close();
      await auth.close();
      keys.close();
    },
  };
}

/** For the two programs that serve: signals drain, a failure says one sentence. */
export function runUntilStopped(serving: Promise<Serving>, after: () => void = () => undefined): void {
  serving.then(
    ({ app, stop }) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        process.once(signal, () => {
          stop()
            .catch((error: unknown) => {
              app.log.error({ err: reported(error) }, 'stop');
              process.exitCode = 1;
            })
            .finally(() => {
              after();
              process.exit();
            });
        });
      }
    },
    (error: unknown) => {
      after();
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    },
  );
}
