import { createHash, webcrypto } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concat, fromBase64url, toBase64url, utf8 } from '../../shared/bytes.ts';
import type { Subtle } from '../../shared/crypto.ts';
import { readEvent } from '../../shared/gate/log.ts';
import { payloadFromBytes, payloadToBytes } from '../../shared/seal/payload.ts';
import {
  MAX_SEALED_BYTES,
  openPayload,
  payloadContext,
  sealPayload,
  startSession,
  unwrapSession,
  wrapInfo,
} from '../../shared/seal/session.ts';
import { fixedRandom, subtle, testKey, vectors } from './vector-keys.ts';

interface Vectors {
  weekKey: { private: JsonWebKey; publicKey: string };
  school: string;
  week: string;
  info: string;
  session: { id: string; week: string; ephemeral: string; wrapped: string };
  event: string;
  class: 'identity';
  context: string;
  plain: string;
  sealed: string;
  hash: string;
}
const vector = vectors<Vectors>('seal.json');
const ECDH = { name: 'ECDH', namedCurve: 'P-256' };
const privateKey = (jwk: JsonWebKey) =>
  globalThis.crypto.subtle.importKey('jwk', { ...jwk, key_ops: ['deriveBits'] }, ECDH, false, ['deriveBits']);
const place = { school: vector.school, event: vector.event, class: vector.class, session: vector.session.id };
const bytesOf = (text: string) => {
  const bytes = fromBase64url(text);
  if (!bytes) throw new Error('not base64url');
  return bytes;
};
const random = (length: number) => globalThis.crypto.getRandomValues(new Uint8Array(length));
const ports = { subtle, random };
const week = { school: 'school-a', week: '2026-11-16', publicKey: vector.weekKey.publicKey };

test('every platform has what the rules ask for, without a cast', () => {
  const ofNode: Subtle = webcrypto.subtle;
  const ofBrowser: Subtle = globalThis.crypto.subtle;
  expect(ofNode).toBe(ofBrowser);
});

test('vector: the server opens what the kiosk sealed', async () => {
  expect(wrapInfo(vector.school, vector.week, vector.session.id)).toBe(vector.info);
  expect(payloadContext(place)).toBe(vector.context);
  const secret = await unwrapSession(vector.school, vector.session, await privateKey(vector.weekKey.private), subtle);
  if (!secret) throw new Error('the session did not open');
  const bytes = bytesOf(vector.sealed);
  expect(createHash('sha256').update(bytes).digest('base64url')).toBe(vector.hash);
  const plain = await openPayload(secret, place, bytes, subtle);
  expect(plain && new TextDecoder().decode(plain)).toBe(vector.plain);
});

test('round trip; two sessions and two payloads are never alike', async () => {
  const key = await privateKey(vector.weekKey.private);
  const sessions = await Promise.all([startSession(week, ports), startSession(week, ports)]);
  const seen = new Set<string>();
  for (const session of sessions) {
    const secret = await unwrapSession(week.school, session.wrapped, key, subtle);
    if (!secret) throw new Error('the session did not open');
    for (const answers of [undefined, { symptoms: true }]) {
      const payload = { name: 'Nguyễn Thị Mẫu', phone: '0900000678', host: '', ...(answers && { answers }) };
      const at = { event: vector.event, class: answers ? ('answers' as const) : ('identity' as const) };
      const sealed = await sealPayload(session, at, payloadToBytes(payload), ports);
      const opened = await openPayload(secret, { school: week.school, session: session.wrapped.id, ...at }, bytesOf(sealed.sealed), subtle);
      expect(opened && payloadFromBytes(opened)).toEqual(payload);
      seen.add(sealed.sealed).add(session.wrapped.wrapped).add(session.wrapped.id);
    }
  }
  expect(seen.size).toBe(8);
});

test('the session key cannot be read back on the kiosk', async () => {
  const session = await startSession(week, ports);
  expect(session.key.extractable).toBe(false);
  await expect(subtle.exportKey('raw', session.key)).rejects.toThrow();
});

test('a payload opens at its own place alone', async () => {
  const session = await startSession(week, ports);
  const secret = await unwrapSession(week.school, session.wrapped, await privateKey(vector.weekKey.private), subtle);
  if (!secret) throw new Error('the session did not open');
  const own = { school: week.school, event: vector.event, class: 'identity' as const, session: session.wrapped.id };
  const bytes = bytesOf((await sealPayload(session, own, utf8('{}'), ports)).sealed);
  expect(await openPayload(secret, own, bytes, subtle)).toEqual(utf8('{}'));
  const others = [
    { ...own, school: 'school-b' },
    { ...own, event: 'another' },
    { ...own, class: 'answers' as const },
    { ...own, session: 'another' },
  ];
  for (const other of others) expect(await openPayload(secret, other, bytes, subtle)).toBeUndefined();
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = bytes.slice();
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(await openPayload(secret, own, changed, subtle)).toBeUndefined();
  }
  for (let length = 0; length < bytes.length; length++)
    expect(await openPayload(secret, own, bytes.slice(0, length), subtle)).toBeUndefined();
  expect(await openPayload(secret, own, concat(bytes, new Uint8Array(MAX_SEALED_BYTES)), subtle)).toBeUndefined();
});

test('a session opens for its own school, week and key alone', async () => {
  const { school, session } = vector;
  const key = await privateKey(vector.weekKey.private);
  expect(await unwrapSession('school-b', session, key, subtle)).toBeUndefined();
  expect(await unwrapSession(school, { ...session, week: '2026-11-23' }, key, subtle)).toBeUndefined();
  expect(await unwrapSession(school, { ...session, id: toBase64url(new Uint8Array(16)) }, key, subtle)).toBeUndefined();
  expect(await unwrapSession(school, session, await privateKey(testKey('other').jwk), subtle)).toBeUndefined();
  for (const broken of ['', 'AA', '!!', toBase64url(new Uint8Array(65))]) {
    expect(await unwrapSession(school, { ...session, ephemeral: broken }, key, subtle)).toBeUndefined();
    expect(await unwrapSession(school, { ...session, wrapped: broken }, key, subtle)).toBeUndefined();
  }
});

test('a key that is no point and a payload too long fail at once', async () => {
  await expect(startSession({ ...week, publicKey: 'AAAA' }, ports)).rejects.toThrow(RangeError);
  await expect(startSession({ ...week, publicKey: toBase64url(new Uint8Array(65)) }, ports)).rejects.toThrow();
  const session = await startSession(week, ports);
  await expect(sealPayload(session, { event: 'e', class: 'identity' }, new Uint8Array(MAX_SEALED_BYTES), ports)).rejects.toThrow(
    RangeError,
  );
});

test('random that is used: session id 16, key 32, iv 12, and 12 a payload', async () => {
  const asked: number[] = [];
  const source = fixedRandom('asked');
  const counting = {
    subtle,
    random: (length: number) => {
      asked.push(length);
      return source(length);
    },
  };
  const session = await startSession(week, counting);
  await sealPayload(session, { event: 'e', class: 'identity' }, utf8('{}'), counting);
  expect(asked).toEqual([16, 32, 12, 12]);
});

test('payload text: what is not ours is no payload', () => {
  for (const text of ['', '[]', 'null', '{}', '{"name":1,"phone":"","host":""}', '{"name":"","phone":"","host":"","answers":[]}', '{']) {
    expect(payloadFromBytes(utf8(text))).toBeUndefined();
  }
  expect(payloadFromBytes(utf8(JSON.stringify({ name: 'x'.repeat(201), phone: '', host: '' })))).toBeUndefined();
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(payloadFromBytes(bytes)).toBeUndefined();
    }),
  );
});

test('vector: events chain by hash, name their payload, and the exchange is signed', async () => {
  interface Exchange {
    events: { text: string; hash: string }[];
    publicKey: string;
    signingPrefix: string;
    body: string;
    signature: string;
  }
  const exchange = vectors<Exchange>('exchange.json');
  let prev = '';
  for (const { text, hash } of exchange.events) {
    const event = readEvent(text);
    if (!event.ok) throw new Error(event.reason);
    expect(event.head.prev).toBe(prev);
    expect(createHash('sha256').update(text).digest('base64url')).toBe(hash);
    prev = hash;
  }
  expect(JSON.parse(exchange.events[0]?.text ?? '')).toMatchObject({ id: vector.event, sealed: vector.hash });
  const key = await subtle.importKey('raw', bytesOf(exchange.publicKey), { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify']);
  const verify = (body: string) =>
    subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, bytesOf(exchange.signature), concat(utf8(exchange.signingPrefix), utf8(body)));
  expect(await verify(exchange.body)).toBe(true);
  expect(await verify(`${exchange.body} `)).toBe(false);
});
