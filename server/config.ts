/** Environment -> decisions. Every setting stands in docs/settings.md (tests/server/config.test.ts holds that). */
import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import * as z from 'zod';

/** PEM files; `own` when they come from our own certificate authority and are renewed by us. */
export interface TlsFiles {
  cert: string;
  key: string;
  own: boolean;
}

export interface Config {
  port: number;
  host: string;
  /** Absolute. */
  dataDir: string;
  /** Absolute; kept and backed up apart from `dataDir`. */
  keyDir: string;
  /** PostgreSQL; null: SQLite in `dataDir`. */
  databaseUrl: string | null;
  /** Origin that visitors' phones and tablets open, or null: this machine only. */
  publicUrl: string | null;
  /** Earlier origins that are still answered. */
  publicUrlAliases: readonly string[];
  tls: TlsFiles | null;
  /** A proxy in front ends TLS and sets x-forwarded-proto and x-forwarded-for. */
  trustProxy: boolean;
  /** E-mail to offices; null: alarms stand on the screen only. */
  mail: { url: string; from: string } | null;
  logLevel: LogLevel;
}

const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** All problems at once, one plain sentence each, starting with the setting's name. */
export class ConfigError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`The settings cannot be used (docs/settings.md explains each):\n${problems.map((line) => `  - ${line}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** An empty value is the same as none, as in `PUBLIC_URL= npm start`. */
const setting = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === '' ? undefined : value), schema);

const folder = (fallback: string) =>
  setting(
    z
      .string()
      .default(fallback)
      .transform((path) => resolve(path)),
  );
const origin = z.string().transform((text, context) => {
  const read = readOrigin(text);
  if ('problem' in read) context.addIssue({ code: 'custom', message: `${read.problem} (is: ${text})` });
  return 'origin' in read ? read.origin : z.NEVER;
});

const SCHEMA = z.object({
  PORT: setting(
    z
      .string()
      .default('8787')
      .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65535, 'must be a whole number from 0 to 65535')
      .transform(Number),
  ),
  HOST: setting(
    z
      .string()
      .default('127.0.0.1')
      .refine(
        (text) => isIP(text) > 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text),
        'must be an address or a host name to listen on, for example 0.0.0.0',
      ),
  ),
  DATA_DIR: folder('data'),
  KEY_DIR: folder('keys'),
  DATABASE_URL: setting(
    z
      .string()
      .refine(
        (text) => /^postgres(ql)?:$/.test(urlOf(text)?.protocol ?? ''),
        'must be an address like postgres://user:password@host:5432/database; leave it away for SQLite',
      )
      .optional(),
  ),
  PUBLIC_URL: setting(origin.optional()),
  PUBLIC_URL_ALIASES: setting(
    z
      .string()
      .transform((text) =>
        text
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== ''),
      )
      .pipe(z.array(origin))
      .optional(),
  ),
  TLS_CERT: setting(
    z
      .string()
      .transform((path) => resolve(path))
      .refine((path) => existsSync(path), 'names a file that does not exist')
      .optional(),
  ),
  TLS_KEY: setting(
    z
      .string()
      .transform((path) => resolve(path))
      .refine((path) => existsSync(path), 'names a file that does not exist')
      .optional(),
  ),
  TRUST_PROXY: setting(
    z
      .enum(['true', 'false', '1', '0', 'yes', 'no'], 'must be true or false')
      .default('false')
      .transform((text) => ['true', '1', 'yes'].includes(text)),
  ),
  SMTP_URL: setting(
    z
      .string()
      .refine(
        (text) => /^smtps?:$/.test(urlOf(text)?.protocol ?? ''),
        'must be an address like smtps://user:password@mail.example:465 or smtp://mail.example:587',
      )
      .optional(),
  ),
  MAIL_FROM: setting(
    z
      .string()
      .refine((text) => z.email().safeParse(text).success, 'must be an e-mail address')
      .optional(),
  ),
  LOG_LEVEL: setting(z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info')),
});

export const SETTING_NAMES: readonly string[] = Object.keys(SCHEMA.shape);

/** @throws ConfigError naming every setting that cannot be used */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = SCHEMA.safeParse(env);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`));
  const values = parsed.data;
  const problems: string[] = [];
  if ((values.TLS_CERT === undefined) !== (values.TLS_KEY === undefined)) {
    problems.push(`${values.TLS_CERT === undefined ? 'TLS_CERT' : 'TLS_KEY'} is missing: TLS_CERT and TLS_KEY are given together`);
  }
  if ((values.SMTP_URL === undefined) !== (values.MAIL_FROM === undefined)) {
    problems.push(`${values.SMTP_URL === undefined ? 'SMTP_URL' : 'MAIL_FROM'} is missing: SMTP_URL and MAIL_FROM are given together`);
  }
  const keysInData = values.KEY_DIR === values.DATA_DIR || values.KEY_DIR.startsWith(`${values.DATA_DIR}/`);
  if (keysInData) problems.push('KEY_DIR must not lie inside DATA_DIR: a copy of the data must not carry the keys that open it');
  const tls = tlsOf(values.TLS_CERT, values.TLS_KEY, values.DATA_DIR);
  if (!isLoopback(values.HOST) && !tls && !values.TRUST_PROXY) problems.push(PLAIN_HTTP(values.HOST));
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    port: values.PORT,
    host: values.HOST,
    dataDir: values.DATA_DIR,
    keyDir: values.KEY_DIR,
    databaseUrl: values.DATABASE_URL ?? null,
    publicUrl: values.PUBLIC_URL ?? null,
    publicUrlAliases: values.PUBLIC_URL_ALIASES ?? [],
    tls,
    trustProxy: values.TRUST_PROXY,
    mail: values.SMTP_URL !== undefined && values.MAIL_FROM !== undefined ? { url: values.SMTP_URL, from: values.MAIL_FROM } : null,
    logLevel: values.LOG_LEVEL,
  };
}

const PLAIN_HTTP = (host: string): string =>
  `HOST ${host} would answer other machines over plain http, where browsers give no camera, no offline pages and no cryptography. ` +
  'Three ways out: give TLS_CERT and TLS_KEY; or run npm run tls once with PUBLIC_URL set (own certificate authority); ' +
  'or put a proxy with https in front and set TRUST_PROXY=true';

function tlsOf(cert: string | undefined, key: string | undefined, dataDir: string): TlsFiles | null {
  if (cert !== undefined && key !== undefined) return { cert, key, own: false };
  const own = ownTlsFiles(dataDir);
  return existsSync(own.cert) && existsSync(own.key) ? own : null;
}

/** Where `npm run tls` puts the certificate that the server presents. */
export const ownTlsFiles = (dataDir: string): TlsFiles => ({
  cert: join(dataDir, 'tls', 'server.crt'),
  key: join(dataDir, 'tls', 'server.key'),
  own: true,
});

/** Browsers treat http on these names, and only on these, as safe. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return bare === 'localhost' || bare.endsWith('.localhost') || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

/** `https://host[:port]`, or http on loopback; nothing after it. */
export function readOrigin(text: string): { origin: string } | { problem: string } {
  const url = urlOf(text);
  if (!url || !/^https?:$/.test(url.protocol)) return { problem: 'must be an address like https://quacong.truong.example' };
  if (url.username || url.password) return { problem: 'must not hold a name or password' };
  if (url.pathname !== '/' || url.search || url.hash) return { problem: 'must end after the host name: no path, no ? and no #' };
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    return { problem: 'must start with https:// (http only for this machine itself)' };
  return { origin: url.origin };
}

function urlOf(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
