import { isDay, MINUTE, startOfDay } from '../../shared/clock.ts';
import { typedMinutes } from '../lib/typed-minutes.ts';
import { typedDay } from '../ui/answers.ts';

/** "5/9/2026" and "7:05", "07.05" or "7h05" in the school's zone. */
export function instantOf(day: string, time: string): number | undefined {
  const date = typedDay(day);
  const minutes = typedMinutes(time);
  return isDay(date) && minutes !== undefined ? startOfDay(date) + minutes * MINUTE : undefined;
}
