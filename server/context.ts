/** Everything that a handler may reach; built once, in main.ts (and in the tests' own server). */
import type { Logger } from 'pino';
import type { Instant } from '../shared/clock.ts';
import type { Random } from '../shared/ids.ts';
import type { Auth } from './accounts/auth.ts';
import type { Config } from './config.ts';
import type { Db } from './db/port.ts';
import type { KeyStore } from './keys/port.ts';
import type { Mailer } from './mail/mailer.ts';

export interface App {
  config: Config;
  db: Db;
  keys: KeyStore;
  auth: Auth;
  log: Logger;
  /** null: this installation sends no e-mail. */
  mailer: Mailer | null;
  clock(): Instant;
  random: Random;
  /** The recorded address that phones and tablets open, or null: this machine only. */
  publicUrl(): string | null;
  /** Origins that a browser of ours may have been opened at: the address, its aliases, and loopback. */
  origins(): readonly string[];
  /** Random id of this installation's data; a restored server announces a new one. */
  epoch(): string;
  /** When the served certificate ends, ms; null without TLS here. */
  certificateEndsAt(): Instant | null;
}

/** Who is calling, once the endpoint's policy has been held. */
export type Caller =
  | { kind: 'anyone' }
  | { kind: 'account'; account: string; login: string; name: string; secondFactor: boolean; secondFactorAt: number | null }
  | { kind: 'kiosk'; kiosk: string; school: string };
