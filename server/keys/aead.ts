/** AES-256-GCM as all blobs of the server have it: version 0x01, iv 12, ciphertext and tag 16 (docs/formats.md). */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const VERSION = 1;
const IV = 12;
const TAG = 16;
const CIPHER = 'aes-256-gcm';

/** `context` is additional data: a blob opens with the same text only. */
export function sealBytes(key: Uint8Array, context: string, plain: Uint8Array): Uint8Array {
  const iv = randomBytes(IV);
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG });
  cipher.setAAD(Buffer.from(context, 'utf8'));
  return Buffer.concat([Uint8Array.of(VERSION), iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** undefined when the bytes are not what was sealed with this key in this context. */
export function openBytes(key: Uint8Array, context: string, sealed: Uint8Array): Uint8Array | undefined {
  if (sealed[0] !== VERSION) return undefined;
  return openParts(key, context, sealed.subarray(1, 1 + IV), sealed.subarray(1 + IV));
}

/** The same without the version byte: `text` is ciphertext and tag. */
export function openParts(key: Uint8Array, context: string | undefined, iv: Uint8Array, text: Uint8Array): Uint8Array | undefined {
  if (iv.length !== IV || text.length < TAG) return undefined;
  const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG });
  if (context !== undefined) decipher.setAAD(Buffer.from(context, 'utf8'));
  decipher.setAuthTag(text.subarray(text.length - TAG));
  try {
    const plain = decipher.update(text.subarray(0, text.length - TAG));
    // Holds the tag to the text; of a stream cipher nothing is left to give.
    decipher.final();
    return plain;
  } catch {
    // Node says "the tag differs" by throwing.
    return undefined;
  }
}

export const newKey = (): Uint8Array => randomBytes(32);

/** One key for one use out of another: HMAC-SHA256 of the use's name. */
export const subKey = (key: Uint8Array, use: string): Uint8Array => createHmac('sha256', key).update(use, 'utf8').digest();
