import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../shared/clock.ts';
import { type CodeReading, type DecideInput, decide, directionFor } from '../../shared/gate/decide.ts';

const NOW = Date.parse('2026-11-23T02:00:00Z');
const TAG = 'AAAAAAAAAAA';

const claims = { subject: 'A'.repeat(22), schoolTag: TAG, issuedAt: NOW - HOUR, expiresAt: NOW + HOUR, outcome: 'cleared' as const };
const pass = (change: object = {}, signature: 'valid' | 'bad' | 'unknown-key' | 'revoked-key' = 'valid'): CodeReading => ({
  kind: 'pass',
  signature,
  claims: { ...claims, ...change },
});
const card = (schoolTag = TAG): CodeReading => ({ kind: 'card', subject: claims.subject, schoolTag });
const input = (reading: CodeReading, change: Partial<DecideInput> = {}): DecideInput => ({
  reading,
  dir: 'in',
  policy: { schoolTag: TAG, acceptedCodes: ['pass', 'person-1405'] },
  keys: { at: NOW - HOUR },
  revocations: { revoked: new Set(), erased: new Set() },
  now: NOW,
  clockSure: true,
  ...change,
});
const held = (list: 'revoked' | 'erased') => ({
  revocations: { revoked: new Set<string>(), erased: new Set<string>(), [list]: new Set([claims.subject]) },
});

describe('decide', () => {
  const cases: [string, DecideInput, string, string[]][] = [
    ['a good pass', input(pass()), 'green', []],
    ['a pass that asks for attention', input(pass({ outcome: 'attention' })), 'amber', ['attention']],
    ['an expired pass', input(pass({ expiresAt: NOW - 1 })), 'red', ['expired']],
    [
      'an expired pass on a clock that nobody confirmed',
      input(pass({ expiresAt: NOW - 1 }), { clockSure: false }),
      'amber',
      ['clock-unsure'],
    ],
    ['a pass of tomorrow', input(pass({ issuedAt: NOW + DAY })), 'amber', ['not-yet-valid']],
    ['a pass made a moment ahead of this clock', input(pass({ issuedAt: NOW + 9 * MINUTE })), 'green', []],
    ['a wrong signature', input(pass({}, 'bad')), 'red', ['forged']],
    ['an unknown key with a fresh list', input(pass({}, 'unknown-key')), 'red', ['unknown-issuer']],
    [
      'an unknown key with a list older than a day',
      input(pass({}, 'unknown-key'), { keys: { at: NOW - 25 * HOUR } }),
      'amber',
      ['signature-unchecked'],
    ],
    ['a withdrawn key', input(pass({}, 'revoked-key')), 'red', ['key-revoked']],
    ['a good pass with a list of ten days ago', input(pass(), { keys: { at: NOW - 10 * DAY } }), 'amber', ['keys-old']],
    ["another school's pass", input(pass({ schoolTag: 'BBBBBBBBBBB' })), 'red', ['other-school']],
    ['a withdrawn pass', input(pass(), held('revoked')), 'red', ['revoked']],
    ['a pass whose record was erased', input(pass(), held('erased')), 'amber', ['record-erased']],
    ['nobody declared', input({ kind: 'none' }), 'amber', ['no-declaration']],
    ['a 1405 person code', input({ kind: 'person-1405' }), 'green', ['other-app']],
    ['a card of the school, which proves nothing', input(card()), 'amber', ['no-declaration']],
    ["another school's card", input(card('BBBBBBBBBBB')), 'red', ['other-school']],
    ['a withdrawn card', input(card(), held('revoked')), 'red', ['revoked']],
    ['a card whose record was erased', input(card(), held('erased')), 'amber', ['record-erased']],
    [
      'a 1405 person code where it is not accepted',
      input({ kind: 'person-1405' }, { policy: { schoolTag: TAG, acceptedCodes: ['pass'] } }),
      'amber',
      ['no-declaration'],
    ],
  ];
  it.each(cases)('%s', (_, given, colour, why) => {
    expect(decide(given)).toEqual({ colour, why });
  });

  it('never keeps anybody inside', () => {
    for (const [, given] of cases) expect(decide({ ...given, dir: 'out' }).colour).toBe('green');
  });

  it('never turns a health answer into a refusal', () => {
    for (const [, given] of cases) {
      if (given.reading.kind !== 'pass') continue;
      const { claims: said, ...rest } = given.reading;
      const without = decide({ ...given, reading: { ...rest, claims: { ...said, outcome: 'cleared' } } });
      const withIt = decide({ ...given, reading: { ...rest, claims: { ...said, outcome: 'attention' } } });
      expect(withIt.colour === 'red').toBe(without.colour === 'red');
    }
  });
});

describe('directionFor', () => {
  const alone = { gate: 'both', kiosks: 1, othersAt: undefined, now: NOW, insideSince: undefined } as const;
  it.each([
    ['a fixed gate', { ...alone, gate: 'out' } as const, 'out'],
    ['the only kiosk, not inside', alone, 'in'],
    ['the only kiosk, inside for an hour', { ...alone, insideSince: NOW - HOUR }, 'out'],
    ['a second scan at once', { ...alone, insideSince: NOW - MINUTE }, 'ask'],
    ['several kiosks that were never heard', { ...alone, kiosks: 2 }, 'ask'],
    ['several kiosks heard 9 minutes ago', { ...alone, kiosks: 3, othersAt: NOW - 9 * MINUTE }, 'in'],
    ['several kiosks heard 11 minutes ago', { ...alone, kiosks: 3, othersAt: NOW - 11 * MINUTE, insideSince: NOW - HOUR }, 'ask'],
  ])('%s', (_, given, expected) => {
    expect(directionFor(given)).toBe(expected);
  });
});
