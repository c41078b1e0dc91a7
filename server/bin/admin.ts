/**
 * npm run admin -- reset NAME [--second-factor]: prints a one-time link that sets a new password for an account, also
 * while the server runs. Whoever can run this at the machine can read the data anyway; nothing of it is reached by network.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { installationAudit } from '../accounts/audit.ts';
import { openAuth } from '../accounts/auth.ts';
import { type Config, readConfig } from '../config.ts';
import { openDb, sqliteFile } from '../db/open.ts';
import { openKeyStore } from '../keys/store.ts';
import { readFacts } from '../setup/installation.ts';

const USAGE = `Usage:
  npm run admin -- reset NAME                   a one-time link to set a new password for the account NAME
  npm run admin -- reset NAME --second-factor   the same, and the link takes the second factor away (lost phone and codes)`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'second-factor': { type: 'boolean', default: false } } });
  const [command, login, ...more] = positionals;
  if (command !== 'reset' || login === undefined || more.length > 0) throw new Error(USAGE);
  // HOST may say where the server listens; here nothing listens.
  const config = readConfig({ ...process.env, HOST: undefined });
  if (config.databaseUrl === null && !existsSync(sqliteFile(config.dataDir))) {
    throw new Error(`There are no accounts yet: ${config.dataDir} holds no database. Run npm start first.`);
  }
  await reset(config, login, values['second-factor']);
}

async function reset(config: Config, login: string, secondFactor: boolean): Promise<void> {
  const db = await openDb(config);
  const keys = openKeyStore(config.keyDir, { dataDir: config.dataDir });
  const auth = await openAuth(config, keys);
  try {
    const account = await auth.findAccount(login);
    const token = await auth.makeResetToken(login, secondFactor);
    if (account === undefined || token === undefined) throw new Error(`There is no account named ${login}.`);
    const app = { db, clock: Date.now, random: (length: number) => new Uint8Array(randomBytes(length)) };
    await db.save('system', [installationAudit(app, { action: 'account.reset-link-made', actor: 'machine', object: account })]);
    const recorded = (await readFacts(db)).get('public-url');
    const address = config.publicUrl ?? recorded ?? `${config.tls ? 'https' : 'http'}://localhost:${config.port}`;
    process.stdout.write(
      `Mở liên kết này trong một giờ (dùng một lần) / Open this link within one hour (it works once):\n${address}/admin/reset#token=${token}\n`,
    );
  } finally {
    await db.close();
    await auth.close();
    keys.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
