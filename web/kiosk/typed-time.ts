import { isDay, parseInstant } from '../../shared/clock.ts';
import { typedDay } from '../ui/answers.ts';

/** "5/9/2026" and "7:05", "07.05" or "7h05" in the school's zone. */
export function instantOf(day: string, time: string): number | undefined {
  const date = typedDay(day);
  const [, hours = '', minutes = ''] = /^\s*(\d{1,2})\s*[:.hg ]\s*(\d{2})\s*$/i.exec(time) ?? [];
  if (!isDay(date) || hours === '') return undefined;
  return parseInstant(`${date}T${hours.padStart(2, '0')}:${minutes}:00+07:00`);
}
