/** Text forms of bytes. All decoders return undefined for text that no encoder of ours makes. */
const B64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUE = new Map(Array.from(B64, (char, index) => [char, index]));

/** base64url without padding (RFC 4648, 5). */
export function toBase64url(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const word = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const chars = left > 2 ? 4 : left + 1;
    for (let c = 0; c < chars; c++) text += B64[(word >> (18 - 6 * c)) & 63];
  }
  return text;
}

/** Strict: no padding, no white space, no leftover bits, so that one value has one text. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let word = 0;
  let at = 0;
  for (const char of text) {
    const value = VALUE.get(char);
    if (value === undefined) return undefined;
    word = ((word << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (word >> bits) & 0xff;
    }
  }
  return (word & ((1 << bits) - 1)) === 0 ? bytes : undefined;
}

export const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export function fromHex(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 2 === 1 || !/^[0-9a-f]*$/i.test(text)) return undefined;
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

/**
 * Bytes as one decimal number: QR numeric mode, and digits survive a keyboard-wedge scanner under a Telex input
 * method. The first byte must not be zero (it is a version or a tag), so that length is kept.
 */
export function toDigits(bytes: Uint8Array): string {
  if (!bytes[0]) throw new RangeError('the first byte must not be zero');
  return BigInt(`0x${toHex(bytes)}`).toString(10);
}

/** At most `maxBytes` bytes; undefined for anything but plain ASCII digits without a leading zero. */
export function fromDigits(text: string, maxBytes: number): Uint8Array<ArrayBuffer> | undefined {
  if (text.length > maxBytes * 2.41 + 1 || !/^[1-9][0-9]*$/.test(text)) return undefined;
  const hex = BigInt(text).toString(16);
  const bytes = fromHex(hex.length % 2 ? `0${hex}` : hex);
  return bytes && bytes.length <= maxBytes ? bytes : undefined;
}

export const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** undefined when the bytes are not well-formed UTF-8. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export function concat(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);
