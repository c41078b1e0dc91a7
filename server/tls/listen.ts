/** The listening socket: http on loopback or behind a proxy, else https with certificates that are read again when they change. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import { type AddressInfo, isIPv6 } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Logger } from 'pino';
import type { Instant } from '../../shared/clock.ts';
import { type Config, isLoopback, type TlsFiles } from '../config.ts';
import { type LiveCertificate, liveCertificate } from './certificate.ts';
import { ensureOwnTls, hostOf } from './own.ts';
import { redirectTo, throughHttps } from './redirect.ts';
import { IDLE, LIMITS, refuseRequest, secureServer } from './secure.ts';

/** How long running requests may take to end after a stop was asked for, ms. */
const DRAIN = 10_000;
const RELOAD_EVERY = 30_000;
const RENEW_EVERY = 12 * 60 * 60_000;

export interface Listening {
  /** Where a browser on this machine (or, with a certificate, anywhere) opens it. */
  address: string;
  port: number;
  /** End of the certificate that is being presented, ms; null without TLS here. Changes with every reload. */
  readonly certificateEndsAt: Instant | null;
  /** Takes no new connections, lets running requests end, then cuts the rest. */
  close(): Promise<void>;
}

type Log = Pick<Logger, 'info' | 'warn' | 'error'>;

interface Options {
  config: Config;
  fetch: Parameters<typeof getRequestListener>[0];
  log: Log;
  /** The recorded address where the settings name none: target of redirects to https. */
  publicUrl?(): string | null;
  /** For the tests, ms. */
  reloadEvery?: number;
}

/** @throws Error in plain words when the port is taken or the certificate cannot be used */
export async function listen({ config, fetch, log, publicUrl, reloadEvery }: Options): Promise<Listening> {
  const target = () => config.publicUrl ?? publicUrl?.() ?? null;
  const app = getRequestListener(fetch);
  const listener: RequestListener = config.trustProxy ? throughHttps(app, target) : app;
  const running = config.tls
    ? await secureListener(config, config.tls, { listener, target, log, every: reloadEvery ?? RELOAD_EVERY })
    : { server: createServer(LIMITS, listener).on('clientError', refuseRequest), certificate: null, stop: () => undefined };
  running.server.timeout = IDLE;
  const port = await opened(running.server, config);
  return {
    address: addressOf(config, port, target()),
    port,
    get certificateEndsAt() {
      return running.certificate?.endsAt() ?? null;
    },
    async close() {
      running.stop();
      await drained(running.server);
    },
  };
}

interface Secure {
  server: SecureServer;
  certificate: LiveCertificate;
  stop(): void;
}

async function secureListener(
  config: Config,
  files: TlsFiles,
  options: { listener: RequestListener; target(): string | null; log: Log; every: number },
): Promise<Secure> {
  if (files.own) await renewOwn(config, options.target());
  const certificate = liveCertificate(files, {
    every: options.every,
    log: options.log,
    onChange: (pem) => server.setSecureContext(pem),
  });
  const server = secureServer(certificate.current(), options.listener, redirectTo(options.target));
  const renewal = files.own ? setInterval(() => renewLater(config, options), RENEW_EVERY).unref() : undefined;
  return {
    server,
    certificate,
    stop() {
      clearInterval(renewal);
      certificate.close();
    },
  };
}

/** A server that runs for a year renews by itself; the new files are seen by the next look. */
function renewLater(config: Config, { target, log }: { target(): string | null; log: Log }): void {
  renewOwn(config, target()).catch((error: unknown) => log.error({ reason: String(error) }, 'certificate not renewed'));
}

async function renewOwn(config: Config, target: string | null): Promise<void> {
  if (target === null) throw new Error('PUBLIC_URL is missing: the own certificate authority in DATA_DIR/tls signs for its host only');
  await ensureOwnTls(config.dataDir, hostOf(target), Date.now());
}

function opened(server: Server | SecureServer, config: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new Error(LISTEN_PROBLEMS[error.code ?? '']?.(config) ?? error.message)));
    server.listen(config.port, config.host, () => resolve((server.address() as AddressInfo).port));
  });
}

const LISTEN_PROBLEMS: Record<string, (config: Config) => string> = {
  EADDRINUSE: ({ port }) =>
    `PORT ${port} is taken: another server (perhaps an earlier start of this one) listens there. Stop it or choose another PORT`,
  EACCES: ({ port }) => `PORT ${port} may not be opened by this user: choose one above 1023`,
  EADDRNOTAVAIL: ({ host }) => `HOST ${host} is no address of this machine: 0.0.0.0 stands for all of them`,
  ENOTFOUND: ({ host }) => `HOST ${host} is not known: 0.0.0.0 stands for all addresses of this machine`,
};

/** http is offered to this machine only; with a certificate its name is the address. */
function addressOf(config: Config, port: number, target: string | null): string {
  if (config.tls && target !== null) return target;
  const scheme = config.tls ? 'https' : 'http';
  const host = isLoopback(config.host) ? config.host : config.tls ? 'localhost' : '127.0.0.1';
  return `${scheme}://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

function drained(server: Server | SecureServer): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), DRAIN);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
