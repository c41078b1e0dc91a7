/** Keys of the vectors, made from a name: for tests alone, their private halves stand in the open. */
import { createECDH, createHash, createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { toBase64url } from '../../shared/bytes.ts';
import type { Subtle } from '../../shared/crypto.ts';
import type { VerificationKey } from '../../shared/gate/policy.ts';
import type { PassSigner } from '../../shared/pass/keys.ts';

export const subtle: Subtle = globalThis.crypto.subtle;

export interface TestKey {
  jwk: { kty: 'EC'; crv: 'P-256'; x: string; y: string; d: string };
  publicKey: string;
  point: Uint8Array<ArrayBuffer>;
  signer: PassSigner;
  verification: VerificationKey;
}

export function testKey(name: string, revokedAt?: number): TestKey {
  const secret = createHash('sha256').update(`quacong test key ${name}`).digest();
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(secret);
  const point = new Uint8Array(ecdh.getPublicKey());
  const kidBytes = new Uint8Array(createHash('sha256').update(point).digest().subarray(0, 4));
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: toBase64url(point.subarray(1, 33)),
    y: toBase64url(point.subarray(33)),
    d: toBase64url(secret),
  } as const;
  const key = createPrivateKey({ format: 'jwk', key: jwk });
  return {
    jwk,
    publicKey: toBase64url(point),
    point,
    signer: { kidBytes, sign: (bytes) => new Uint8Array(sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' })) },
    verification: {
      kid: toBase64url(kidBytes),
      publicKey: toBase64url(point),
      notBefore: 0,
      ...(revokedAt === undefined ? {} : { revokedAt }),
    },
  };
}

/** The same bytes on every run: SHA-256 in counter mode. */
export function fixedRandom(seed: string): (length: number) => Uint8Array {
  let count = 0;
  return (length) => {
    const blocks: number[] = [];
    while (blocks.length < length) blocks.push(...createHash('sha256').update(`${seed} ${count++}`).digest());
    return Uint8Array.from(blocks.slice(0, length));
  };
}

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** r || n-s: the other signature that verifies as well. */
export function twin(signature: Uint8Array): Uint8Array<ArrayBuffer> {
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`);
  const hex = (ORDER - s).toString(16).padStart(64, '0');
  return Uint8Array.from([...signature.subarray(0, 32), ...Buffer.from(hex, 'hex')]);
}

export const fileUrl = (name: string): URL => new URL(`../vectors/${name}`, import.meta.url);
export const vectors = <T>(name: string): T => JSON.parse(readFileSync(fileUrl(name), 'utf8'));
