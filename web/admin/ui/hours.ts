/** The hours of a day as columns: entries grow upwards, exits downwards, from one line. Pure. */
import type { DayView } from '../../../shared/api/log.schema.ts';

export interface HourColumn {
  hour: number;
  entries: number;
  exits: number;
  /** Entries a week before, or null when that day is not compared. */
  before: number | null;
}
export interface HourChart {
  columns: HourColumn[];
  /** Heights in per cent of the drawing: the line lies at `base`, and `unit` stands for one passage. */
  base: number;
  unit: number;
}

/** A school's day; what happened outside it makes the drawing wider. */
const FIRST = 6;
const LAST = 17;

export function hourChart({ hours, weekBefore }: Pick<DayView, 'hours' | 'weekBefore'>): HourChart {
  const all = hours.entries.map((entries, hour) => ({
    hour,
    entries,
    exits: hours.exits[hour] ?? 0,
    before: weekBefore ? (weekBefore[hour] ?? 0) : null,
  }));
  const used = all.filter(({ entries, exits, before }) => entries > 0 || exits > 0 || (before ?? 0) > 0).map(({ hour }) => hour);
  const columns = all.slice(Math.min(FIRST, ...used), Math.max(LAST, ...used) + 1);
  const up = Math.max(4, ...columns.map(({ entries, before }) => Math.max(entries, before ?? 0)));
  const down = Math.max(2, ...columns.map(({ exits }) => exits));
  const unit = 100 / (up + down);
  return { columns, base: up * unit, unit };
}

/** The hour with most entries; undefined when nobody came in. The earlier of two. */
export function busiest(columns: readonly HourColumn[]): HourColumn | undefined {
  const [first] = [...columns].sort((a, b) => b.entries - a.entries || a.hour - b.hour);
  return first && first.entries > 0 ? first : undefined;
}

/** Entries up to the end of this hour a week before: what a running day is measured by. */
export const beforeUntil = (weekBefore: readonly number[], hour: number): number =>
  weekBefore.slice(0, hour + 1).reduce((sum, count) => sum + count, 0);
