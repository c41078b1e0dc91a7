import type { DayView } from '../../../shared/api/log.schema.ts';
import { dayOf, HOUR, type Instant, startOfDay } from '../../../shared/clock.ts';
import { todayWords } from '../strings/today.ts';
import { weekdayWords } from '../strings/weekdays.ts';
import { beforeUntil, busiest, type HourColumn, hourChart } from './hours.ts';

interface HourChartProps {
  day: DayView;
  now: Instant;
}

/** Both ways through the gate, hour by hour; the same numbers as a table are one tap away. */
export function HourChart({ day, now }: HourChartProps) {
  const t = todayWords();
  const { columns, base, unit } = hourChart(day);
  const peak = busiest(columns);
  const current = dayOf(now) === day.day ? Math.floor((now - startOfDay(day.day)) / HOUR) : undefined;
  const weekday = weekdayWords()[weekdayOf(day.day)];
  const before = day.weekBefore && beforeUntil(day.weekBefore, current ?? 23);
  const summary = [
    peak ? t.peak(peak.hour, peak.entries) : t.noEntries,
    before !== null && t.weekBefore(weekday, before, current !== undefined),
  ]
    .filter(Boolean)
    .join(' ');
  // Empty axes say less than the sentence.
  if (columns.every(({ entries, exits, before }) => entries + exits + (before ?? 0) === 0)) {
    return (
      <figure class="chart">
        <figcaption>
          <h2>{t.byHour}</h2>
        </figcaption>
        <p class="chart-summary">{summary}</p>
      </figure>
    );
  }
  return (
    <figure class="chart">
      <figcaption class="chart-head">
        <h2>{t.byHour}</h2>
        <ul class="chart-keys">
          <li class="chart-key chart-key-in">{t.entriesKey}</li>
          <li class="chart-key chart-key-out">{t.exitsKey}</li>
          {day.weekBefore && <li class="chart-key chart-key-before">{t.beforeKey(weekday)}</li>}
        </ul>
      </figcaption>
      <div class="day-hours" role="img" aria-label={summary}>
        {columns.map((column) => (
          <Column key={column.hour} column={column} base={base} unit={unit} current={column.hour === current} />
        ))}
      </div>
      <p class="chart-summary">{summary}</p>
      <details class="chart-table">
        <summary>{t.asTable}</summary>
        <HourTable columns={columns} compared={day.weekBefore !== null} weekday={weekday} />
      </details>
    </figure>
  );
}

/** 0 is Sunday. */
function weekdayOf(day: string) {
  const names = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
  return names[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? 'mon';
}

interface ColumnProps {
  column: HourColumn;
  base: number;
  unit: number;
  current: boolean;
}

function Column({ column: { hour, entries, exits, before }, base, unit, current }: ColumnProps) {
  return (
    <div class={current ? 'day-hour hour-now' : 'day-hour'}>
      <span class="hour-in">{entries || ''}</span>
      <svg class="hour-bars" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        <rect class="bar-in" x="18" width="64" y={base - entries * unit} height={entries * unit} />
        <rect class="bar-out" x="18" width="64" y={base} height={exits * unit} />
        <path class="bar-base" d={`M0 ${base}H100`} />
        {before !== null && before > 0 && <path class="bar-before" d={`M6 ${base - before * unit}H94`} />}
      </svg>
      <span class="hour-out">{exits || ''}</span>
      <span class="hour-name">{hour}</span>
    </div>
  );
}

function HourTable({ columns, compared, weekday }: { columns: readonly HourColumn[]; compared: boolean; weekday: string }) {
  const t = todayWords();
  return (
    <table class="book numbers">
      <caption class="unseen">{t.byHour}</caption>
      <thead>
        <tr>
          {[t.hour, t.entriesKey, t.exitsKey, ...(compared ? [t.beforeKey(weekday)] : [])].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {columns.map(({ hour, entries, exits, before }) => (
          <tr key={hour}>
            <th scope="row">{t.hourSpan(hour)}</th>
            <td>{entries}</td>
            <td>{exits}</td>
            {compared && <td>{before ?? 0}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
