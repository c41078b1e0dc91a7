/**
 * Writes tests/vectors/{codes,pass,poster,presence,cards,seal,exchange,kiosk-file}.json anew, or only the files that are
 * named: `npx tsx tests/shared/make-vectors.ts [FILE ...]`. Only for a new version of a format: ES256 is randomised, so every
 * signature changes, and docs/formats.md with them.
 */
import { createHash, createPrivateKey, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { concat, fromDigits, toBase64url, toDigits, toHex, utf8 } from '../../shared/bytes.ts';
import { readCode } from '../../shared/cards/read-code.ts';
import { encodeSchoolCard } from '../../shared/cards/school-card.ts';
import { formatTenDigits, makePlaceCode, parsePlaceCode, subjectOfCard, typedCodeOf } from '../../shared/codes.ts';
import type { Subtle } from '../../shared/crypto.ts';
import { fileHead, fileRecord, fileTail, type KioskFileHeader, recordContext } from '../../shared/gate/kiosk-file.ts';
import { eventText } from '../../shared/gate/log.ts';
import { schoolTag } from '../../shared/pass/keys.ts';
import { encodePass, readPass } from '../../shared/pass/pass.ts';
import { qrLevel } from '../../shared/pass/qr.ts';
import { encodeFragment } from '../../shared/poster/fragment.ts';
import { posterLink } from '../../shared/poster/link.ts';
import { encodePresence, slotOf, slotStart } from '../../shared/poster/presence.ts';
import { payloadToBytes } from '../../shared/seal/payload.ts';
import { payloadContext, sealPayload, startSession, wrapInfo } from '../../shared/seal/session.ts';
import { fileUrl, fixedRandom, subtle, testKey, twin } from './vector-keys.ts';

const SCHOOL = '019a0000-0000-7000-8000-00000000000a';
const OTHER_SCHOOL = '019a0000-0000-7000-8000-00000000000b';
const KIOSK = '019a0000-0000-7000-8000-0000000000c1';
const GATE = 'cong-001';
const OPERATOR = 'bao-ve-1';
const SUBJECT = toBase64url(fixedRandom('subject')(16));
const ORIGIN = 'https://quacong.truong.example';
const ISSUED = Date.parse('2026-11-20T00:12:00Z');
const EXPIRES = Date.parse('2026-11-20T16:59:59Z');
const keys = { signer: testKey('signer'), other: testKey('other'), revoked: testKey('revoked', ISSUED) };
const listed = [keys.signer.verification, keys.revoked.verification];
const TEST_ONLY = 'Test keys: made from a name, private halves in the open. All people are invented.';

const only = process.argv.slice(2);
function write(name: string, value: unknown): void {
  if (only.length === 0 || only.includes(name)) writeFileSync(fileUrl(name), `${JSON.stringify(value, null, 2)}\n`);
}

// Codes
const tag = await schoolTag(SCHOOL, subtle);
const typed = await typedCodeOf(SUBJECT, subtle);
const random = fixedRandom('codes');
const places = Array.from({ length: 4 }, () => makePlaceCode(random));
const PLACE_CODE = places[0] ?? '';
write('codes.json', {
  about: TEST_ONLY,
  place: {
    valid: places.map((code) => ({ code, typed: `${code.slice(0, 3).toLowerCase()}-${code.slice(3).toLowerCase()}` })),
    invalid: [
      '',
      'ABCDEF',
      `${PLACE_CODE}2`,
      PLACE_CODE.slice(0, 5),
      `${PLACE_CODE.slice(1, 2)}${PLACE_CODE.slice(0, 1)}${PLACE_CODE.slice(2)}`,
      '../../',
      '0OIL1S',
    ],
  },
  typed: {
    valid: [{ subject: SUBJECT, code: typed, shown: formatTenDigits(typed) }],
    invalid: ['', '12345', typed.slice(0, 9) + ((Number(typed[9]) + 1) % 10), `${typed}0`, 'abcdefghij'],
  },
  pairing: { code: '4821770395', shown: '4821 770 395', typed: '4821-770 395' },
  schoolTag: [
    { school: SCHOOL, tag },
    { school: OTHER_SCHOOL, tag: await schoolTag(OTHER_SCHOOL, subtle) },
  ],
  kid: { publicKey: keys.signer.publicKey, kid: keys.signer.verification.kid },
  card: { school: SCHOOL, qid: '160000000000000001', subject: await subjectOfCard(SCHOOL, '160000000000000001', subtle) },
});

// Pass
const claims = {
  subject: SUBJECT,
  name: 'N.T.B. Hồng ·678',
  issuedAt: ISSUED,
  expiresAt: EXPIRES,
  schoolTag: tag,
  outcome: 'cleared' as const,
};
const good = await encodePass(claims, keys.signer.signer);
const long = await encodePass({ ...claims, name: 'N.T.P.Q.L.Đ.H. Nghiêng ·678', outcome: 'attention' }, keys.signer.signer);
const group = await encodePass({ ...claims, companions: 3 }, keys.signer.signer);
const turned = await encodePass({ ...claims, name: 'An\u202egnp ·678' }, keys.signer.signer);
const body = good.bytes.subarray(0, good.bytes.length - 64);
const signature = good.bytes.subarray(good.bytes.length - 64);
const highS = toDigits(concat(body, twin(signature)));
const der = sign('sha256', readPass(good.digits)?.signed ?? new Uint8Array(0), createPrivateKey({ format: 'jwk', key: keys.signer.jwk }));
const changed = (edit: (bytes: Uint8Array) => void): string => {
  const bytes = good.bytes.slice();
  edit(bytes);
  return toDigits(bytes);
};
const set =
  (at: number, value: number) =>
  (bytes: Uint8Array): void => {
    bytes[at] = value;
  };
/** The group's pass with other bytes in place of its last claim's last item. */
function withCompanions(bytes: Uint8Array, items = 3): Uint8Array<ArrayBuffer> {
  const at = group.bytes.length - 64 - 2;
  const payload = concat(group.bytes.subarray(15, at - 1), bytes);
  payload[payload.length - bytes.length - 11] = 0x80 + items;
  return concat(group.bytes.subarray(0, 14), Uint8Array.of(payload.length), payload, group.bytes.subarray(at));
}
const valid = (name: string, pass: { bytes: Uint8Array; digits: string }, given: typeof claims | object) => ({
  name,
  claims: given,
  hex: toHex(pass.bytes),
  digits: pass.digits,
  level: qrLevel(pass.digits),
});
write('pass.json', {
  about: TEST_ONLY,
  keys: { signer: keys.signer.jwk, other: keys.other.jwk, revoked: keys.revoked.jwk },
  list: listed,
  valid: [
    valid('cleared', good, claims),
    valid('attention, long name: level L', long, { ...claims, name: 'N.T.P.Q.L.Đ.H. Nghiêng ·678', outcome: 'attention' }),
    valid('control characters in a signed name are not shown', turned, { ...claims, name: 'Angnp ·678' }),
    valid('for four people', group, { ...claims, companions: 3 }),
    valid('high-S twin: the same pass', { bytes: concat(body, twin(signature)), digits: highS }, claims),
  ],
  refused: [
    {
      name: 'signed by a key that only shares the key id',
      digits: (await encodePass(claims, { ...keys.signer.signer, sign: keys.other.signer.sign })).digits,
      result: 'bad',
    },
    { name: 'unknown key id', digits: (await encodePass(claims, keys.other.signer)).digits, result: 'unknown-key' },
    { name: 'withdrawn key', digits: (await encodePass(claims, keys.revoked.signer)).digits, result: 'revoked-key' },
    { name: 'one bit of the signature', digits: changed((bytes) => set(bytes.length - 1, (bytes.at(-1) ?? 0) ^ 1)(bytes)), result: 'bad' },
    { name: 'signature of zeros', digits: toDigits(concat(body, new Uint8Array(64))), result: 'bad' },
  ],
  unreadable: [
    { name: 'DER signature', text: toDigits(concat(good.bytes.subarray(0, good.bytes.length - 66), Uint8Array.of(0x58, der.length), der)) },
    { name: 'trailing byte', text: toDigits(concat(good.bytes, Uint8Array.of(0))) },
    { name: 'trailing digit', text: `${good.digits}0` },
    { name: 'leading zero', text: `0${good.digits}` },
    { name: 'another algorithm in the protected header', text: changed(set(5, 0x27)) },
    { name: 'another tag', text: changed(set(0, 0xd1)) },
    { name: 'unprotected header with another label', text: changed(set(7, 0x05)) },
    {
      name: 'expiry as 64-bit float',
      text: toDigits(concat(good.bytes.subarray(0, 13), Uint8Array.of(0x41, 0xfb, 0x58, 0x40), signature)),
    },
    { name: 'companions of nobody', text: toDigits(withCompanions(Uint8Array.of(0))) },
    { name: 'nine companions', text: toDigits(withCompanions(Uint8Array.of(9))) },
    { name: 'companions in a longer form', text: toDigits(withCompanions(Uint8Array.of(0x18, 3))) },
    { name: 'something behind the companions', text: toDigits(withCompanions(Uint8Array.of(3, 0), 4)) },
    { name: 'first half', text: good.digits.slice(0, good.digits.length / 2) },
    { name: 'array length of 2^32', text: BigInt('0x9b0000000100000000').toString() },
    { name: 'a thousand arrays deep', text: BigInt(`0x${'81'.repeat(1000)}`).toString() },
    { name: 'full-width digits (read by cards, not by pass)', text: good.digits.replaceAll('1', '１') },
  ],
});

// Poster
const place = { place: toBase64url(fixedRandom('place')(16)), gate: 1, shortName: 'THCS Nguyễn Du' };
const fragment = await encodeFragment(place, ORIGIN, keys.signer.signer);
const whole = await encodeFragment({ ...place, gate: 0 }, ORIGIN, keys.signer.signer);
const raw = fromDigits(fragment, 110) ?? new Uint8Array(0);
const rawChanged = raw.slice();
rawChanged[21] = 2;
write('poster.json', {
  about: TEST_ONLY,
  origin: ORIGIN,
  code: PLACE_CODE,
  list: listed,
  valid: [
    { name: 'gate 1', place, hex: toHex(raw), digits: fragment, link: posterLink(ORIGIN, PLACE_CODE, fragment) },
    {
      name: 'whole school',
      place: { ...place, gate: 0 },
      hex: toHex(fromDigits(whole, 110) ?? raw),
      digits: whole,
      link: posterLink(ORIGIN, PLACE_CODE, whole),
    },
  ],
  refused: [
    { name: 'opened at another origin', digits: fragment, origin: 'https://quacong.truong.example.net', result: 'bad' },
    { name: 'gate changed', digits: toDigits(rawChanged), origin: ORIGIN, result: 'bad' },
    { name: 'unknown key', digits: await encodeFragment(place, ORIGIN, keys.other.signer), origin: ORIGIN, result: 'unknown-key' },
    { name: 'withdrawn key', digits: await encodeFragment(place, ORIGIN, keys.revoked.signer), origin: ORIGIN, result: 'revoked-key' },
  ],
  unreadable: [
    { name: 'plain http', text: posterLink(ORIGIN.replace('https', 'http'), PLACE_CODE, fragment) },
    { name: 'javascript', text: 'javascript:alert(document.domain)' },
    { name: 'look-alike host', text: posterLink('https://quacong.trуоng.example', PLACE_CODE, fragment) },
    { name: 'user in front of the host', text: posterLink('https://quacong.truong.example@evil.example', PLACE_CODE, fragment) },
    { name: 'wrong check character', text: posterLink(ORIGIN, PLACE_CODE.slice(0, 5) + (PLACE_CODE.endsWith('2') ? '3' : '2'), fragment) },
    { name: 'damaged fragment', text: posterLink(ORIGIN, PLACE_CODE, fragment.slice(0, 100)) },
    { name: 'too long', text: posterLink(ORIGIN, PLACE_CODE, '1'.repeat(800)) },
  ],
});

// Screen code
const kioskKey = testKey('kiosk');
const SLOT = slotOf(ISSUED);
const shown = { kiosk: KIOSK, slot: SLOT };
const where = { origin: ORIGIN, code: PLACE_CODE };
const presence = await encodePresence(shown, where, kioskKey.signer.sign);
const presenceRaw = fromDigits(presence, 110) ?? new Uint8Array(0);
const laterSlot = presenceRaw.slice();
laterSlot[20] = (laterSlot[20] ?? 0) + 1;
const at90 = slotStart(SLOT) + 90_000;
write('presence.json', {
  about: TEST_ONLY,
  ...where,
  kiosk: KIOSK,
  slot: SLOT,
  publicKey: kioskKey.publicKey,
  hex: toHex(presenceRaw),
  digits: presence,
  link: posterLink(ORIGIN, PLACE_CODE, presence),
  checked: [
    { name: 'at the beginning of its slot', digits: presence, at: slotStart(SLOT), ...where, result: 'valid' },
    { name: '90 s after it', digits: presence, at: at90, ...where, result: 'valid' },
    { name: '90 s before it', digits: presence, at: slotStart(SLOT) - 90_000, ...where, result: 'valid' },
    { name: '1 ms later', digits: presence, at: at90 + 1, ...where, result: 'far' },
    { name: '1 ms earlier', digits: presence, at: slotStart(SLOT) - 90_001, ...where, result: 'far' },
    { name: 'slot changed', digits: toDigits(laterSlot), at: at90, ...where, result: 'bad' },
    { name: 'at another address', digits: presence, at: at90, ...where, origin: `${ORIGIN}:8443`, result: 'bad' },
    { name: 'of another place', digits: presence, at: at90, ...where, code: places[1], result: 'bad' },
    {
      name: 'signed by another kiosk',
      digits: await encodePresence(shown, where, keys.other.signer.sign),
      at: at90,
      ...where,
      result: 'bad',
    },
  ],
  unreadable: [
    { name: 'a poster', digits: fragment },
    { name: 'a byte more', digits: toDigits(concat(presenceRaw, Uint8Array.of(0))) },
    { name: 'a byte less', digits: toDigits(presenceRaw.subarray(0, -1)) },
    { name: 'a kiosk that is no UUIDv7', digits: toDigits(concat(Uint8Array.of(2), new Uint8Array(84).fill(255))) },
    { name: 'half of it', digits: presence.slice(0, 100) },
  ],
});

// Cards
const card = (name: string, value: string) => {
  const {
    signed: _signed,
    signature: _signature,
    fragment: _fragment,
    presence: _presence,
    ...reading
  } = { signed: 0, signature: 0, fragment: 0, presence: 0, ...readCode(value) };
  return { name, text: value, reading };
};
const SCHOOL_CARD = encodeSchoolCard({ subject: SUBJECT, schoolTag: tag });
const PERSON = '******000001|NGUYEN VAN MAU|1990-**-**|0|160000000000000001|<1<HS4010000000000<0900000000';
write('cards.json', {
  about: TEST_ONLY,
  cases: [
    card('1405, masked', PERSON),
    card(
      '1405, full',
      '001090000001|NGUYEN VAN MAU|1990-01-31|1|160000000000000001|160000000000000002<2<HS4010000000000<0900000000<c2lnbg',
    ),
    card('1405, missing trailing slots', '******000001|NGUYEN VAN MAU|1990-**-**|0|160000000000000001|<1'),
    card('1405, no EXT', '******000001|NGUYEN VAN MAU|1990-**-**|0|160000000000000001'),
    card('1405, empty EXT', '******000001|NGUYEN VAN MAU|1990-**-**|0|160000000000000001|'),
    card('1405 with a day that does not exist', '001090000001|NGUYEN VAN MAU|1990-02-30|0|160000000000000001|'),
    card('school card', SCHOOL_CARD),
    card('school card with a wrong digit', `${SCHOOL_CARD.slice(0, 30)}${(Number(SCHOOL_CARD[30]) + 1) % 10}${SCHOOL_CARD.slice(31)}`),
    card('pass', good.digits),
    card('pass from a wedge scanner', `\t${good.digits}\r\n`),
    card(
      'pass in full-width digits',
      good.digits.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
    ),
    card('poster', posterLink(ORIGIN, PLACE_CODE, fragment)),
    card('screen of a kiosk', posterLink(ORIGIN, PLACE_CODE, presence)),
    card('poster without fragment', `${ORIGIN}/p/${PLACE_CODE}`),
    card('typed code', formatTenDigits(typed)),
    card('typed code with a wrong digit', `${typed.slice(0, 9)}${(Number(typed[9]) + 1) % 10}`),
    card('nothing', ' \r\n'),
    card('EU certificate', 'HC1:6BFOXN%TS3DH'),
    card('NHS', 'UKC19TRACING:1:e30.e30.AA'),
    card('NZ', 'NZCOVIDTRACER:e30='),
    card('Wi-Fi', 'WIFI:S:truong;T:WPA;P:secret;;'),
    card('vCard', 'BEGIN:VCARD\nFN:A\nEND:VCARD'),
    card('otpauth', 'otpauth://totp/x?secret=AAAA'),
    card('identity card (CCCD)', '001090000001|123456789|Nguyễn Văn Mẫu|31011990|Nam|Số 1, Xã Mẫu|01012022'),
    card('junk', 'ABC!#_abc'),
  ],
});

// Sealed payload
const week = testKey('week');
const ephemeral = testKey('ephemeral');
const ECDH = { name: 'ECDH', namedCurve: 'P-256' };
const fixedPair: Subtle['generateKey'] = async () => ({
  publicKey: await globalThis.crypto.subtle.importKey('raw', ephemeral.point, ECDH, true, []),
  privateKey: await globalThis.crypto.subtle.importKey('jwk', ephemeral.jwk, ECDH, false, ['deriveBits']),
});
const fixedSubtle = new Proxy(globalThis.crypto.subtle, {
  get: (target, name) => {
    if (name === 'generateKey') return fixedPair;
    const method: unknown = Reflect.get(target, name);
    return typeof method === 'function' ? method.bind(target) : method;
  },
});
const ports = { subtle: fixedSubtle, random: fixedRandom('seal') };
const WEEK = '2026-11-16';
const EVENT_ID = '019a9f00-0000-7000-8000-000000000001';
const session = await startSession({ school: SCHOOL, week: WEEK, publicKey: week.publicKey }, ports);
const identity = { name: 'Nguyễn Thị Bích Hồng', phone: '0900000678', host: 'Cô Mẫu, lớp 6A' };
const sealed = await sealPayload(session, { event: EVENT_ID, class: 'identity' }, payloadToBytes(identity), ports);
write('seal.json', {
  about: TEST_ONLY,
  weekKey: { private: week.jwk, publicKey: week.publicKey },
  ephemeral: ephemeral.jwk,
  randomSeed: 'seal',
  school: SCHOOL,
  week: WEEK,
  info: wrapInfo(SCHOOL, WEEK, session.wrapped.id),
  session: session.wrapped,
  event: EVENT_ID,
  class: 'identity',
  context: payloadContext({ school: SCHOOL, event: EVENT_ID, class: 'identity', session: session.wrapped.id }),
  plain: JSON.stringify(identity),
  sealed: sealed.sealed,
  hash: sealed.hash,
});

// Events and the exchange
const hash = (value: string): string => createHash('sha256').update(value).digest('base64url');
const at = Date.parse('2026-11-20T00:30:05.250Z');
const first = eventText(
  {
    kind: 'scan',
    gate: GATE,
    op: OPERATOR,
    sealed: sealed.hash,
    method: 'camera',
    code: 'pass',
    subject: SUBJECT,
    dir: 'in',
    colour: 'amber',
    why: ['attention'],
  },
  { id: EVENT_ID, school: tag, kiosk: KIOSK, lastN: 0, lastHash: '', at, mono: 81_250, off: -420 },
);
const second = eventText(
  { kind: 'decision', gate: GATE, op: OPERATOR, of: EVENT_ID, admit: true, reason: 'asked-and-fine' },
  {
    id: '019a9f00-0000-7000-8000-000000000002',
    school: tag,
    kiosk: KIOSK,
    lastN: 1,
    lastHash: hash(first),
    at: at + 9000,
    mono: 90_250,
    off: -420,
  },
);
const request = JSON.stringify({
  v: 1,
  audience: ORIGIN,
  kiosk: KIOSK,
  batch: toBase64url(fixedRandom('batch')(16)),
  sentAt: at + 12_000,
  items: [{ event: first, payload: { session: session.wrapped.id, sealed: sealed.sealed } }, { event: second }],
  sessions: [session.wrapped],
  have: { feed: 0, policy: 3, keysAt: at - 60_000 },
  state: { unsent: 2, oldestUnsentAt: at, lastN: 2, persisted: true, version: '0.1.0' },
});
const prefix = `quacong/exchange/1\n${ORIGIN}\n${KIOSK}\n`;
write('exchange.json', {
  about: TEST_ONLY,
  events: [
    { text: first, hash: hash(first) },
    { text: second, hash: hash(second) },
  ],
  kioskKey: kioskKey.jwk,
  publicKey: kioskKey.publicKey,
  signingPrefix: prefix,
  body: request,
  signature: toBase64url(await kioskKey.signer.sign(concat(utf8(prefix), utf8(request)))),
});
// Kiosk file: one request, sealed with a fixed key
const fileSecret = fixedRandom('kiosk-file')(32);
const fileSession = { ...session.wrapped, id: toBase64url(fixedRandom('kiosk-file-id')(16)) };
const fileHeader: KioskFileHeader = { v: 1, kind: 'request', school: SCHOOL, kiosk: KIOSK, madeAt: at + 12_000, session: fileSession };
const fileContext = recordContext('request', SCHOOL, KIOSK, fileSession.id, 0);
const fileIv = new Uint8Array(fixedRandom('kiosk-file-iv')(12));
const filePlain = concat(new Uint8Array(fixedRandom('kiosk-file-signature')(64)), utf8('{}'));
const fileKey = await globalThis.crypto.subtle.importKey('raw', new Uint8Array(fileSecret), 'AES-GCM', false, ['encrypt']);
const fileText = await globalThis.crypto.subtle.encrypt(
  { name: 'AES-GCM', iv: fileIv, additionalData: utf8(fileContext) },
  fileKey,
  filePlain,
);
const fileBytes = concat(
  await fileHead(fileHeader, subtle),
  fileRecord(concat(Uint8Array.of(1), fileIv, new Uint8Array(fileText))),
  fileTail(1),
);
write('kiosk-file.json', {
  about: `${TEST_ONLY} The record's plain text is 64 bytes in place of a signature, then {}.`,
  key: toBase64url(fileSecret),
  header: JSON.stringify(fileHeader),
  context: fileContext,
  plain: toBase64url(filePlain),
  file: toBase64url(fileBytes),
});
if (parsePlaceCode(PLACE_CODE) === undefined) throw new Error('the place code does not read back');
