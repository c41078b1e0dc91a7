import { describe, expect, it, vi } from 'vitest';
import { toBase64url } from '../../../shared/bytes.ts';
import { MINUTE } from '../../../shared/clock.ts';
import { makePlaceCode, typedCodeOf } from '../../../shared/codes.ts';
import { encodeFragment } from '../../../shared/poster/fragment.ts';
import { posterLink } from '../../../shared/poster/link.ts';
import { quiet } from '../../../web/kiosk/db/quiet.ts';
import { gateOpen, verdictOf } from './gate-kit.ts';
import { ORIGIN, random } from './kit.ts';

/** Typed correctly, and no pass of the day has it. */
const NOBODY = await typedCodeOf('A'.repeat(22), crypto.subtle);

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

  it('is shown before the numbers and the list under it change', async () => {
    const { gate, makePass, kiosk } = await gateOpen();
    await quiet();
    const order: string[] = [];
    const stops = [
      gate.view.subscribe(({ at }) => void order.push(at)),
      kiosk.counter.subscribe(({ unsent }) => void order.push(`${unsent} unsent`)),
      kiosk.revision.subscribe((revision) => void order.push(`list ${revision}`)),
    ];
    order.length = 0;
    await gate.scan((await makePass()).digits, 'camera');
    expect(order).toEqual(['verdict']);
    await quiet();
    for (const stop of stops) stop();
    expect(order).toEqual(['verdict', '2 unsent', 'list 1']);
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
    // The screen follows once the verdict is drawn.
    await expect.poll(() => kiosk.counter.value.unsent).toBe(3);
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
