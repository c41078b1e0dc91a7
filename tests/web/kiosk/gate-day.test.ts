import { describe, expect, it } from 'vitest';
import { toBase64url, utf8 } from '../../../shared/bytes.ts';
import { DAY, HOUR } from '../../../shared/clock.ts';
import { keep } from '../../../web/kiosk/db/kept.ts';
import { gateOpen } from './gate-kit.ts';
import { NOW, random } from './kit.ts';

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
    await goOnline();
    await expect.poll(() => kiosk.contact.value?.feed).toBe(2);
    await gate.scan(revoked.digits, 'camera');
    expect(gate.view.value).toMatchObject({ past: { scan: { colour: 'red', why: ['revoked'] } } });
    gate.dismiss();
    await gate.scan(erased.digits, 'camera');
    expect(gate.view.value).toMatchObject({ past: { scan: { colour: 'amber', why: ['record-erased'] } } });
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
    expect(await events()).toHaveLength(1);
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
