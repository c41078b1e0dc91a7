/** The files of our own authority under DATA_DIR/tls: made by `npm run tls`, the server's certificate renewed at the start. */
import { X509Certificate } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DAY, type Instant } from '../../shared/clock.ts';
import { ownTlsFiles } from '../config.ts';
import type { KeyAndCertificate } from './authority.ts';

const RENEW_BEFORE = 30 * DAY;

const filesOf = (dataDir: string) => {
  const leaf = ownTlsFiles(dataDir);
  const folder = dirname(leaf.cert);
  return { folder, leaf, authority: { cert: join(folder, 'ca.crt'), key: join(folder, 'ca.key') } };
};

/** What a tablet has to trust. */
export interface AuthorityCertificate {
  pem: string;
  der: Uint8Array<ArrayBuffer>;
  /** SHA-256, as devices show it: `AB:CD:…`. */
  fingerprint: string;
  /** ms */
  endsAt: Instant;
}

/** The authority's certificate (public), or null before `npm run tls`. */
export function readAuthority(dataDir: string): AuthorityCertificate | null {
  const { cert } = filesOf(dataDir).authority;
  if (!existsSync(cert)) return null;
  const pem = readFileSync(cert, 'utf8');
  const parsed = new X509Certificate(pem);
  return { pem, der: new Uint8Array(parsed.raw), fingerprint: parsed.fingerprint256, endsAt: Date.parse(parsed.validTo) };
}

export type OwnTls = 'made' | 'renewed' | 'kept';

/**
 * The state after it: an authority for `host` and a server certificate with at least 30 days left. An authority of
 * another host is replaced only when `replace` says so, because every tablet has to trust the new one.
 * @throws Error in plain words when the authority is of another host, or has ended
 */
export async function ensureOwnTls(dataDir: string, host: string, now: Instant, replace = false): Promise<OwnTls> {
  const { folder, leaf, authority } = filesOf(dataDir);
  const known = readPair(authority);
  if (known && !replace) {
    const problem = unusable(known, host, now);
    if (problem) throw new Error(`${problem}: run npm run tls -- --replace, then let every tablet trust the new authority`);
  }
  // Here, because a start that has nothing to sign should not wait for an X.509 library.
  const signing = () => import('./authority.ts');
  if (!known || replace) {
    const { makeAuthority, makeLeaf } = await signing();
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const made = await makeAuthority(host, now);
    writePair(authority, made);
    writePair(leaf, await makeLeaf(made, host, now));
    return 'made';
  }
  const current = readPair(leaf);
  if (current && leafServes(current, known, host, now)) return 'kept';
  const { makeLeaf } = await signing();
  writePair(leaf, await makeLeaf(known, host, now));
  return 'renewed';
}

function unusable(authority: KeyAndCertificate, host: string, now: Instant): string | undefined {
  const certificate = new X509Certificate(authority.cert);
  if (certificate.subject !== `CN=QuaCong ${host}`)
    return `PUBLIC_URL names ${host}, the authority in DATA_DIR/tls is of ${certificate.subject}`;
  if (Date.parse(certificate.validTo) - now < RENEW_BEFORE) return 'The authority in DATA_DIR/tls ends within 30 days';
  return undefined;
}

function leafServes(leaf: KeyAndCertificate, authority: KeyAndCertificate, host: string, now: Instant): boolean {
  const certificate = new X509Certificate(leaf.cert);
  const named = certificate.checkHost(host) !== undefined || certificate.checkIP(host) !== undefined;
  return (
    named && certificate.verify(new X509Certificate(authority.cert).publicKey) && Date.parse(certificate.validTo) - now >= RENEW_BEFORE
  );
}

function readPair(files: { cert: string; key: string }): KeyAndCertificate | undefined {
  if (!existsSync(files.cert) || !existsSync(files.key)) return undefined;
  return { cert: readFileSync(files.cert, 'utf8'), key: readFileSync(files.key, 'utf8') };
}

/** Each file is whole at every moment: written beside, then renamed. */
function writePair(files: { cert: string; key: string }, pair: KeyAndCertificate): void {
  for (const [path, text, mode] of [
    [files.key, pair.key, 0o600],
    [files.cert, pair.cert, 0o644],
  ] as const) {
    writeFileSync(`${path}.new`, text, { mode });
    chmodSync(`${path}.new`, mode);
    renameSync(`${path}.new`, path);
  }
}

/** The host of an origin as certificates name it. */
export const hostOf = (origin: string): string => new URL(origin).hostname.replace(/^\[|\]$/g, '');
