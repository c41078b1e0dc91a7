/** Start and drain: reads the settings, builds everything once, listens, and stops in order. */
import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { openAuth } from './accounts/auth.ts';
import { createApp } from './app.ts';
import { readConfig } from './config.ts';
import type { App } from './context.ts';
import { openDb } from './db/open.ts';
import { openKeyStore } from './keys/store.ts';
import { publishQuestionnaires } from './questionnaires/store.ts';
import { announceSetUp, readInstallation } from './setup/installation.ts';
import { listen } from './tls/listen.ts';

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ level: config.logLevel, base: null });
  const db = await openDb({ ...config, databaseUrl: config.databaseUrl ?? undefined });
  const keys = openKeyStore(config.keyDir, { dataDir: config.dataDir });
  const auth = await openAuth(config, keys);
  const installation = await readInstallation(db, config);
  let certificateEndsAt: number | null = null;
  const app: App = {
    config,
    db,
    keys,
    auth,
    log,
    clock: Date.now,
    random: (length) => new Uint8Array(randomBytes(length)),
    publicUrl: () => installation.publicUrl,
    origins: () => installation.origins,
    epoch: () => installation.epoch,
    certificateEndsAt: () => certificateEndsAt,
  };
  await publishQuestionnaires(app);
  const server = await listen({ config, fetch: createApp(app).fetch, log });
  certificateEndsAt = server.certificateEndsAt;
  process.stdout.write(`QuaCổng: ${server.address}\n`);
  await announceSetUp(app, server.address, (line) => process.stdout.write(`${line}\n`));

  const stop = async (): Promise<void> => {
    await server.close();
    await db.close();
    await auth.close();
    keys.close();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'stop');
          process.exit(1);
        },
      );
    });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
