/** A certificate authority for one host: its name constraints make it worthless for any other name (RFC 5280, 4.2.1.10). */
import { randomBytes, type webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import 'reflect-metadata';
import { AsnConvert } from '@peculiar/asn1-schema';
import { GeneralName, GeneralSubtree, GeneralSubtrees, id_ce_nameConstraints, NameConstraints } from '@peculiar/asn1-x509';
import * as x509 from '@peculiar/x509';
import { DAY, type Instant } from '../../shared/clock.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const AUTHORITY_DAYS = 3650;
/** Apple devices refuse a longer one. */
const LEAF_DAYS = 397;
/** Clocks of tablets that have just been switched on are often behind. */
const EARLIER = 2 * DAY;

/** PEM texts. */
export interface KeyAndCertificate {
  key: string;
  cert: string;
}

/** An authority that can sign for `host` (a DNS name or an IP address) and for nothing else. */
export async function makeAuthority(host: string, now: Instant): Promise<KeyAndCertificate> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: [{ CN: [`QuaCong ${host}`] }],
    notBefore: new Date(now - EARLIER),
    notAfter: new Date(now + AUTHORITY_DAYS * DAY),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      onlyFor(host),
    ],
  });
  return { key: await exportKey(keys.privateKey), cert: cert.toString('pem') };
}

/** A server certificate for `host`, signed by `authority`. */
export async function makeLeaf(authority: KeyAndCertificate, host: string, now: Instant): Promise<KeyAndCertificate> {
  const issuer = new x509.X509Certificate(authority.cert);
  const signingKey = await crypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(authority.key), ALGORITHM, false, ['sign']);
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const cert = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    // Names stand in the alternative name only: a common name would have to pass the constraints too.
    subject: [{ O: ['QuaCong'] }],
    issuer: issuer.subject,
    notBefore: new Date(now - EARLIER),
    notAfter: new Date(Math.min(now + LEAF_DAYS * DAY, issuer.notAfter.getTime())),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([{ type: isIP(host) ? 'ip' : 'dns', value: host }]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  });
  return { key: await exportKey(keys.privateKey), cert: cert.toString('pem') };
}

/**
 * A constraint speaks only about its own kind of name: one on DNS names leaves IP addresses free. So every other kind
 * is shut out by name.
 */
function onlyFor(host: string): x509.Extension {
  const { permitted, excluded } = constraintsOf(host);
  const value = new NameConstraints({ permittedSubtrees: subtrees([permitted]), excludedSubtrees: subtrees(excluded) });
  return new x509.Extension(id_ce_nameConstraints, true, AsnConvert.serialize(value));
}

function constraintsOf(host: string): { permitted: GeneralName; excluded: GeneralName[] } {
  const dns = (name: string) => new GeneralName({ dNSName: name });
  const ip = (range: string) => new GeneralName({ iPAddress: range });
  if (isIP(host) === 4) return { permitted: ip(`${host}/32`), excluded: [dns(''), ip('::/0')] };
  if (isIP(host) === 6) return { permitted: ip(`${host}/128`), excluded: [dns(''), ip('0.0.0.0/0')] };
  return { permitted: dns(host), excluded: [ip('0.0.0.0/0'), ip('::/0')] };
}

const subtrees = (bases: GeneralName[]) => new GeneralSubtrees(bases.map((base) => new GeneralSubtree({ base })));

/** Positive and not guessable. */
const serial = (): string => `01${randomBytes(15).toString('hex')}`;

const exportKey = async (key: webcrypto.CryptoKey): Promise<string> =>
  x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
