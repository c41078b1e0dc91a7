import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../shared/clock.ts';
import { gateOpen, verdictOf } from './gate-kit.ts';
import { NOW } from './kit.ts';

/** An amber scan that the guard has turned away by a wrong tap. */
async function wronglyRefused() {
  const kit = await gateOpen();
  const pass = await kit.makePass({ outcome: 'attention' });
  await kit.gate.scan(pass.digits, 'camera');
  kit.gate.judge(false);
  await kit.gate.decide('visitor-left');
  kit.pass(1_600);
  return { ...kit, ...pass };
}

describe('a wrongly chosen decision', () => {
  it('is taken back by a second one, and the last counts', async () => {
    const { gate, book, events, subject } = await wronglyRefused();
    expect(gate.view.value.at).toBe('ready');
    expect(book.insideSince(subject)).toBeUndefined();
    gate.reconsider();
    expect(gate.view.value).toMatchObject({ at: 'verdict', past: { decided: { admit: false, reason: 'visitor-left' } } });
    gate.judge(true);
    await gate.decide('asked-and-fine');
    const decisions = (await events()).filter((event) => event.kind === 'decision');
    expect(decisions.map(({ admit, of }) => [admit, of])).toEqual([
      [false, decisions[0]?.of],
      [true, decisions[0]?.of],
    ]);
    expect(book.insideSince(subject)).toBeDefined();
  });

  it('stays as it is when the guard looks and leaves it', async () => {
    const { gate, events } = await wronglyRefused();
    gate.reconsider();
    gate.dismiss();
    expect(gate.view.value.at).toBe('ready');
    expect(gate.last.value?.decided).toMatchObject({ admit: false });
    expect((await events()).filter((event) => event.kind === 'decision')).toHaveLength(1);
  });

  it('can be changed for half a minute and no longer, also when it lies open meanwhile', async () => {
    const late = await wronglyRefused();
    late.pass(31_000);
    expect(late.gate.last.value).toBeUndefined();
    late.gate.reconsider();
    expect(late.gate.view.value.at).toBe('ready');

    const open = await wronglyRefused();
    open.gate.reconsider();
    open.pass(31_000);
    open.gate.dismiss();
    expect(open.gate.last.value).toBeUndefined();
  });
});

describe('a verdict that waits', () => {
  it('can be taken back and turned as long as it stands there', async () => {
    const { gate, makePass, pass, events } = await gateOpen();
    await gate.scan((await makePass({ outcome: 'attention' })).digits, 'camera');
    pass(5 * MINUTE);
    await gate.undo();
    expect(gate.view.value.at).toBe('ready');
    expect((await events()).at(-1)).toMatchObject({ kind: 'correction', fix: { void: true } });
  });

  it('put off, it is undecided, and can be turned for half a minute more', async () => {
    const { gate, makePass, pass, book } = await gateOpen();
    const { digits, subject } = await makePass({ outcome: 'attention' });
    await gate.scan(digits, 'camera');
    pass(5 * MINUTE);
    gate.dismiss();
    expect(book.insideSince(subject)).toBeUndefined();
    expect(gate.last.value).toBeDefined();
    pass(31_000);
    expect(gate.last.value).toBeUndefined();
  });
});

describe('a scan in the wrong direction', () => {
  it('of a code that lets out and not in is scanned anew the other way: nobody comes in by a turn', async () => {
    const { gate, makePass, events, book } = await gateOpen({ gate: { id: 'g', name: 'Cổng sau', direction: 'out' } });
    const { digits, subject } = await makePass({ expiresAt: NOW - MINUTE });
    await gate.scan(digits, 'camera');
    expect(verdictOf(gate.view.value)).toBe('green out');
    await gate.flip();
    expect(verdictOf(gate.view.value)).toBe('red in');
    const [wrong, taken, right] = (await events()).slice(-3);
    expect(taken).toMatchObject({ kind: 'correction', of: wrong?.id, fix: { void: true } });
    expect(right).toMatchObject({ kind: 'scan', subject, dir: 'in', colour: 'red', why: ['expired'] });
    expect(book.insideSince(subject)).toBeUndefined();
  });

  it('of someone who leaves and was asked about is an exit at once', async () => {
    const { gate, makePass, book, pass } = await gateOpen();
    const { digits, subject } = await makePass({ outcome: 'attention' });
    await gate.scan(digits, 'camera');
    gate.judge(true);
    await gate.decide('asked-and-fine');
    pass(HOUR);
    await gate.scan(digits, 'camera');
    expect(verdictOf(gate.view.value)).toBe('green out');
    expect(book.insideSince(subject)).toBeUndefined();
  });
});

describe('the same code twice', () => {
  it('within two minutes asks: out, or in again? In again is told, not judged', async () => {
    const { gate, makePass, pass } = await gateOpen();
    const { digits } = await makePass();
    await gate.scan(digits, 'camera');
    pass(MINUTE);
    await gate.scan(digits, 'camera');
    expect(gate.view.value).toMatchObject({ at: 'direction', inside: { since: NOW, elsewhere: false } });
    await gate.choose('in');
    expect(gate.view.value).toMatchObject({ at: 'verdict', past: { scan: { colour: 'green' }, already: { elsewhere: false } } });
  });

  it('in at another gate, and in here: shown in words on a green verdict', async () => {
    const { gate, makePass, goOnline, server, kiosk, pass } = await gateOpen({
      kiosks: 2,
      gate: { id: 'g1', name: 'Cổng chính', direction: 'in' },
    });
    const { digits, subject, name } = await makePass();
    const at = NOW - 20 * MINUTE;
    server.feed = [
      {
        kind: 'scan',
        id: '0192f0c4-0000-7000-8000-00000000e001',
        kiosk: 'other',
        n: 1,
        gate: 'g2',
        subject,
        dir: 'in',
        colour: 'green',
        at,
        name,
        host: '',
      },
    ];
    await goOnline();
    await expect.poll(() => kiosk.contact.value?.feed).toBe(1);
    await gate.scan(digits, 'camera');
    expect(gate.view.value).toMatchObject({
      at: 'verdict',
      past: { scan: { colour: 'green', why: [] }, already: { since: at, elsewhere: true } },
    });
    // A sentence wants reading: it stays longer than a bare tick.
    pass(2_000);
    expect(gate.view.value.at).toBe('verdict');
    pass(2_100);
    expect(gate.view.value.at).toBe('ready');
  });
});
