/** Days as people type them: 05/09/2026, 5/9/26, 5-9, 05092026. */
import { addDays, type Day, isDay, weekOf } from '../../../shared/clock.ts';

const pad = (text: string): string => text.padStart(2, '0');

/** undefined for what is no day. Without a year, the year of `today`. */
export function readDay(text: string, today: Day): Day | undefined {
  const typed = text.trim();
  const parts = /^(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?$/.exec(typed) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(typed);
  if (!parts?.[1] || !parts[2]) return undefined;
  const year = parts[3] === undefined ? today.slice(0, 4) : parts[3].length === 2 ? `20${parts[3]}` : parts[3];
  const day = `${year}-${pad(parts[2])}-${pad(parts[1])}`;
  return isDay(day) ? day : undefined;
}

export const PERIODS = ['today', 'yesterday', 'this-week', 'week', 'month', 'chosen'] as const;
export type Period = (typeof PERIODS)[number];

/** Both days included; `chosen` has none of its own. */
export function daysOf(period: Exclude<Period, 'chosen'>, today: Day): { from: Day; to: Day } {
  switch (period) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return { from: addDays(today, -1), to: addDays(today, -1) };
    case 'this-week':
      return { from: weekOf(today), to: today };
    case 'week':
      return { from: addDays(today, -6), to: today };
    case 'month':
      return { from: addDays(today, -29), to: today };
  }
}
