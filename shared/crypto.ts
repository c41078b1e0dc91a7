/**
 * The part of WebCrypto that the shared rules need, as an argument: `globalThis.crypto.subtle` of browsers, workers and
 * Node satisfies it. Keys are opaque here; they are made and used by the same Subtle.
 */
import { toBase64url } from './bytes.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface SubtleKey {
  readonly type: string;
  readonly extractable: boolean;
}

type Curve = { name: 'ECDSA' | 'ECDH'; namedCurve: 'P-256' };
type Usage = 'sign' | 'verify' | 'encrypt' | 'decrypt' | 'deriveBits';

export interface Subtle {
  digest(algorithm: 'SHA-256', data: Bytes): Promise<ArrayBuffer>;
  importKey(format: 'raw', data: Bytes, algorithm: Curve | 'AES-GCM' | 'HKDF', extractable: boolean, usages: Usage[]): Promise<SubtleKey>;
  exportKey(format: 'raw', key: SubtleKey): Promise<ArrayBuffer>;
  generateKey(
    algorithm: Curve,
    extractable: boolean,
    usages: ('sign' | 'verify' | 'deriveBits')[],
  ): Promise<{ publicKey: SubtleKey; privateKey: SubtleKey }>;
  verify(algorithm: { name: 'ECDSA'; hash: 'SHA-256' }, key: SubtleKey, signature: Bytes, data: Bytes): Promise<boolean>;
  deriveBits(
    algorithm: { name: 'ECDH'; public: SubtleKey } | { name: 'HKDF'; hash: 'SHA-256'; salt: Bytes; info: Bytes },
    key: SubtleKey,
    length: number,
  ): Promise<ArrayBuffer>;
  encrypt(algorithm: { name: 'AES-GCM'; iv: Bytes; additionalData?: Bytes }, key: SubtleKey, data: Bytes): Promise<ArrayBuffer>;
  decrypt(algorithm: { name: 'AES-GCM'; iv: Bytes; additionalData?: Bytes }, key: SubtleKey, data: Bytes): Promise<ArrayBuffer>;
}

export const sha256 = async (bytes: Bytes, subtle: Pick<Subtle, 'digest'>): Promise<Bytes> =>
  new Uint8Array(await subtle.digest('SHA-256', bytes));

/** base64url SHA-256: how an event names the event before it and its sealed payload. */
export const hashText = async (bytes: Bytes, subtle: Pick<Subtle, 'digest'>): Promise<string> => toBase64url(await sha256(bytes, subtle));
