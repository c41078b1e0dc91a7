/**
 * Days and times of the school's zone. Vietnam keeps UTC+7 the whole year and has had no daylight saving since 1975;
 * instants are integer ms since 1970, days are YYYY-MM-DD.
 */
export type Instant = number;
export type Day = string;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
const ZONE = 7 * HOUR;

/** The day at `at` in UTC+7. */
export const dayOf = (at: Instant): Day => new Date(at + ZONE).toISOString().slice(0, 10);

/** The first instant of a day. The caller has checked the day (see `isDay`). */
export const startOfDay = (day: Day): Instant => Date.parse(`${day}T00:00:00Z`) - ZONE;

/** The last ms of a day. */
export const endOfDay = (day: Day): Instant => startOfDay(day) + DAY - 1;

export const addDays = (day: Day, days: number): Day => dayOf(startOfDay(day) + days * DAY);

/** True for a day that exists between 1900 and 2199: `new Date('2026-02-30')` would give 2 March. */
export function isDay(text: string): boolean {
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}

/** RFC 3339 with seconds and an offset, a real day, no leap second; undefined for all else. */
export function parseInstant(text: string): Instant | undefined {
  const parts = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/.exec(text);
  if (!parts?.[1] || !isDay(parts[1])) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

const pad = (value: number): string => String(value).padStart(2, '0');

/** HH:MM in UTC+7. */
export function timeText(at: Instant): string {
  const local = new Date(at + ZONE);
  return `${pad(local.getUTCHours())}:${pad(local.getUTCMinutes())}`;
}

/** dd/mm/yyyy, as Vietnamese paper has it. */
export const dayText = (day: Day): string => `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;

/** dd/mm/yyyy HH:MM:SS in UTC+7. */
export function instantText(at: Instant): string {
  const local = new Date(at + ZONE);
  return `${dayText(dayOf(at))} ${timeText(at)}:${pad(local.getUTCSeconds())}`;
}

/** The Monday of the ISO week of a day. */
export const weekOf = (day: Day): Day => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
