/** The file for the office and the answer to it, on the kiosk's own store; the office is a few lines with the week's key. */
import { describe, expect, it } from 'vitest';
import type { ExchangeInput } from '../../../shared/api/exchange.schema.ts';
import { concat, fromUtf8, toBase64url, utf8 } from '../../../shared/bytes.ts';
import { dayOf, HOUR, weekOf } from '../../../shared/clock.ts';
import { fileHead, fileRecord, fileTail, readKioskFile, recordContext, SIGNATURE_BYTES } from '../../../shared/gate/kiosk-file.ts';
import { unwrapSession } from '../../../shared/seal/session.ts';
import { getKept, keep } from '../../../web/kiosk/db/kept.ts';
import { readCounter, readHead } from '../../../web/kiosk/db/log.ts';
import { createJournal } from '../../../web/kiosk/log/journal.ts';
import { NoSealingKey } from '../../../web/kiosk/log/sealer.ts';
import { openAnswerFile, type Told, takeAll } from '../../../web/kiosk/outbox/take-file.ts';
import { type FileParts, writeFile } from '../../../web/kiosk/outbox/write-file.ts';
import { readLog } from '../../fixtures/kiosk-log.ts';
import { fakeClock, fakeServer, freshDb, GATE, KIOSK, makeIdentity, NOW, ORIGIN, POLICY, random, SCHOOL, sealingKey } from './kit.ts';

const bytesOf = async (blob: Blob): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await blob.arrayBuffer());

async function setUp(scans: number) {
  const db = await freshDb();
  const clock = fakeClock();
  const { identity, publicKey } = await makeIdentity();
  const server = fakeServer(publicKey, clock.now);
  const week = await sealingKey();
  const base = { db, clock, random, subtle: crypto.subtle };
  const journal = createJournal({ ...base, school: SCHOOL, kiosk: KIOSK, head: await readHead(db), safeThrough: () => 0 });
  const write = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) {
      const subject = toBase64url(random(16));
      const scan = { kind: 'scan', gate: GATE, method: 'camera', code: 'pass', subject, dir: 'in', colour: 'green', why: [] } as const;
      await journal.write({ draft: { ...scan, why: [] } });
    }
  };
  await write(scans);
  const parts: FileParts = {
    ...base,
    identity,
    sealingKeys: () => [{ week: weekOf(dayOf(NOW)), publicKey: week.publicKey }],
    device: () => ({ persisted: true, version: 'test' }),
  };
  const unsent = async (): Promise<number> => (await readCounter(db)).unsent;
  const file = async () => writeFile(parts, await unsent(), () => undefined);

  /** As the server does it: opens, runs the requests through the exchange, seals the answers. */
  async function office(blob: Blob): Promise<{ requests: ExchangeInput[]; answer: Uint8Array<ArrayBuffer> }> {
    const read = await readKioskFile(await bytesOf(blob), crypto.subtle);
    if (!read.ok) throw new Error(read.fault);
    const { header } = read;
    const secret = await unwrapSession(SCHOOL, header.session, week.privateKey, crypto.subtle);
    if (!secret) throw new Error('the wrap does not open');
    const key = await crypto.subtle.importKey('raw', secret, 'AES-GCM', false, ['encrypt', 'decrypt']);
    const aad = (kind: 'request' | 'answer', index: number) => utf8(recordContext(kind, SCHOOL, KIOSK, header.session.id, index));
    const requests: ExchangeInput[] = [];
    const answers: Uint8Array[] = [];
    for (const [index, record] of read.records.entries()) {
      const opening = { name: 'AES-GCM', iv: record.slice(1, 13), additionalData: aad('request', index) };
      const plain = new Uint8Array(await crypto.subtle.decrypt(opening, key, record.slice(13)));
      const body = plain.slice(SIGNATURE_BYTES);
      requests.push(JSON.parse(fromUtf8(body) ?? '') as ExchangeInput);
      const headers = { 'x-kiosk': KIOSK, 'x-signature': toBase64url(plain.slice(0, SIGNATURE_BYTES)) };
      const response = await server.fetch(ORIGIN, { method: 'POST', headers, body });
      expect(response.status).toBe(200);
      const iv = new Uint8Array(random(12));
      const sealing = { name: 'AES-GCM', iv, additionalData: aad('answer', index) };
      answers.push(concat(Uint8Array.of(1), iv, new Uint8Array(await crypto.subtle.encrypt(sealing, key, utf8(await response.text())))));
    }
    const head = await fileHead({ ...header, kind: 'answer' }, crypto.subtle);
    return { requests, answer: concat(head, ...answers.map(fileRecord), fileTail(answers.length)) };
  }

  async function take(answer: Uint8Array<ArrayBuffer>): Promise<Told[]> {
    const opened = await openAnswerFile(parts, answer);
    if (!opened.ok) throw new Error(opened.fault);
    const told: Told[] = [];
    await takeAll(
      parts,
      opened,
      undefined,
      (each) => told.push(each),
      () => undefined,
    );
    return told;
  }
  const statuses = async (): Promise<string[]> => (await readLog(db)).map((item) => item.status);
  return { db, clock, server, parts, write, file, office, take, unsent, statuses };
}

describe('a file for the office', () => {
  it('brings every unsent item once, in requests that the exchange takes, and its answer marks them as sent', async () => {
    const { server, file, office, take, unsent, statuses, write, db } = await setUp(1203);
    const { blob, file: written } = await file();
    expect(written).toMatchObject({ items: 1203, throughN: 1203, bytes: blob.size });
    expect(written.name).toMatch(/^quacong_cong-chinh_2026-11-23_0800\.qcfile$/);
    expect(await unsent()).toBe(1203);
    server.extra = { policy: { ...POLICY, version: 8 } };
    const { requests, answer } = await office(blob);
    expect(requests.map((request) => request.items.length)).toEqual([500, 500, 203]);
    // What is ahead of a request waits no more when it comes.
    expect(requests.map((request) => request.state.unsent)).toEqual([1203, 703, 203]);
    expect(server.receivedThrough()).toBe(1203);

    await write(2);
    await take(answer);
    expect(await unsent()).toBe(2);
    expect((await statuses()).filter((status) => status === 'stored')).toHaveLength(1203);
    expect((await getKept(db, 'policy'))?.version).toBe(8);
    expect(await getKept(db, 'contact')).toMatchObject({ epoch: 'e1', receivedThrough: 1203 });
  });

  it('never says in the open who passed', async () => {
    const { file, db } = await setUp(3);
    const text = new TextDecoder('latin1').decode(await bytesOf((await file()).blob));
    for (const item of await db.getAll('log')) expect(text).not.toContain(item.id);
  });

  it('with nothing to send still asks for what is new', async () => {
    const { file, office, take, db } = await setUp(0);
    const { requests, answer } = await office((await file()).blob);
    expect(requests).toMatchObject([{ items: [] }]);
    await take(answer);
    expect((await getKept(db, 'contact'))?.at).toBe(NOW);
  });

  it('takes the same answer twice, and older ones after newer news, without harm', async () => {
    const { clock, file, office, take, unsent, db } = await setUp(5);
    const { answer } = await office((await file()).blob);
    await take(answer);
    await take(answer);
    expect(await unsent()).toBe(0);
    const contact = await getKept(db, 'contact');
    if (!contact) throw new Error('no contact');
    clock.ticks.pass(HOUR);
    await keep(db, 'contact', { ...contact, at: clock.now(), feed: 77 });
    await take(answer);
    expect((await getKept(db, 'contact'))?.feed).toBe(77);
  });

  it('believes nothing of a server that was restored since', async () => {
    const { clock, file, office, take, unsent, db } = await setUp(4);
    const { answer } = await office((await file()).blob);
    clock.ticks.pass(HOUR);
    const made = { at: clock.now(), epoch: 'e2', feed: 0, safeThrough: 0, receivedThrough: 0 };
    await keep(db, 'contact', { ...made, certificateEndsAt: null, serverClockSuspect: false });
    expect(await take(answer)).toEqual(['stale']);
    expect(await unsent()).toBe(4);
  });

  it('says what is wrong with an answer, and takes nothing of it', async () => {
    const { file, office, parts, unsent } = await setUp(2);
    const { blob } = await file();
    const { answer } = await office(blob);
    const faultOf = async (bytes: Uint8Array<ArrayBuffer>, of = parts): Promise<string> => {
      const opened = await openAnswerFile(of, bytes);
      return opened.ok ? 'none' : opened.fault;
    };
    expect(await faultOf(await bytesOf(blob))).toBe('not-an-answer');
    expect(await faultOf(answer.slice(0, -9))).toBe('truncated');
    const turned = answer.slice();
    turned[turned.length - 20] = (turned[turned.length - 20] ?? 0) ^ 1;
    expect(await faultOf(turned)).toBe('damaged');
    expect(await faultOf(answer, { ...parts, identity: { ...parts.identity, kiosk: 'other' } })).toBe('other-kiosk');
    const other = await setUp(1);
    expect(await faultOf(answer, { ...other.parts, identity: parts.identity })).toBe('unknown');
    expect(await faultOf(utf8('một tệp khác hẳn'))).toBe('not-ours');
    expect(await unsent()).toBe(2);
  });

  it('needs a key of the school', async () => {
    const { parts } = await setUp(1);
    await expect(writeFile({ ...parts, sealingKeys: () => [] }, 1, () => undefined)).rejects.toThrow(NoSealingKey);
  });

  it('holds an item that the server once refused, too', async () => {
    const { db, file, office, take, unsent } = await setUp(3);
    const item = await db.get('log', 2);
    if (!item) throw new Error('no item');
    await db.put('log', { ...item, heldUntil: NOW + HOUR });
    const { requests, answer } = await office((await file()).blob);
    expect(requests.map((request) => request.items.length)).toEqual([2, 1]);
    await take(answer);
    expect(await unsent()).toBe(0);
  });
});
