/** What the log and the download are narrowed by. Kept in memory only: a name never stands in the address of the page. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Result } from '../../../shared/api/log.schema.ts';
import type { SavedFilter, SavedFilterInput } from '../../../shared/api/saved-filters.schema.ts';
import { type Day, dayText } from '../../../shared/clock.ts';
import type { Direction } from '../../../shared/gate/event.ts';
import type { FieldError } from '../../../shared/problem.ts';
import { daysOf, type Period, readDay } from './days.ts';

export interface FilterDraft {
  period: Period;
  /** As typed, dd/mm/yyyy. */
  from: string;
  to: string;
  gate: string;
  dir: Direction | '';
  colour: Result | '';
  q: string;
}

export interface FilterQuery {
  from: Day;
  to: Day;
  gate?: string;
  dir?: Direction;
  colour?: Result;
  q?: string;
}

export interface Filters {
  draft: ReadonlySignal<FilterDraft>;
  set(part: Partial<FilterDraft>): void;
  read(): { ok: true; query: FilterQuery } | { ok: false; errors: FieldError[] };
  /** As it may be kept: a period that moves stays a word, and what was looked for by name is left out. */
  toSave(): { ok: true; filter: Omit<SavedFilterInput, 'name'> } | { ok: false; errors: FieldError[] };
  use(filter: SavedFilter): void;
  /** Whether the days of a query are still those of the chosen period: "today" moves on at midnight. */
  covers(query: Pick<FilterQuery, 'from' | 'to'>): boolean;
}

export function createFilters(today: () => Day, period: Exclude<Period, 'chosen'> = 'today'): Filters {
  const typedDays = (chosen: Exclude<Period, 'chosen'>) => {
    const { from, to } = daysOf(chosen, today());
    return { from: dayText(from), to: dayText(to) };
  };
  const draft = signal<FilterDraft>({ period, ...typedDays(period), gate: '', dir: '', colour: '', q: '' });
  /** The period that was searched by last. */
  let searched: Period = period;

  return {
    draft,
    use({ period: chosen, from, to, gate = '', dir, colour }) {
      const days = chosen === 'chosen' ? { from: dayText(from ?? today()), to: dayText(to ?? today()) } : typedDays(chosen);
      draft.value = { period: chosen, ...days, gate, dir: dir ?? '', colour: colour ?? '', q: '' };
    },
    toSave() {
      const read = this.read();
      if (!read.ok) return read;
      const { from, to, gate, dir, colour } = read.query;
      const { period: chosen } = draft.value;
      return { ok: true, filter: { period: chosen, ...(chosen === 'chosen' ? { from, to } : {}), gate, dir, colour } };
    },
    covers({ from, to }) {
      if (searched === 'chosen') return true;
      const now = daysOf(searched, today());
      return now.from === from && now.to === to;
    },
    set(part) {
      const days = part.period && part.period !== 'chosen' ? typedDays(part.period) : {};
      draft.value = { ...draft.value, ...part, ...days };
    },
    read() {
      const { period: chosen } = draft.value;
      // The page may have been open over midnight.
      if (chosen !== 'chosen') draft.value = { ...draft.value, ...typedDays(chosen) };
      const { from: fromText, to: toText, gate, dir, colour, q } = draft.value;
      const from = readDay(fromText, today());
      const to = readDay(toText, today());
      const errors: FieldError[] = [];
      if (!from) errors.push({ at: '/from', reason: fromText.trim() ? 'not-a-day' : 'required' });
      if (!to) errors.push({ at: '/to', reason: toText.trim() ? 'not-a-day' : 'required' });
      if (from && to && from > to) errors.push({ at: '/to', reason: 'order' });
      if (errors.length > 0 || !from || !to) return { ok: false, errors };
      searched = draft.value.period;
      const name = q.trim();
      return {
        ok: true,
        query: {
          from,
          to,
          ...(gate ? { gate } : {}),
          ...(dir ? { dir } : {}),
          ...(colour ? { colour } : {}),
          ...(name ? { q: name } : {}),
        },
      };
    },
  };
}
