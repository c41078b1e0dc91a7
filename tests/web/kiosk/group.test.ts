/** One pass for several people: one scan, and everybody is counted. */
import { describe, expect, it } from 'vitest';
import type { FeedItem } from '../../../shared/api/exchange.schema.ts';
import { HOUR, MINUTE } from '../../../shared/clock.ts';
import { typedCodeOf } from '../../../shared/codes.ts';
import { encodePass, type PassClaims } from '../../../shared/pass/pass.ts';
import { openVisits } from '../../../web/kiosk/gate/open-visits.ts';
import { readToday } from '../../../web/kiosk/gate/today.ts';
import { gateOpen, verdictOf } from './gate-kit.ts';
import { NOW } from './kit.ts';

describe('a group', () => {
  it('comes in and leaves by one scan each', async () => {
    const { gate, makePass, events, book, pass } = await gateOpen();
    const group = await makePass({ companions: 3 });
    await gate.scan(group.digits, 'camera');
    expect(verdictOf(gate.view.value)).toBe('green in');
    expect(gate.view.value).toMatchObject({ past: { scan: { name: 'N.T.B. Hồng ·678', with: 3 } } });
    expect(book.insideCount()).toBe(4);
    await gate.scan((await makePass()).digits, 'camera');
    expect(book.insideCount()).toBe(5);
    pass(3 * MINUTE);
    await gate.scan(group.digits, 'camera');
    expect(gate.view.value).toMatchObject({ past: { scan: { dir: 'out', with: 3 } } });
    expect(book.insideCount()).toBe(1);
    const scans = (await events()).filter((event) => event.kind === 'scan');
    expect(scans.map((scan) => [scan.dir, scan.with])).toEqual([
      ['in', 3],
      ['in', undefined],
      ['out', 3],
    ]);
    expect(scans[1]).not.toHaveProperty('with');
  });

  it('is decided, turned round and taken back as a whole', async () => {
    const { gate, makePass, events, book } = await gateOpen();
    await gate.scan((await makePass({ companions: 2, outcome: 'attention' })).digits, 'camera');
    expect(verdictOf(gate.view.value)).toBe('amber in');
    expect(book.insideCount()).toBe(0);
    gate.judge(true);
    await gate.decide('asked-and-fine');
    expect(book.insideCount()).toBe(3);
    await gate.undo();
    expect(book.insideCount()).toBe(0);

    await gate.scan((await makePass({ companions: 1, outcome: 'attention' })).digits, 'camera');
    await gate.flip();
    expect(gate.view.value).toMatchObject({ past: { scan: { dir: 'out', colour: 'green', with: 1 } } });
    expect((await events()).filter((event) => event.kind === 'scan').map((scan) => scan.with)).toEqual([2, 1, 1]);
  });

  it('stands long enough before the guard to be counted, and gives way to the next code', async () => {
    const { gate, makePass, pass } = await gateOpen();
    await gate.scan((await makePass({ companions: 3 })).digits, 'camera');
    pass(1_600);
    expect(verdictOf(gate.view.value)).toBe('green in');
    pass(2_500);
    expect(gate.view.value.at).toBe('ready');
    await gate.scan((await makePass({ companions: 3 })).digits, 'camera');
    await gate.scan((await makePass({ name: 'T.V. Khỏe ·101' })).digits, 'camera');
    expect(gate.view.value).toMatchObject({ past: { scan: { name: 'T.V. Khỏe ·101' } } });
  });

  it('keeps its number where the guard is asked which way', async () => {
    const { gate, makePass, events, pass } = await gateOpen();
    const group = await makePass({ companions: 5 });
    await gate.scan(group.digits, 'camera');
    pass(MINUTE);
    await gate.scan(group.digits, 'camera');
    expect(gate.view.value).toMatchObject({ at: 'direction', who: { with: 5 } });
    await gate.choose('out');
    expect((await events()).at(-1)).toMatchObject({ dir: 'out', with: 5 });
  });

  it('leaves by the list as many as came', async () => {
    const { gate, makePass, events, book } = await gateOpen();
    const group = await makePass({ companions: 4 });
    await gate.scan(group.digits, 'camera');
    await gate.leave(group.subject);
    expect((await events()).at(-1)).toMatchObject({ dir: 'out', code: 'none', with: 4 });
    expect(book.insideCount()).toBe(0);
  });

  it('is known by its typed code too', async () => {
    const { gate, makePass, server, goOnline, kiosk, events } = await gateOpen();
    const { subject, name, expiresAt } = await makePass();
    const typedCode = await typedCodeOf(subject, crypto.subtle);
    const told = { kind: 'pass', subject, typedCode, name, expiresAt, outcome: 'cleared', host: 'Cô Lan', companions: 6 } as const;
    server.feed = [told satisfies FeedItem];
    await goOnline();
    await expect.poll(() => kiosk.contact.value?.feed).toBe(1);
    await gate.scan(typedCode, 'typed');
    expect(gate.view.value).toMatchObject({ past: { scan: { name, with: 6 } } });
    expect((await events()).at(-1)).toMatchObject({ with: 6 });
  });

  it('that another gate saw is counted here, and after a restart', async () => {
    const { server, goOnline, book, reopen, kiosk } = await gateOpen();
    const scan = { kind: 'scan', id: '0192f0c4-0000-7000-8000-00000000e001', kiosk: 'other', n: 1, gate: 'g2', at: NOW - HOUR } as const;
    server.feed = [{ ...scan, subject: 'P'.repeat(22), dir: 'in', colour: 'green', name: 'T.V. Khỏe ·101', host: '', with: 2 }];
    await goOnline();
    await expect.poll(() => kiosk.contact.value?.feed).toBe(1);
    expect(book.insideCount()).toBe(3);
    expect((await reopen()).book()?.insideCount()).toBe(3);
  });

  it('is counted by heads in the lists, and stands in them once', async () => {
    const { gate, makePass, book, pass } = await gateOpen();
    await gate.scan((await makePass({ companions: 3 })).digits, 'camera');
    pass(MINUTE);
    await gate.scan((await makePass({ name: 'T.V. Khỏe ·101' })).digits, 'camera');
    const today = readToday(book, NOW);
    expect(today.counts).toEqual({ inside: 5, long: 0, left: 0, all: 5 });
    expect(today.lines('inside', '').map((line) => [line.name, line.with])).toEqual([
      ['T.V. Khỏe ·101', undefined],
      ['N.T.B. Hồng ·678', 3],
    ]);
    expect(openVisits(book).map((visit) => visit.with)).toEqual([3, undefined]);
  });

  it('whose signature nobody could check is still shown by its number', async () => {
    const { gate, makePass, signer, kiosk } = await gateOpen();
    const { digits: _digits, ...claims }: PassClaims & { digits: string } = await makePass({ companions: 2 });
    const { digits } = await encodePass(claims, { ...signer, kidBytes: new Uint8Array([9, 9, 9, 9]) });
    await gate.scan(digits, 'camera');
    expect(gate.view.value).toMatchObject({ past: { scan: { colour: 'red', why: ['unknown-issuer'], name: '', with: 2 } } });
    expect(kiosk.book()?.insideCount()).toBe(0);
  });

  it('quick entries and declarations at the gate are of one person', async () => {
    const { gate, events } = await gateOpen();
    await gate.quick({ name: 'Lê Văn Bảy', phone: '', host: '' });
    expect((await events()).find((event) => event.kind === 'scan')).not.toHaveProperty('with');
  });
});
