import { describe, expect, it, vi } from 'vitest';
import { visitor } from '../../../server/questionnaires/content/visitor.ts';
import type { FeedItem } from '../../../shared/api/exchange.schema.ts';
import { fromBase64url, toBase64url, utf8 } from '../../../shared/bytes.ts';
import { DAY, dayOf, endOfDay, HOUR, MINUTE, weekOf } from '../../../shared/clock.ts';
import { makePlaceCode, typedCodeOf } from '../../../shared/codes.ts';
import type { GateEvent } from '../../../shared/gate/event.ts';
import type { GatePolicy } from '../../../shared/gate/policy.ts';
import { kidOf, schoolTag } from '../../../shared/pass/keys.ts';
import { encodePass, type PassClaims } from '../../../shared/pass/pass.ts';
import { encodeFragment } from '../../../shared/poster/fragment.ts';
import { posterLink } from '../../../shared/poster/link.ts';
import { payloadFromBytes } from '../../../shared/seal/payload.ts';
import { openPayload, unwrapSession } from '../../../shared/seal/session.ts';
import { keep } from '../../../web/kiosk/db/kept.ts';
import { todayLines } from '../../../web/kiosk/gate/today.ts';
import type { GateView } from '../../../web/kiosk/state/gate.ts';
import { createKiosk, type Kiosk } from '../../../web/kiosk/state/kiosk.ts';
import { BUILT, fakeServer, fakeTicks, freshDb, makeIdentity, NOW, ORIGIN, POLICY, random, SCHOOL, sealingKey } from './kit.ts';

/** A kiosk on shift, with a server that may be off, and everything that it was told at pairing. */
async function gateOpen(over: Partial<GatePolicy> = {}, start = NOW) {
  const db = await freshDb();
  const ticks = fakeTicks(start);
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const kid = await kidOf(point, crypto.subtle);
  const signer = {
    kidBytes: fromBase64url(kid) ?? new Uint8Array(),
    sign: async (bytes: Uint8Array<ArrayBuffer>) =>
      new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, bytes)),
  };
  const tag = await schoolTag(SCHOOL, crypto.subtle);
  const sealing = await sealingKey();
  const { identity, publicKey } = await makeIdentity();
  const server = fakeServer(publicKey, () => ticks.raw());
  await keep(db, 'identity', identity);
  await keep(db, 'clock', { offset: 0, source: 'server', last: 0 });
  await keep(db, 'policy', { ...POLICY, schoolTag: tag, ...over });
  await keep(db, 'keys', { at: start, keys: [{ kid, publicKey: toBase64url(point), notBefore: 0 }] });
  await keep(db, 'sealingKeys', [{ week: weekOf(dayOf(start)), publicKey: sealing.publicKey }]);
  await keep(db, 'questionnaire', visitor);

  const waiting: { at: number; run: () => void }[] = [];
  const sounds: string[] = [];
  let online = false;
  const open = (): Promise<Kiosk> =>
    createKiosk({
      db,
      ticks,
      random,
      subtle: crypto.subtle,
      fetch: (...args) => (online ? server.fetch(...args) : Promise.reject(new TypeError('offline'))),
      call: async () => ({ ok: false, problem: { code: 'offline', status: 0 } }),
      origin: ORIGIN,
      version: 'test',
      builtAt: BUILT,
      device: { look: async () => ({ persisted: true }), persist: async () => true },
      sound: (sound) => void sounds.push(sound),
      after(ms, run) {
        const entry = { at: ticks.mono() + ms, run };
        waiting.push(entry);
        return () => void waiting.splice(waiting.indexOf(entry), waiting.includes(entry) ? 1 : 0);
      },
    });
  const kiosk = await open();
  await kiosk.startShift(undefined, '');
  const gate = kiosk.gate();
  const book = kiosk.book();
  if (!gate || !book) throw new Error('the gate did not open');
  const subjects = { next: () => toBase64url(random(16)) };
  return {
    db,
    kiosk,
    gate,
    book,
    server,
    sounds,
    sealing,
    signer,
    reopen: open,
    goOnline() {
      online = true;
      kiosk.exchangeNow();
    },
    /** Time goes by, and what was set for it happens. */
    pass(ms: number) {
      ticks.pass(ms);
      for (const entry of waiting.filter((each) => each.at <= ticks.mono())) {
        waiting.splice(waiting.indexOf(entry), 1);
        entry.run();
      }
    },
    async makePass(claims: Partial<PassClaims> = {}) {
      const all: PassClaims = {
        subject: subjects.next(),
        name: 'N.T.B. Hồng ·678',
        issuedAt: start - HOUR,
        expiresAt: endOfDay(dayOf(start)),
        schoolTag: tag,
        outcome: 'cleared',
        ...claims,
      };
      return { ...all, digits: (await encodePass(all, signer)).digits };
    },
    async events(): Promise<GateEvent[]> {
      return (await db.getAll('log')).map((item) => JSON.parse(item.event));
    },
  };
}

/** Typed correctly, and no pass of the day has it. */
const NOBODY = await typedCodeOf('A'.repeat(22), crypto.subtle);

const verdictOf = (view: GateView) => (view.at === 'verdict' ? `${view.scan.colour} ${view.scan.dir}` : view.at);

describe('a scan', () => {
  it('is on the disk before its verdict shows, and clears by itself when green', async () => {
    const { gate, makePass, events, pass, sounds } = await gateOpen();
    const { digits, subject } = await makePass();
    const order: string[] = [];
    const transaction = IDBDatabase.prototype.transaction;
    const spied = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...args) {
      const tx = transaction.apply(this, args);
      if (Array.isArray(args[0]) && args[0].includes('day')) tx.addEventListener('complete', () => order.push('on the disk'));
      return tx;
    });
    const stop = gate.view.subscribe((view) => void (view.at === 'verdict' && order.push('shown')));
    await gate.scan(digits, 'camera');
    stop();
    spied.mockRestore();
    expect(order).toEqual(['on the disk', 'shown']);
    expect(verdictOf(gate.view.value)).toBe('green in');
    expect(sounds).toEqual(['green']);
    expect((await events()).at(-1)).toMatchObject({
      kind: 'scan',
      subject,
      dir: 'in',
      colour: 'green',
      why: [],
      method: 'camera',
      code: 'pass',
    });
    pass(1_600);
    expect(gate.view.value.at).toBe('ready');
  });

  it('shows no verdict when the disk is full, and keeps the numbers whole', async () => {
    const { gate, makePass, db, sounds, events, kiosk } = await gateOpen();
    const { digits } = await makePass();
    const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const add = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await gate.scan(digits, 'camera');
    add.mockRestore();
    expect(told).toHaveBeenCalledOnce();
    told.mockRestore();
    expect(kiosk.trouble.value).toBe('store');
    expect(gate.view.value).toEqual({ at: 'unwritten', why: 'full' });
    expect(sounds).toEqual(['red']);
    expect(await db.count('day')).toBe(0);
    gate.dismiss();
    await gate.scan(digits, 'camera');
    expect(verdictOf(gate.view.value)).toBe('green in');
    expect((await events()).map((event) => event.n)).toEqual([1, 2]);
  });

  it('of a code that is held is one scan, however long it is held', async () => {
    const { gate, makePass, events, pass } = await gateOpen();
    const { digits } = await makePass();
    for (let second = 0; second < 30; second++) {
      await gate.scan(digits, 'camera');
      pass(1000);
    }
    expect((await events()).filter((event) => event.kind === 'scan')).toHaveLength(1);
  });

  it('asks in or out when the person has just come in, and takes the exit later by itself', async () => {
    const { gate, makePass, pass, kiosk, book } = await gateOpen();
    const { digits, subject } = await makePass();
    await gate.scan(digits, 'camera');
    pass(MINUTE);
    await gate.scan(digits, 'camera');
    expect(gate.view.value.at).toBe('direction');
    gate.dismiss();
    pass(2 * MINUTE);
    await gate.scan(digits, 'camera');
    expect(verdictOf(gate.view.value)).toBe('green out');
    expect(book.insideSince(subject)).toBeUndefined();
    expect(kiosk.counter.value.unsent).toBe(3);
  });

  it('asks for the direction when another kiosk may have seen the person', async () => {
    const { gate, makePass, events } = await gateOpen({ kiosks: 2 });
    const { digits } = await makePass();
    await gate.scan(digits, 'camera');
    expect(gate.view.value.at).toBe('direction');
    expect(await events()).toHaveLength(1);
    await gate.choose('out');
    expect(verdictOf(gate.view.value)).toBe('green out');
  });
});

describe('amber and red', () => {
  it('wait for a person, whose decision is a second item with a reason', async () => {
    const { gate, makePass, events, pass, book } = await gateOpen();
    const first = await makePass({ outcome: 'attention' });
    await gate.scan(first.digits, 'camera');
    expect(verdictOf(gate.view.value)).toBe('amber in');
    expect(book.insideSince(first.subject)).toBeUndefined();
    pass(HOUR);
    expect(verdictOf(gate.view.value)).toBe('amber in');
    await gate.scan((await makePass()).digits, 'camera');
    expect(verdictOf(gate.view.value)).toBe('amber in');
    gate.judge(true);
    await gate.decide('asked-and-fine');
    const [scan, decision] = (await events()).slice(-2);
    expect(decision).toMatchObject({ kind: 'decision', of: scan?.id, admit: true, reason: 'asked-and-fine' });
    expect(book.insideSince(first.subject)).toBeDefined();
  });

  it.each([
    ['expired', { expiresAt: NOW - MINUTE }, 'red in', ['expired']],
    ['of another school', { schoolTag: 'BBBBBBBBBBA' }, 'red in', ['other-school']],
    ['with something to look at', { outcome: 'attention' }, 'amber in', ['attention']],
  ] as const)('a pass %s', async (_name, claims, verdict, why) => {
    const { gate, makePass } = await gateOpen();
    await gate.scan((await makePass(claims)).digits, 'wedge');
    expect(verdictOf(gate.view.value)).toBe(verdict);
    expect(gate.view.value).toMatchObject({ scan: { why } });
  });

  it('a forged pass is red, names nobody and touches nobody’s stay', async () => {
    const { gate, makePass, events } = await gateOpen();
    const { digits, subject } = await makePass();
    const last = digits.endsWith('1') ? '2' : '1';
    await gate.scan(digits.slice(0, -1) + last, 'camera');
    expect(gate.view.value).toMatchObject({ at: 'verdict', scan: { colour: 'red', why: ['forged'], name: '' } });
    const written = (await events()).at(-1);
    expect(written).toMatchObject({ kind: 'scan', subject: expect.stringMatching(/^[\w-]{22}$/) });
    expect(JSON.stringify(written)).not.toContain(subject);
  });

  it('nobody is kept inside: an exit with an expired pass is green', async () => {
    const { gate, makePass } = await gateOpen({ gate: { ...POLICY.gate, direction: 'out' } });
    await gate.scan((await makePass({ expiresAt: NOW - DAY })).digits, 'camera');
    expect(verdictOf(gate.view.value)).toBe('green out');
  });
});

describe('what is no visitor’s code writes nothing', () => {
  const writes = async (text: string) => {
    const kit = await gateOpen();
    await kit.gate.scan(text, 'camera');
    return { view: kit.gate.view.value, events: (await kit.events()).filter((event) => event.kind !== 'note') };
  };

  it.each([
    ['an empty code', '  ', 'nothing'],
    ['a Wi-Fi code', 'WIFI:S:truong;T:WPA;P:matkhau;;', 'foreign'],
    ['a web address', 'https://example.com/', 'foreign'],
    ['a typed code of nobody', NOBODY, 'unknown-code'],
    ['a poster of another place', 'https://khac.example/p/234567', 'foreign'],
  ])('%s', async (_name, text, what) => {
    const { view, events } = await writes(text);
    expect(view.at === 'shown' ? view.what : view.at).toBe(what);
    expect(events).toEqual([]);
  });

  it('a poster: the school’s own, a sticker with a false signature, another place’s', async () => {
    const { gate, signer, events, pass } = await gateOpen();
    const code = makePlaceCode(random);
    const place = { place: toBase64url(random(16)), gate: 1, shortName: 'TH Ví Dụ' };
    const own = await encodeFragment(place, ORIGIN, signer);
    const other = await encodeFragment(place, 'https://khac.example', signer);
    const seen: string[] = [];
    for (const text of [posterLink(ORIGIN, code, own), posterLink(ORIGIN, code, other), posterLink('https://khac.example', code, other)]) {
      await gate.scan(text, 'camera');
      seen.push(gate.view.value.at === 'shown' ? gate.view.value.what : gate.view.value.at);
      pass(5_000);
    }
    expect(seen).toEqual(['poster-own', 'poster-false', 'poster-foreign']);
    expect((await events()).filter((event) => event.kind !== 'note')).toEqual([]);
  });
});

describe('people without a pass', () => {
  it('quick entry: masked on the kiosk, sealed for the server, let in at once', async () => {
    const { gate, db, server, goOnline, sealing, events, book, kiosk } = await gateOpen();
    await gate.quick({ name: 'Phạm Thị Hoa', phone: '0912345678', host: 'Thầy Minh' });
    const [scan, decision] = (await events()).slice(-2);
    expect(scan).toMatchObject({ kind: 'scan', method: 'quick', code: 'none', colour: 'amber', why: ['no-declaration'] });
    expect(decision).toMatchObject({ kind: 'decision', of: scan?.id, admit: true, reason: 'no-phone' });
    expect(book.insideCount()).toBe(1);
    expect(todayLines(book, 'inside', 'hoa')).toMatchObject([{ name: 'P.T. Hoa ·678', host: 'Thầy Minh' }]);

    const everything = JSON.stringify(
      await Promise.all([...db.objectStoreNames].filter((name) => name !== 'kept').map((name) => db.getAll(name))),
    );
    expect(everything).not.toContain('Phạm');
    expect(everything).not.toContain('0912345678');

    goOnline();
    await expect.poll(() => kiosk.counter.value.unsent).toBe(0);
    const [session] = server.requests.flatMap((request) => request.sessions ?? []) as {
      id: string;
      week: string;
      ephemeral: string;
      wrapped: string;
    }[];
    const stored = [...server.stored.values()].find((item) => item.payload);
    if (!session || !stored?.payload) throw new Error('nothing sealed arrived');
    const secret = await unwrapSession(SCHOOL, session, sealing.privateKey, crypto.subtle);
    const place = { school: SCHOOL, event: stored.id, class: 'identity', session: session.id } as const;
    const plain = secret && (await openPayload(secret, place, fromBase64url(stored.payload.sealed) ?? new Uint8Array(), crypto.subtle));
    expect(plain && payloadFromBytes(plain)).toMatchObject({ name: 'Phạm Thị Hoa', phone: '0912345678', host: 'Thầy Minh' });
  });

  it('declaring here: answers sealed, verdict from the rules, never an answer in the event', async () => {
    const { gate, events, db } = await gateOpen();
    const ill: Record<string, string | boolean> = {};
    for (const item of visitor.items)
      ill[item.linkId] = item.type === 'boolean' ? true : item.role === 'phone' ? '0912345678' : 'Lê Văn An';
    const consent = {
      version: visitor.consent.version,
      language: 'vi',
      purposes: visitor.consent.purposes.map((each) => each.code),
      at: NOW,
    } as const;
    await gate.declare({ questionnaire: visitor, answers: ill, consent: { ...consent, purposes: [...consent.purposes] } });
    expect(gate.view.value).toMatchObject({ at: 'verdict', scan: { colour: 'amber', why: ['attention'] } });
    const [declaration, scan] = (await events()).slice(-2);
    expect(declaration).toMatchObject({ kind: 'declaration', questionnaire: visitor.id, version: visitor.version });
    expect(scan).toMatchObject({ kind: 'scan', method: 'declared', subject: declaration?.kind === 'declaration' && declaration.subject });
    expect(JSON.stringify(await db.getAll('log'))).not.toContain('Lê');
  });

  it('leaves by the list', async () => {
    const { gate, book, events, pass } = await gateOpen();
    await gate.quick({ name: 'Phạm Thị Hoa', phone: '', host: '' });
    pass(2_000);
    const [line] = todayLines(book, 'inside', '');
    await gate.leave(line?.subject ?? '');
    expect((await events()).at(-1)).toMatchObject({ kind: 'scan', dir: 'out', colour: 'green', subject: line?.subject });
    expect(book.insideCount()).toBe(0);
  });

  it('a code of the other app counts as shown, the same person each time', async () => {
    const { gate, events, pass } = await gateOpen();
    const card = '******000001|NGUYEN VAN MAU|1990-**-**|0|160000000000000001|<1<HS4010000000000<0900000000';
    await gate.scan(card, 'wedge');
    expect(gate.view.value).toMatchObject({ at: 'verdict', scan: { colour: 'green', name: 'N.V. MAU ·000' } });
    pass(5 * MINUTE);
    await gate.scan(card, 'camera');
    expect(verdictOf(gate.view.value)).toBe('green out');
    const scans = (await events()).filter((event) => event.kind === 'scan');
    expect(new Set(scans.map((scan) => scan.subject)).size).toBe(1);
  });

  it('types the 10 digits when the camera cannot read', async () => {
    const { gate, goOnline, server, makePass, kiosk } = await gateOpen();
    const { subject, name, expiresAt } = await makePass();
    const typedCode = await typedCodeOf(subject, crypto.subtle);
    server.feed = [{ kind: 'pass', subject, typedCode, name, expiresAt, outcome: 'cleared', host: 'Cô Lan' } satisfies FeedItem];
    goOnline();
    await expect.poll(() => kiosk.contact.value?.feed).toBe(1);
    await gate.scan(typedCode, 'typed');
    expect(gate.view.value).toMatchObject({ at: 'verdict', scan: { colour: 'green', name, host: 'Cô Lan' } });
  });
});

describe('one tap for half a minute', () => {
  it('turns the direction by a correcting item', async () => {
    const { gate, makePass, events, pass, book } = await gateOpen();
    const { digits, subject } = await makePass();
    await gate.scan(digits, 'camera');
    await gate.flip();
    expect((await events()).at(-1)).toMatchObject({ kind: 'correction', fix: { dir: 'out' } });
    expect(book.insideSince(subject)).toBeUndefined();
    pass(31_000);
    await gate.flip();
    expect((await events()).filter((event) => event.kind === 'correction')).toHaveLength(1);
  });

  it('takes a scan back', async () => {
    const { gate, makePass, events, book } = await gateOpen();
    await gate.scan((await makePass()).digits, 'camera');
    await gate.undo();
    expect((await events()).at(-1)).toMatchObject({ kind: 'correction', fix: { void: true } });
    expect(book.insideCount()).toBe(0);
  });
});

describe('the day', () => {
  it('survives a restart, ends at midnight, and leaves no name', async () => {
    const { gate, makePass, reopen, pass, db, book, kiosk } = await gateOpen();
    await gate.scan((await makePass()).digits, 'camera');
    const again = await reopen();
    expect(again.book()?.insideCount()).toBe(1);
    expect(again.stage.value).toBe('shift');
    for (let minute = 0; minute < 61; minute++) pass(1000);
    pass(20 * HOUR);
    for (let second = 0; second < 61; second++) pass(1000);
    await expect.poll(() => db.count('day')).toBe(0);
    expect(book.insideCount()).toBe(0);
    expect(kiosk.counter.value.unsent).toBe(2);
  });

  it('closing the gate takes the names away and keeps the log', async () => {
    const { gate, makePass, kiosk, db } = await gateOpen();
    await gate.scan((await makePass()).digits, 'camera');
    await kiosk.endShift(true);
    expect(await db.count('day')).toBe(0);
    expect(JSON.stringify(await db.getAll('pass'))).not.toContain('Hồng');
    expect(await db.count('log')).toBe(3);
    expect(kiosk.stage.value).toBe('shift');
  });

  it('withdrawn and erased passes are known from the feed on', async () => {
    const { gate, makePass, server, goOnline, kiosk } = await gateOpen();
    const revoked = await makePass();
    const erased = await makePass();
    server.feed = [
      { kind: 'revoked', subject: revoked.subject, erased: false },
      { kind: 'revoked', subject: erased.subject, erased: true },
    ];
    goOnline();
    await expect.poll(() => kiosk.contact.value?.feed).toBe(2);
    await gate.scan(revoked.digits, 'camera');
    expect(gate.view.value).toMatchObject({ scan: { colour: 'red', why: ['revoked'] } });
    gate.dismiss();
    await gate.scan(erased.digits, 'camera');
    expect(gate.view.value).toMatchObject({ scan: { colour: 'amber', why: ['record-erased'] } });
  });
});

describe('the shift', () => {
  it('wants the operator’s PIN and lets nobody guess for long', async () => {
    const salt = random(16);
    const key = await crypto.subtle.importKey('raw', utf8('1234'), 'PBKDF2', false, ['deriveBits']);
    const params = { name: 'PBKDF2', hash: 'SHA-256', salt: new Uint8Array(salt), iterations: 100_000 };
    const hash = new Uint8Array(await crypto.subtle.deriveBits(params, key, 256));
    const operators = [{ id: 'op1', name: 'Chú Bảy', salt: toBase64url(salt), hash: toBase64url(hash) }];
    const { kiosk, events, gate, makePass } = await gateOpen({ operators });
    await kiosk.endShift(false);
    for (let i = 0; i < 5; i++) expect(await kiosk.startShift('op1', '9999')).toBe('wrong-pin');
    expect(await kiosk.startShift('op1', '1234')).toBe('wait');
    const other = await gateOpen({ operators });
    expect(await other.kiosk.startShift('op1', '1234')).toBe('ok');
    await other.gate.scan((await other.makePass()).digits, 'camera');
    expect((await other.events()).at(-1)).toMatchObject({ kind: 'scan', op: 'op1' });
    expect(gate.view.value.at).toBe('ready');
    expect(await events()).toHaveLength(2);
    expect(await makePass()).toBeDefined();
  });

  it('does not begin on an impossible clock', async () => {
    const { kiosk, reopen, db } = await gateOpen();
    expect(kiosk.stage.value).toBe('gate');
    await keep(db, 'clock', { offset: 0, source: 'server', last: NOW + 30 * DAY });
    const late = await reopen();
    expect(late.stage.value).toBe('clock');
    await late.setTime(NOW + 31 * DAY);
    expect(late.stage.value).toBe('shift');
    expect(late.now.value).toBe(NOW + 31 * DAY);
  });
});
