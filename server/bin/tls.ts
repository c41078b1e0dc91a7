/** `npm run tls`: makes (or keeps, or renews) the own certificate authority for the host of PUBLIC_URL and says what to do next. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { instantText } from '../../shared/clock.ts';
import { ConfigError, isLoopback, readConfig } from '../config.ts';
import { ensureOwnTls, hostOf, readAuthority } from '../tls/own.ts';

const SAID = {
  made: 'Made a certificate authority and a certificate.',
  renewed: 'Renewed the certificate; tablets need nothing.',
  kept: 'Everything is in place already.',
} as const;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { replace: { type: 'boolean', default: false } } });
  // HOST may already say where the server will listen once this has run.
  const config = readConfig({ ...process.env, HOST: undefined });
  if (!config.publicUrl?.startsWith('https:')) {
    throw new ConfigError([
      'PUBLIC_URL must be the https address that phones and tablets will open, for example https://192.168.1.10:8787',
    ]);
  }
  const host = hostOf(config.publicUrl);
  if (isLoopback(host)) throw new ConfigError([`PUBLIC_URL names ${host}, which is this machine only: it needs no certificate`]);
  const done = await ensureOwnTls(config.dataDir, host, Date.now(), values.replace);
  const authority = readAuthority(config.dataDir);
  if (!authority) throw new Error('The authority was written but cannot be read back');
  print(
    SAID[done],
    '',
    `  For      ${host}, and for no other name`,
    `  File     ${join(config.dataDir, 'tls', 'ca.crt')}`,
    `  SHA-256  ${authority.fingerprint}`,
    `  Until    ${instantText(authority.endsAt)}`,
    '',
    `1. Start the server:  HOST=0.0.0.0 PUBLIC_URL=${config.publicUrl} npm start`,
    `2. On each gate tablet open ${config.publicUrl}/ca and follow the page: it installs ca.crt. Compare the SHA-256 line.`,
    '3. Visitors with their own phones will not trust this authority: for them get a public name and certificate (docs/deployment.md).',
    `Keep ${join(config.dataDir, 'tls', 'ca.key')} secret.`,
  );
}

const print = (...lines: string[]): void => {
  process.stdout.write(`${lines.join('\n')}\n`);
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
