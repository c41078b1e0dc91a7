import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../shared/clock.ts';
import { gateOpen, verdictOf } from './gate-kit.ts';
import { NOW, POLICY } from './kit.ts';

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
    expect(gate.view.value).toMatchObject({ past: { scan: { why } } });
  });

  it('a forged pass is red, names nobody and touches nobody’s stay', async () => {
    const { gate, makePass, events } = await gateOpen();
    const { digits, subject } = await makePass();
    const last = digits.endsWith('1') ? '2' : '1';
    await gate.scan(digits.slice(0, -1) + last, 'camera');
    expect(gate.view.value).toMatchObject({ at: 'verdict', past: { scan: { colour: 'red', why: ['forged'], name: '' } } });
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
