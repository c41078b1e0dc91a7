import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../shared/bytes.ts';
import { type EventDraft, MAX_EVENT_BYTES, REASONS } from '../../shared/gate/event.ts';
import { type EventPlace, eventText, readEvent } from '../../shared/gate/log.ts';
import { uuidv7 } from '../../shared/ids.ts';

const NOW = Date.parse('2026-11-23T02:00:00Z');
const random = (length: number) => new Uint8Array(length).fill(7);
const id = uuidv7(NOW, random);
const hash = 'h'.repeat(43);
const place: EventPlace = {
  id,
  school: 'T'.repeat(11),
  kiosk: id,
  lastN: 19_999,
  lastHash: hash,
  at: NOW,
  mono: 86_400_000,
  off: -123_456,
};
const scan: EventDraft = {
  kind: 'scan',
  gate: 'gate-one',
  op: 'operator',
  sealed: hash,
  method: 'camera',
  code: 'person-1405',
  subject: 'S'.repeat(22),
  dir: 'in',
  colour: 'amber',
  why: [],
};
const others: EventDraft[] = [
  { kind: 'decision', gate: 'gate-one', op: 'operator', of: id, admit: true, reason: 'measured-and-fine' },
  { kind: 'correction', gate: 'gate-one', of: id, fix: { void: true } },
  { kind: 'correction', gate: 'gate-one', of: id, fix: { dir: 'out' } },
  { kind: 'round', gate: 'gate-one', op: 'operator', of: id, found: 'unknown' },
  { kind: 'declaration', gate: 'gate-one', subject: 'S'.repeat(22), questionnaire: 'visitor', version: 1, sealed: hash },
  { kind: 'note', gate: 'gate-one', note: 'shift-start' },
];

describe('an item of the log', () => {
  it('reads back what was made', () => {
    for (const draft of [scan, { ...scan, with: 1 }, { ...scan, with: 8 }, ...others]) {
      const read = readEvent(eventText(draft, place));
      expect(read).toMatchObject({ ok: true, head: { id, n: 20_000, prev: hash }, event: draft });
    }
  });

  it('stays within 500 bytes with all that can stand in it', () => {
    const longest: EventDraft = { ...scan, method: 'declared', dir: 'out', why: ['clock-unsure', 'attention', 'keys-old'], with: 8 };
    expect(utf8(eventText(longest, place)).length).toBeLessThanOrEqual(MAX_EVENT_BYTES);
  });

  it('keeps a kind that a newer kiosk writes', () => {
    const text = JSON.stringify({ ...JSON.parse(eventText(scan, place)), kind: 'thermal-scan-v9' });
    expect(readEvent(text)).toMatchObject({ ok: true, head: { kind: 'thermal-scan-v9' }, event: undefined });
  });

  it('ignores fields that it does not know', () => {
    const text = JSON.stringify({ ...JSON.parse(eventText({ ...scan, op: undefined, sealed: undefined }, place)), new: { a: 1 } });
    expect(readEvent(text)).toMatchObject({ ok: true, event: { kind: 'scan' } });
  });

  const broken: [string, Record<string, unknown>, string][] = [
    ['no kind', { kind: null }, 'bad-head'],
    ['an id that is no UUIDv7', { id: 'not-a-uuid' }, 'bad-head'],
    ['number 0', { n: 0 }, 'bad-head'],
    ['a number that is no integer', { n: 1.5 }, 'bad-head'],
    ['a reason that nobody knows', { why: ['because'] }, 'bad-body'],
    ['a direction that nobody knows', { dir: 'up' }, 'bad-body'],
    ['a subject of another length', { subject: 'x' }, 'bad-body'],
    ...[0, 9, -1, 1.5, '3', null, [3]].map((value): [string, Record<string, unknown>, string] => [
      `a group of ${JSON.stringify(value)}`,
      { with: value },
      'bad-body',
    ]),
  ];
  it.each(broken)('refuses %s', (_, change, reason) => {
    expect(readEvent(JSON.stringify({ ...JSON.parse(eventText(scan, place)), ...change }))).toMatchObject({ ok: false, reason });
  });

  it('answers for any text, with a reason of its list', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const read = readEvent(text);
        return read.ok || ['not-json', 'too-long', 'bad-head', 'bad-body'].includes(read.reason);
      }),
    );
  });

  it('names each reason once', () => {
    expect(new Set(REASONS).size).toBe(REASONS.length);
  });
});
