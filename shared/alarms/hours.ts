/** When a school is in session: alarms about silence mean something only then. Times are minutes after midnight in UTC+7. */
import { type Day, dayOf, type Instant, MINUTE, startOfDay } from '../clock.ts';

export interface SchoolHours {
  /** ISO week days, 1 = Monday … 7 = Sunday. */
  weekdays: readonly number[];
  opens: number;
  /** After `opens`, the same day. */
  closes: number;
  /** Holidays and other days off. */
  daysOff: readonly Day[];
}

/** Most schools: Monday to Saturday, 6:30 to 17:30. */
export const USUAL_HOURS: SchoolHours = { weekdays: [1, 2, 3, 4, 5, 6], opens: 390, closes: 1050, daysOff: [] };

const weekdayOf = (day: Day): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;

/** A weekday of the school’s that is no day off. */
export const isSchoolDay = (hours: SchoolHours, day: Day): boolean =>
  hours.weekdays.includes(weekdayOf(day)) && !hours.daysOff.includes(day);

export type SchoolTime =
  | { at: 'off' }
  /** `opened`, `closed`: instants of that day. */
  | { at: 'before' | 'during' | 'after'; opened: Instant; closed: Instant };

/** Where `now` lies in the school’s day. */
export function schoolTime(hours: SchoolHours, now: Instant): SchoolTime {
  const day = dayOf(now);
  if (!isSchoolDay(hours, day)) return { at: 'off' };
  const opened = startOfDay(day) + hours.opens * MINUTE;
  const closed = startOfDay(day) + hours.closes * MINUTE;
  return { at: now < opened ? 'before' : now < closed ? 'during' : 'after', opened, closed };
}
