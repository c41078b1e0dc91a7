/** A certificate on disk that may be replaced while the server runs. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { Logger } from 'pino';
import type { Instant } from '../../shared/clock.ts';
import type { TlsFiles } from '../config.ts';

export interface Pem {
  cert: string;
  key: string;
}

export interface LiveCertificate {
  current(): Pem;
  /** Of the certificate in use, ms. */
  endsAt(): Instant;
  /** Looks at the files now; true when a new pair came into use. */
  look(): boolean;
  close(): void;
}

/**
 * Content is compared, not file times: links that are switched (certbot) and copies with old times are seen too.
 * A pair that does not fit together (half written) is left alone and looked at again.
 * @throws Error in plain words when the first pair cannot be used
 */
export function liveCertificate(
  files: TlsFiles,
  options: { every: number; log: Pick<Logger, 'info' | 'warn'>; onChange(pem: Pem): void },
): LiveCertificate {
  let current = read(files);
  const first = problemOf(current);
  if (first) throw new Error(`TLS_CERT and TLS_KEY (${files.cert}, ${files.key}) cannot be used: ${first}`);
  let refused = '';

  const look = (): boolean => {
    let found: Pem;
    try {
      found = read(files);
    } catch (error) {
      options.log.warn({ reason: error instanceof Error ? error.message : String(error) }, 'certificate cannot be read; the old one stays');
      return false;
    }
    if (found.cert === current.cert && found.key === current.key) return false;
    const problem = problemOf(found);
    if (problem) {
      if (refused !== found.cert + found.key) options.log.warn({ reason: problem }, 'new certificate cannot be used; the old one stays');
      refused = found.cert + found.key;
      return false;
    }
    current = found;
    options.onChange(found);
    options.log.info({ endsAt: endsAt(found) }, 'certificate changed');
    return true;
  };

  const timer = setInterval(look, options.every).unref();
  return { current: () => current, endsAt: () => endsAt(current), look, close: () => clearInterval(timer) };
}

const read = (files: TlsFiles): Pem => ({ cert: readFileSync(files.cert, 'utf8'), key: readFileSync(files.key, 'utf8') });

const endsAt = (pem: Pem): Instant => Date.parse(new X509Certificate(pem.cert).validTo);

function problemOf(pem: Pem): string | undefined {
  try {
    createSecureContext(pem);
    return endsAt(pem) > 0 ? undefined : 'the certificate has no end';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
