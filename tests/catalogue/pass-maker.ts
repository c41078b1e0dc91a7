/** Passes as the server makes them, and each way to spoil one that a case may name. */
import { createHmac, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { encode, rfc8949EncodeOptions } from 'cborg';
import { fromBase64url, toBase64url, toDigits } from '../../shared/bytes.ts';
import type { KeyList, VerificationKey } from '../../shared/gate/policy.ts';
import { kidOf, schoolTag } from '../../shared/pass/keys.ts';
import { random, type TestSchool } from '../fixtures/world.ts';
import { NotUnderstood, plain, relativeTime, spanOf } from './generate.ts';
import type { World } from './world.ts';

const cbor = (value: unknown): Buffer => Buffer.from(encode(value, rfc8949EncodeOptions));
const PROTECTED = Buffer.from('a10126', 'hex');
/** Order of the curve P-256. */
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

export interface Made {
  text: string;
  subject: string;
  /** What the scanner's key list says for this case. */
  keys(list: KeyList): KeyList;
  /** Set when the person is to be erased or the pass withdrawn before the scan. */
  person?: 'erased' | 'revoked';
  /** The device's clock is wrong by so much, ms. */
  clock: number;
}

interface Key {
  kid: Buffer;
  sign(bytes: Uint8Array): Buffer;
  publicKey: Buffer;
}

async function newKey(): Promise<Key & { listed: VerificationKey }> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const point = new Uint8Array(Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]));
  const kid = await kidOf(point, crypto.subtle);
  return {
    kid: Buffer.from(kid, 'base64url'),
    publicKey: Buffer.from(point),
    sign: (bytes) => es256(privateKey, bytes),
    listed: { kid, publicKey: toBase64url(point), notBefore: 0 },
  };
}

const es256 = (key: KeyObject, bytes: Uint8Array): Buffer => sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' });

/** @throws NotUnderstood for a mutation that nobody has given a meaning to */
export async function makePass(world: World, school: TestSchool, mutate: Record<string, unknown>): Promise<Made> {
  const now = world.now();
  const signer = world.app.keys.signer(now);
  const listed = world.app.keys.verificationKeys().find(({ kid }) => kid === signer.kid);
  const servers: Key = {
    kid: Buffer.from(signer.kidBytes),
    sign: (bytes) => Buffer.from(signer.sign(bytes)),
    publicKey: Buffer.from(listed?.publicKey ?? '', 'base64url'),
  };
  const other = await newKey();
  const claims = {
    name: 'T.T. Mẫu ·001',
    issued: now - 60_000,
    expires: now + 6 * 3_600_000,
    subject: Buffer.from(random(16)),
    tag: school.tag,
    outcome: 0,
  };
  const made: Made = { text: '', subject: toBase64url(claims.subject), keys: (list) => list, clock: 0 };
  let key: Key = servers;
  let kid: Buffer = servers.kid;
  let header: Buffer = PROTECTED;
  let payload: Buffer | undefined;
  let signature: (key: Key, signed: Buffer) => Buffer = (by, signed) => by.sign(signed);
  let change: (bytes: Buffer) => Buffer = (bytes) => bytes;
  let written: (text: string) => string = (text) => text;

  for (const [name, given] of Object.entries(mutate)) {
    const value = plain(given);
    const text = String(value);
    const at = relativeTime(text, now);
    switch (name) {
      case 'sign':
      case 'signature':
        if (text === 'other_key' || text === 'wrong_key') key = other;
        else signature = signatureOf(text);
        break;
      case 'alg':
        header = cbor(new Map<number, unknown>([[1, { ES256: -7, ES384: -35, HS256: 5, none: 0, EdDSA: -8 }[text] ?? text]]));
        if (text === 'none') signature = () => Buffer.alloc(0);
        break;
      case 'kid':
        if (text === 'unknown') [key, kid] = [other, other.kid];
        else if (text === 'revoked') {
          [key, kid] = [other, other.kid];
          // A list from before the key was withdrawn still names it as good.
          const old = (spanOf(String(mutate.trustListAge ?? '0s')) ?? 0) > 0;
          made.keys = (list) => ({ ...list, keys: [...list.keys, { ...other.listed, ...(old ? {} : { revokedAt: now - 3_600_000 }) }] });
        } else if (text === 'swapped' || text === 'other' || text === 'of_other_key') {
          kid = other.kid;
          made.keys = (list) => ({ ...list, keys: [...list.keys, other.listed] });
        } else if (text === 'absent' || text === 'empty') kid = Buffer.alloc(0);
        else kid = Buffer.from(text).subarray(0, 64);
        break;
      case 'trustListAge': {
        const age = spanOf(text);
        if (age === undefined) throw new NotUnderstood(`mutate trustListAge ${text}`);
        const before = made.keys;
        made.keys = (list) => ({ ...before(list), at: now - age });
        break;
      }
      case 'exp':
        if (at === undefined) throw new NotUnderstood(`mutate exp ${text}`);
        claims.expires = at;
        break;
      case 'iat':
      case 'nbf':
        if (at === undefined) throw new NotUnderstood(`mutate ${name} ${text}`);
        claims.issued = at;
        claims.expires = Math.max(claims.expires, at + 3_600_000);
        break;
      case 'kioskClock': {
        const span = spanOf(text);
        if (span === undefined) throw new NotUnderstood(`mutate kioskClock ${text}`);
        made.clock = span;
        break;
      }
      case 'name':
        claims.name = text;
        break;
      case 'outcome':
        claims.outcome = text === 'attention' ? 1 : text === 'cleared' ? 0 : Number(value);
        break;
      case 'school':
        claims.tag = text === '{schoolB}' ? world.schoolB.tag : text === '{schoolA}' ? school.tag : await schoolTag(text, crypto.subtle);
        break;
      case 'person':
      case 'status':
      case 'pass':
        if (text !== 'erased' && text !== 'revoked') throw new NotUnderstood(`mutate ${name} ${text}`);
        made.person = text;
        break;
      case 'payload':
        payload = payloadOf(text);
        break;
      case 'append':
        change = (bytes) => Buffer.concat([bytes, Buffer.from(text, 'hex')]);
        break;
      case 'prepend':
        change = (bytes) => Buffer.concat([Buffer.from(text, 'hex'), bytes]);
        break;
      case 'truncate':
        written = (digits) => digits.slice(0, Math.floor(digits.length * Number(value)));
        break;
      case 'flip':
      case 'bitflip':
        change = (bytes) => Buffer.concat([bytes.subarray(0, 30), Buffer.of((bytes[30] ?? 0) ^ 1), bytes.subarray(31)]);
        break;
      case 'case':
        written = (digits) => (text === 'lower' ? digits.toLowerCase() : digits.toUpperCase());
        break;
      case 'whitespace':
        written = (digits) => ` ${digits}\r\n`;
        break;
      default:
        throw new NotUnderstood(`mutate ${name}`);
    }
  }

  const tag = Buffer.from(fromBase64url(claims.tag) ?? new Uint8Array(8));
  payload ??= cbor(
    new Map<number, unknown>([
      [2, claims.name],
      [4, Math.floor(claims.expires / 1000)],
      [6, Math.floor(claims.issued / 1000)],
      [7, claims.subject],
      [-65537, [tag, claims.outcome]],
    ]),
  );
  const signed = cbor(['Signature1', header, new Uint8Array(0), payload]);
  const bytes = Buffer.concat([Buffer.of(0xd2), cbor([header, new Map([[4, kid]]), payload, signature(key, signed)])]);
  made.text = written(digitsOf(change(bytes)));
  return made;
}

/** A leading zero byte has no place in a number: such bytes are shown as they are. */
export const digitsOf = (bytes: Buffer): string => (bytes[0] ? toDigits(new Uint8Array(bytes)) : bytes.toString('latin1'));

function signatureOf(how: string): (key: Key, signed: Buffer) => Buffer {
  switch (how) {
    case 'hmac_with_public_key':
      return (key, signed) => {
        const mac = createHmac('sha256', key.publicKey).update(signed).digest();
        return Buffer.concat([mac, mac]);
      };
    case 'high_s':
      return (key, signed) => highS(key.sign(signed));
    case 'der':
      return (key, signed) => der(key.sign(signed));
    case 'none':
    case 'absent':
    case 'empty':
      return () => Buffer.alloc(0);
    case 'random64':
    case 'random':
      return () => randomBytes(64);
    case 'zeros':
    case 'zero':
      return () => Buffer.alloc(64);
    case 'truncated':
      return (key, signed) => key.sign(signed).subarray(0, 63);
    default:
      throw new NotUnderstood(`mutate signature ${how}`);
  }
}

/** The other of the two signatures that say the same. */
function highS(raw: Buffer): Buffer {
  const s = BigInt(`0x${raw.subarray(32).toString('hex')}`);
  return Buffer.concat([raw.subarray(0, 32), Buffer.from((N - s).toString(16).padStart(64, '0'), 'hex')]);
}

function der(raw: Buffer): Buffer {
  const number = (part: Buffer): Buffer => {
    const sure = (part[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.of(0), part]) : part;
    return Buffer.concat([Buffer.of(2, sure.length), sure]);
  };
  const both = Buffer.concat([number(raw.subarray(0, 32)), number(raw.subarray(32))]);
  return Buffer.concat([Buffer.of(0x30, both.length), both]);
}

function payloadOf(how: string): Buffer {
  const zeros = /^deflate_zeros_(\d+)MB$/i.exec(how)?.[1];
  if (zeros !== undefined) return deflateSync(Buffer.alloc(Number(zeros) * 1024 * 1024));
  if (how === 'empty') return Buffer.alloc(0);
  const size = /^(?:random|bytes)_(\d+)$/.exec(how)?.[1];
  if (size !== undefined) return randomBytes(Number(size));
  throw new NotUnderstood(`mutate payload ${how}`);
}
