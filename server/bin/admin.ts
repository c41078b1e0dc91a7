/**
 * npm run admin -- reset NAME [--second-factor]: prints a one-time link that sets a new password for an account, also
 * while the server runs. npm run admin -- recover: makes a lost root key again from the 24 words of the recovery sheet.
 * Whoever can run this at the machine can read the data anyway; nothing of it is reached by network.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { installationAudit } from '../accounts/audit.ts';
import { openAuth } from '../accounts/auth.ts';
import { type Config, readConfig } from '../config.ts';
import { openDb, sqliteFile } from '../db/open.ts';
import { removeRoot, restoreRoot } from '../keys/root.ts';
import { openKeyStore } from '../keys/store.ts';
import { readFacts } from '../setup/installation.ts';

const USAGE = `Usage:
  npm run admin -- reset NAME                   a one-time link to set a new password for the account NAME
  npm run admin -- reset NAME --second-factor   the same, and the link takes the second factor away (lost phone and codes)
  npm run admin -- recover                      asks for the 24 recovery words and makes a lost root.key again`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'second-factor': { type: 'boolean', default: false } } });
  const [command, login, ...more] = positionals;
  // HOST may say where the server listens; here nothing listens.
  const config = readConfig({ ...process.env, HOST: undefined });
  if (command === 'recover' && login === undefined) return recover(config);
  if (command !== 'reset' || login === undefined || more.length > 0) throw new Error(USAGE);
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

/** The words come from standard input, never from the command line, where other programs could read them. */
async function recover(config: Config): Promise<void> {
  process.stdout.write('24 từ khôi phục, cách nhau bằng dấu cách / the 24 recovery words, with spaces between:\n');
  let words: string[] = [];
  for await (const line of createInterface({ input: process.stdin })) {
    words = [...words, ...line.trim().split(/\s+/).filter(Boolean)];
    if (words.length >= 24) break;
  }
  restoreRoot(config.keyDir, words);
  // Opened at once: a sheet of another installation is found out now, and its key does not stay.
  try {
    openKeyStore(config.keyDir, { dataDir: config.dataDir }).close();
  } catch (error) {
    removeRoot(config.keyDir);
    throw error;
  }
  process.stdout.write('Đã khôi phục khóa gốc. / The root key is back.\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
