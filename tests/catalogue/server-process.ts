/**
 * The real server in a process of its own, as server/serve.ts builds it, with what a test must reach inside: the clock,
 * the event loop's lag, memory, and the writer's size limit. Commands come over the process channel.
 */
import { randomBytes } from 'node:crypto';
import Database from 'better-sqlite3';
import { pino } from 'pino';
import { openAuth } from '../../server/accounts/auth.ts';
import { createApp } from '../../server/app.ts';
import { ownTlsFiles, readConfig } from '../../server/config.ts';
import type { App } from '../../server/context.ts';
import { openDb } from '../../server/db/open.ts';
import { openKeyStore } from '../../server/keys/store.ts';
import { publishQuestionnaires, SHIPPED } from '../../server/questionnaires/store.ts';
import { announceSetUp, readInstallation } from '../../server/setup/installation.ts';
import { listen } from '../../server/tls/listen.ts';
import { ensureOwnTls } from '../../server/tls/own.ts';
import { catalogueForm } from './form.ts';

export type Command =
  | { do: 'clock'; offset: number }
  | { do: 'lag' }
  | { do: 'memory' }
  | { do: 'peak' }
  | { do: 'pollution' }
  | { do: 'full'; on: boolean }
  | { do: 'secure' }
  | { do: 'stop' };

/** The writer of quacong.db: the one connection whose limit makes SQLite itself answer SQLITE_FULL. */
const writers: Database.Database[] = [];
const { pragma } = Database.prototype;
Database.prototype.pragma = function (this: Database.Database, source: string, options?: Database.PragmaOptions) {
  if (source.startsWith('synchronous = FULL') && this.name.endsWith('quacong.db')) writers.push(this);
  return pragma.call(this, source, options);
};

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const publicUrl = config.publicUrl;
  let offset = Number(process.env.CLOCK_OFFSET ?? 0);
  const log = pino({ level: 'info', base: null });
  const db = await openDb({ ...config, databaseUrl: config.databaseUrl ?? undefined });
  const keys = openKeyStore(config.keyDir, { dataDir: config.dataDir });
  const auth = await openAuth(config, keys);
  const installation = await readInstallation(db, config);
  let address = '';
  const app: App = {
    config,
    db,
    keys,
    auth,
    log,
    mailer: null,
    clock: () => Date.now() + offset,
    random: (length) => new Uint8Array(randomBytes(length)),
    publicUrl: () => publicUrl ?? installation.publicUrl,
    origins: () => [...installation.origins, ...(address ? [address] : [])],
    epoch: () => installation.epoch,
    certificateEndsAt: () => null,
  };
  await publishQuestionnaires(app, [...SHIPPED, catalogueForm]);
  const { fetch } = createApp(app);
  const server = await listen({ config: { ...config, tls: null }, fetch, log });
  address = server.address;
  let link = '';
  await announceSetUp(app, address, (line) => {
    link = /^http\S+$/.test(line) ? line : link;
  });

  // A turn lasts as long as this process computed in it: another program that takes the processor holds nothing up in here.
  let longest = 0;
  let turn = { wall: performance.now(), cpu: process.cpuUsage() };
  setInterval(() => {
    const { user, system } = process.cpuUsage(turn.cpu);
    const wall = performance.now();
    longest = Math.max(longest, Math.min(wall - turn.wall - 5, (user + system) / 1000));
    turn = { wall, cpu: process.cpuUsage() };
  }, 5);
  let base = 0;
  let peak = 0;
  const used = (): number => {
    const { heapUsed, external, arrayBuffers } = process.memoryUsage();
    return heapUsed + external + arrayBuffers;
  };
  setInterval(() => {
    peak = Math.max(peak, used());
  }, 10);

  async function run(command: Command): Promise<unknown> {
    switch (command.do) {
      case 'clock':
        offset = command.offset;
        return null;
      case 'lag': {
        const most = longest;
        longest = 0;
        return most;
      }
      case 'memory':
        globalThis.gc?.();
        base = used();
        peak = base;
        return base;
      case 'peak': {
        globalThis.gc?.();
        return { peak: peak - base, kept: used() - base };
      }
      case 'pollution':
        return [...Object.getOwnPropertyNames(Object.prototype)].filter((name) =>
          Object.prototype.propertyIsEnumerable.call(Object.prototype, name),
        );
      case 'full':
        for (const writer of writers.filter((each) => each.open)) {
          const pages = Number(writer.pragma('page_count', { simple: true }));
          writer.pragma(`max_page_count = ${command.on ? pages : 1_073_741_823}`);
        }
        return writers.length;
      case 'secure': {
        await ensureOwnTls(config.dataDir, new URL(publicUrl ?? 'https://localhost').hostname, Date.now());
        const secure = await listen({
          config: { ...config, port: 0, tls: ownTlsFiles(config.dataDir) },
          fetch,
          log,
          publicUrl: app.publicUrl,
        });
        return secure.port;
      }
      case 'stop':
        await server.close();
        await db.close();
        await auth.close();
        keys.close();
        process.exit(0);
    }
  }

  process.on('message', (message: { id: number; command: Command }) => {
    run(message.command).then(
      (value) => process.send?.({ id: message.id, value }),
      (error: unknown) =>
        process.send?.({ id: message.id, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ id: 0, value: { address, port: server.port, link } });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
