/** What the log and the download are narrowed by. Kept in memory only: a name never stands in the address of the page. */
import { type ReadonlySignal, signal } from '@preact/signals';
import { type Day, dayText } from '../../../shared/clock.ts';
import type { Colour, Direction } from '../../../shared/gate/event.ts';
import type { FieldError } from '../../../shared/problem.ts';
import { daysOf, type Period, readDay } from './days.ts';

export interface FilterDraft {
  period: Period;
  /** As typed, dd/mm/yyyy. */
  from: string;
  to: string;
  gate: string;
  dir: Direction | '';
  colour: Colour | '';
  q: string;
}

export interface FilterQuery {
  from: Day;
  to: Day;
  gate?: string;
  dir?: Direction;
  colour?: Colour;
  q?: string;
}

export interface Filters {
  draft: ReadonlySignal<FilterDraft>;
  set(part: Partial<FilterDraft>): void;
  read(): { ok: true; query: FilterQuery } | { ok: false; errors: FieldError[] };
}

export function createFilters(today: () => Day, period: Exclude<Period, 'chosen'> = 'today'): Filters {
  const typedDays = (chosen: Exclude<Period, 'chosen'>) => {
    const { from, to } = daysOf(chosen, today());
    return { from: dayText(from), to: dayText(to) };
  };
  const draft = signal<FilterDraft>({ period, ...typedDays(period), gate: '', dir: '', colour: '', q: '' });
  return {
    draft,
    set(part) {
      const days = part.period && part.period !== 'chosen' ? typedDays(part.period) : {};
      draft.value = { ...draft.value, ...part, ...days };
    },
    read() {
      const { from: fromText, to: toText, gate, dir, colour, q } = draft.value;
      const from = readDay(fromText, today());
      const to = readDay(toText, today());
      const errors: FieldError[] = [];
      if (!from) errors.push({ at: '/from', reason: fromText.trim() ? 'not-a-day' : 'required' });
      if (!to) errors.push({ at: '/to', reason: toText.trim() ? 'not-a-day' : 'required' });
      if (from && to && from > to) errors.push({ at: '/to', reason: 'order' });
      if (errors.length > 0 || !from || !to) return { ok: false, errors };
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
