import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../../shared/clock.ts';
import { createClock } from '../../../web/kiosk/clock.ts';
import { BUILT, fakeClock, NOW } from './kit.ts';

describe('the corrected clock', () => {
  const ticksAt = (raw: number) => ({ raw: () => raw, mono: () => 0 });

  it('never stands before the build or the last event, and asks after a cold start with an impossible time', () => {
    const cold = createClock(ticksAt(0), BUILT, { offset: 5, source: 'server', last: NOW }, NOW);
    expect(cold.sure()).toBe(false);
    expect(cold.now()).toBe(NOW);
    cold.setByHand(NOW + DAY);
    expect(cold.sure()).toBe(true);
    expect(cold.now()).toBe(NOW + DAY);
    expect(cold.record()).toEqual({ offset: NOW + DAY, source: 'hand', last: NOW + DAY });
  });

  it('is put right by the server after somebody set it a year ahead, and still no id runs backwards', () => {
    const clock = createClock(ticksAt(NOW), BUILT, undefined);
    clock.setByHand(NOW + 365 * DAY);
    clock.wrote(clock.now(), clock.idTime());
    clock.measure(NOW, 0, 0);
    expect(clock.now()).toBe(NOW);
    expect(clock.idTime()).toBe(NOW + 365 * DAY);
    expect(clock.record()?.last).toBe(NOW);
  });

  it('is not led by an answer that took too long', () => {
    const clock = createClock(ticksAt(NOW), BUILT, undefined);
    clock.measure(NOW + HOUR, 0, 11_000);
    expect(clock.offset()).toBeUndefined();
    clock.measure(NOW + HOUR, 0, 400);
    expect(clock.offset()).toBe(HOUR + 200 - 400);
  });

  it('wants a look after a long sleep without contact', () => {
    const { clock } = { clock: fakeClock() };
    clock.ticks.jump(30 * HOUR);
    expect(clock.sure()).toBe(false);
    clock.confirm();
    expect(clock.sure()).toBe(true);
    expect(clock.now()).toBe(NOW + 30 * HOUR);
  });
});
