import { create } from 'qrcode';
import { describe, expect, it } from 'vitest';
import { SAME_SCAN } from '../../../shared/gate/decide.ts';
import { createSameScan } from '../../../web/kiosk/gate/same-scan.ts';
import { createCalmHint } from '../../../web/kiosk/scanner/calm-hint.ts';
import { createShelf, type Grey } from '../../../web/kiosk/scanner/grey.ts';
import { createMotionMeter, hintOf } from '../../../web/kiosk/scanner/measure.ts';
import { enlarge, halve, sharpen, soften, split } from '../../../web/kiosk/scanner/prepare.ts';
import { createReader } from '../../../web/kiosk/scanner/reader.ts';
import { createRest, REST_AFTER } from '../../../web/kiosk/scanner/rest.ts';
import type { Found, Zxing } from '../../../web/kiosk/scanner/zxing.ts';

const flat = (width: number, height: number, value: number): Grey => ({ width, height, data: new Uint8Array(width * height).fill(value) });

/** A code as a camera would see it, large and clean. */
function pictureOf(text: string, module = 6): Grey {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const side = (modules.size + 8) * module;
  const picture = flat(side, side, 255);
  for (let y = 4 * module; y < side - 4 * module; y++) {
    for (let x = 4 * module; x < side - 4 * module; x++) {
      if (modules.get(Math.floor(y / module) - 4, Math.floor(x / module) - 4)) picture.data[y * side + x] = 0;
    }
  }
  return picture;
}

const corners = (left: number, top: number, side: number): NonNullable<Found['where']> => ({
  topLeft: { x: left, y: top },
  topRight: { x: left + side, y: top },
  bottomRight: { x: left + side, y: top + side },
  bottomLeft: { x: left, y: top + side },
});

describe('preparations', () => {
  it('leave an even picture even, whatever its size and the radius', () => {
    const shelf = createShelf();
    for (const [width, height] of [
      [1, 1],
      [2, 3],
      [40, 7],
    ] as const) {
      const even = flat(width, height, 130);
      for (const made of [
        soften(even, 9, shelf, 'a'),
        sharpen(even, 4, 4, shelf, 'b'),
        enlarge(even, 1.5, shelf, 'c'),
        halve(even, shelf, 'd'),
      ]) {
        expect(made.data.subarray(0, made.width * made.height).every((value) => value === 130)).toBe(true);
      }
    }
  });

  it('soften is the mean of what is around, sharpen moves away from it, split compares with it', () => {
    const shelf = createShelf();
    const dot = flat(9, 9, 90);
    dot.data[40] = 180;
    expect(soften(dot, 1, shelf, 'a').data[40]).toBe(100);
    expect(sharpen(dot, 1, 1, shelf, 'b').data[40]).toBe(255);
    expect(split(dot, 1, shelf, 'c').data[40]).toBe(255);
    expect(split(dot, 1, shelf, 'c').data[39]).toBe(0);
  });
});

describe('the reader', () => {
  const TEXT = '7012345678901234567890';
  const reading = (found: Found) => {
    let looks = 0;
    const zxing: Zxing = {
      read: () => {
        looks++;
        return found;
      },
    };
    return { zxing, looks: () => looks };
  };

  it('takes one look at an easy frame', () => {
    const { zxing, looks } = reading({ text: TEXT });
    expect(createReader(zxing, () => 0).read(flat(64, 48, 128), 'live', 'new').text).toBe(TEXT);
    expect(looks()).toBe(1);
  });

  it('looks at a large frame in small first', () => {
    const sizes: number[] = [];
    const zxing: Zxing = {
      read({ width }) {
        sizes.push(width);
        return width === 1920 ? { text: TEXT } : {};
      },
    };
    expect(createReader(zxing, () => 0).read(flat(1920, 1080, 128), 'live', 'same').text).toBe(TEXT);
    expect(sizes).toEqual([960, 1920]);
  });

  it('has a second opinion where the first sees nothing', () => {
    const { zxing } = reading({});
    expect(createReader(zxing, () => 0).read(pictureOf(TEXT), 'live', 'new').text).toBe(TEXT);
  });

  it('does not look twice at a room where nothing moves, and looks for long at a code that it cannot read', () => {
    let now = 0;
    const tick = (): number => {
      now += 10;
      return now;
    };
    const empty = reading({});
    createReader(empty.zxing, tick).read(flat(64, 48, 128), 'live', 'same');
    expect(empty.looks()).toBe(1);
    const unread = reading({ where: corners(1, 1, 20) });
    expect(createReader(unread.zxing, tick).read(flat(64, 48, 128), 'live', 'same')).toEqual({ where: corners(1, 1, 20) });
    expect(unread.looks()).toBeGreaterThan(3);
  });

  it('goes on with the next frame where the time for the last one was over', () => {
    let now = 0;
    const sums: number[] = [];
    const zxing: Zxing = {
      read({ data }) {
        sums.push(data.reduce((sum, value) => sum + value, 0));
        return { where: corners(1, 1, 20) };
      },
    };
    // Every step takes longer than all the time there is.
    const reader = createReader(zxing, () => (now += 150));
    const picture = flat(64, 48, 128);
    picture.data[100] = 255;
    const seen = new Set<string>();
    for (let frame = 0; frame < 12; frame++) {
      sums.length = 0;
      reader.read(picture, 'live', 'same');
      seen.add(sums.slice(1).join(' '));
    }
    expect(seen.size).toBeGreaterThan(3);
  });
});

describe('what is wrong with a frame', () => {
  it.each([
    ['dark', flat(64, 48, 12), undefined, 'too-dark'],
    ['an empty room', flat(64, 48, 128), undefined, undefined],
    ['a code far away', flat(640, 480, 128), corners(10, 10, 40), 'too-far'],
    ['a code under a lamp', flat(640, 480, 255), corners(100, 100, 300), 'glare'],
    ['a code out of focus', flat(640, 480, 128), corners(100, 100, 300), 'blurred'],
  ] as const)('%s', (_name, picture, where, hint) => {
    expect(hintOf(picture, where)).toBe(hint);
  });

  it('is said after a while, stays long enough to be read, and goes with the code', () => {
    const calm = createCalmHint();
    const said: (string | undefined)[] = [];
    for (let at = 0; at <= 1_000; at += 100) said.push(calm.next({ hint: at % 300 === 0 ? undefined : 'too-dark', read: false }, at));
    expect(said.slice(0, 9).every((each) => each === undefined)).toBe(true);
    expect(said.at(-1)).toBe('too-dark');
    expect(calm.next({ hint: 'too-far', read: false }, 1_100)).toBe('too-dark');
    expect(calm.next({ hint: undefined, read: false }, 1_500)).toBe('too-dark');
    expect(calm.next({ hint: undefined, read: false }, 4_000)).toBeUndefined();
    for (let at = 5_000; at <= 6_500; at += 100) calm.next({ hint: 'blurred', read: false }, at);
    expect(calm.next({ hint: undefined, read: true }, 6_600)).toBeUndefined();
  });
});

describe('motion', () => {
  it('is a person, not the grain of the sensor nor a lamp that is switched on', () => {
    const meter = createMotionMeter();
    const room = flat(320, 240, 100);
    expect(meter.look(room)).toBe(1);
    const grain = { ...room, data: room.data.map((value, i) => value + (i % 3)) };
    expect(meter.look(grain)).toBe(0);
    expect(meter.look(flat(320, 240, 160))).toBe(0);
    const person = flat(320, 240, 160);
    for (let y = 60; y < 240; y++) person.data.fill(40, y * 320 + 100, y * 320 + 180);
    expect(meter.look(person)).toBeGreaterThan(0.1);
  });
});

describe('rest', () => {
  it('comes after minutes without anybody, never while a verdict waits', () => {
    let now = 0;
    const rest = createRest(() => now);
    now = REST_AFTER - 1;
    expect(rest.due(false)).toBe(false);
    rest.active();
    now += REST_AFTER;
    expect(rest.due(true)).toBe(false);
    now += REST_AFTER - 1;
    expect(rest.due(false)).toBe(false);
    now += 1;
    expect(rest.due(false)).toBe(true);
  });
});

describe('the same code held before the camera', () => {
  it.each([50, 150, 4_000])('is one scan with a frame every %i ms, and another after it was away', (gap) => {
    const same = createSameScan();
    let scans = 0;
    let now = 0;
    for (; now < 60_000; now += gap) if (!same.isRepeat('a code', now)) scans++;
    expect(scans).toBe(1);
    expect(same.isRepeat('a code', now + SAME_SCAN)).toBe(false);
  });
});
