import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../shared/clock.ts';
import { closedWords } from '../../../web/kiosk/closed-words.ts';
import type { DayItem } from '../../../web/kiosk/db/schema.ts';
import { createDayBook } from '../../../web/kiosk/gate/day-book.ts';
import { createSameScan } from '../../../web/kiosk/gate/same-scan.ts';
import { keyFor } from '../../../web/kiosk/log/sealer.ts';
import { afterRefusal, afterSuccess, FULL } from '../../../web/kiosk/outbox/batch-size.ts';
import type { Outcome } from '../../../web/kiosk/outbox/courier.ts';
import { createRhythm, retryDelay } from '../../../web/kiosk/outbox/rhythm.ts';
import { cameraOptions } from '../../../web/kiosk/screens/camera-names.ts';
import { pairingCodeOf } from '../../../web/kiosk/state/pairing.ts';
import { instantOf } from '../../../web/kiosk/typed-time.ts';

describe('the rhythm of exchanges', () => {
  const settled = { counter: { unsent: 0 }, contact: undefined, again: false };
  const done = { kind: 'done', more: false, answer: undefined, settled } as unknown as Outcome;

  function rhythmOf(outcomes: Outcome[]) {
    const timers: { ms: number; run: () => void }[] = [];
    const failures: unknown[] = [];
    let asked = 0;
    const rhythm = createRhythm({
      exchange: async () => {
        const outcome = outcomes[Math.min(asked++, outcomes.length - 1)];
        if (!outcome) throw new Error('the store is broken');
        return outcome;
      },
      heard: () => undefined,
      failed: (error) => void failures.push(error),
      timers: {
        after(ms, run) {
          const timer = { ms, run };
          timers.push(timer);
          return () => void timers.splice(timers.indexOf(timer), timers.includes(timer) ? 1 : 0);
        },
        chance: () => 1,
      },
    });
    const next = async (): Promise<number | undefined> => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return timers.at(-1)?.ms;
    };
    const fire = () => timers.pop()?.run();
    return { rhythm, next, fire, asked: () => asked, failures };
  }

  it('is 15 s, and at once while there is more', async () => {
    const { rhythm, next, fire } = rhythmOf([{ ...done, more: true } as Outcome, done]);
    rhythm.start();
    expect(await next()).toBe(0);
    fire();
    expect(await next()).toBe(15_000);
  });

  it('grows with failures and is not hurried by scans, but by the network coming back', async () => {
    const { rhythm, next, fire, asked } = rhythmOf([{ kind: 'offline' }]);
    rhythm.start();
    const delays: (number | undefined)[] = [];
    for (let i = 0; i < 8; i++) {
      delays.push(await next());
      rhythm.nudge();
      expect(await next()).toBe(delays.at(-1));
      fire();
    }
    expect(delays).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]);
    await next();
    const before = asked();
    rhythm.now();
    expect(await next()).toBe(5_000);
    expect(asked()).toBeGreaterThan(before);
  });

  it('soon after a scan, waits as long as the server says, and lives through a broken store', async () => {
    const { rhythm, next, fire, failures } = rhythmOf([done, { kind: 'busy', code: 'too-many-requests', retryAfter: 90 }]);
    rhythm.start();
    await next();
    rhythm.nudge();
    expect(await next()).toBe(250);
    fire();
    expect(await next()).toBe(90_000);
    const broken = rhythmOf([]);
    broken.rhythm.start();
    expect(await broken.next()).toBe(5_000);
    expect(broken.failures).toHaveLength(1);
    expect(failures).toEqual([]);
  });

  it('has jitter of half', () => {
    expect(retryDelay(1, 0)).toBe(2_500);
    expect(retryDelay(30, 0.5)).toBe(225_000);
  });
});

it('halves a refused batch until one is left, and is whole again after the suspects are through', () => {
  const first = afterRefusal(500);
  expect(first).toEqual({ sizing: { suspects: 500, limit: 250 }, alone: false });
  const good = afterSuccess(first.sizing, 250);
  expect(good).toEqual({ suspects: 250, limit: 125 });
  expect(afterSuccess({ suspects: 1, limit: 1 }, 1)).toEqual(FULL);
  expect(afterRefusal(1)).toEqual({ sizing: FULL, alone: true });
});

it('knows a code that is held, also when others are scanned in between', () => {
  const same = createSameScan();
  const seen = [
    ['a', 0],
    ['b', 1_000],
    ['a', 9_000],
    ['a', 18_500],
    ['b', 18_600],
    ['a', 28_500],
  ] as const;
  expect(seen.map(([code, at]) => same.isRepeat(code, at))).toEqual([false, false, true, true, false, false]);
});

describe('today’s book', () => {
  const base = { kiosk: 'k1', gate: 'g1' };
  const scan = (id: string, n: number, dir: 'in' | 'out', colour: 'green' | 'amber' = 'green'): DayItem => ({
    ...base,
    kind: 'scan',
    id,
    n,
    at: n * MINUTE,
    subject: 'A',
    dir,
    colour,
    name: 'N. Hoa ·678',
  });

  it('counts the same in whatever order the items come, each once', () => {
    const items: DayItem[] = [
      scan('1', 1, 'in', 'amber'),
      { kind: 'decision', id: '2', kiosk: 'k1', n: 2, of: '1', admit: true, at: 2 * MINUTE },
      scan('3', 3, 'out'),
      scan('4', 4, 'in'),
    ];
    for (const order of [items, [...items].reverse(), [...items, ...items]]) {
      const book = createDayBook([]);
      for (const item of order) book.add(item);
      expect(book.insideSince('A')).toBe(4 * MINUTE);
      expect(book.insideCount()).toBe(1);
      expect(book.stays()).toHaveLength(2);
      expect(createDayBook(order).insideCount()).toBe(1);
    }
  });
});

it('takes the sealing key of the week, or the nearest one when the weeks have run out', () => {
  const keys = [{ week: '2026-11-23' }, { week: '2026-11-16' }, { week: '2026-11-30' }];
  expect(keyFor('2026-11-23', keys)?.week).toBe('2026-11-23');
  expect(keyFor('2027-03-01', keys)?.week).toBe('2026-11-30');
  expect(keyFor('2026-01-05', keys)?.week).toBe('2026-11-16');
  expect(keyFor('2026-11-23', [])).toBeUndefined();
});

it('reads the time as people write it', () => {
  const at = Date.parse('2026-11-23T00:05:00Z');
  for (const time of ['7:05', '07:05', '7h05', '07.05', ' 7 05 ']) expect(instantOf('23/11/2026', time)).toBe(at);
  for (const [day, time] of [
    ['30/2/2026', '7:05'],
    ['23/11/2026', '25:00'],
    ['23/11/2026', '7:5'],
    ['', ''],
  ] as const)
    expect(instantOf(day, time)).toBeUndefined();
});

it('takes a pairing code from the link’s fragment only', () => {
  expect(pairingCodeOf('#pair=4821770395')).toBe('4821770395');
  for (const fragment of ['', '#pair=123', '#pair=48217703955', '#other=4821770395']) expect(pairingCodeOf(fragment)).toBeUndefined();
});

it('tells no answer about health in any word of a verdict', () => {
  for (const language of ['vi', 'en'] as const) {
    const words = Object.values(closedWords(language).reason).join(' ').toLowerCase();
    expect(words).not.toMatch(/sốt|ho |triệu chứng|dấu hiệu|tiếp xúc|fever|cough|symptom|contact with/);
  }
});

describe('the cameras to choose from', () => {
  const named = (...names: string[]) => cameraOptions(names.map((name, index) => ({ id: `c${index}`, name }))).map(({ text }) => text);

  it('are called front and rear, and as the device says where it says neither', () => {
    expect(named('camera2 1, facing front', 'camera2 0, facing back', 'USB 2.0 Camera')).toEqual([
      'Camera trước',
      'Camera sau',
      'USB 2.0 Camera',
    ]);
  });

  it('are numbered where one name would stand for several', () => {
    expect(named('camera2 0, facing back', 'camera2 1, facing front', 'camera2 2, facing back')).toEqual([
      'Camera sau 1',
      'Camera trước',
      'Camera sau 2',
    ]);
  });
});
