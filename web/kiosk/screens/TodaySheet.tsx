import { useComputed, useSignal } from '@preact/signals';
import { MINUTE } from '../../../shared/clock.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { readToday, type TodayFilter } from '../gate/today.ts';
import type { KioskApp } from '../state/app.ts';
import type { Gate } from '../state/gate.ts';
import { countText } from '../status-lines.ts';
import { t } from '../strings.ts';
import { Sheet } from './Sheet.tsx';
import { TodayList } from './TodayList.tsx';

const FILTERS: readonly TodayFilter[] = ['inside', 'long', 'left', 'all'];
/** Lines drawn at once: with 2,000 stays the list is as quick as with 20. */
const SLICE = 40;
const NOBODY = { counts: { inside: 0, long: 0, left: 0, all: 0 }, lines: () => [] };

export function TodaySheet({ app, gate }: { app: KioskApp; gate: Gate }) {
  const { kiosk } = app;
  const filter = useSignal<TodayFilter>('inside');
  const search = useSignal('');
  const shown = useSignal(SLICE);
  const minute = useComputed(() => Math.floor(kiosk.now.value / MINUTE) * MINUTE);
  // Read anew when the day or the minute has changed, not with every key of the search.
  const today = useComputed(() => {
    void kiosk.revision.value;
    const book = kiosk.book();
    return book ? readToday(book, minute.value) : NOBODY;
  });
  const found = useComputed(() => today.value.lines(filter.value, search.value));
  const lines = found.value.slice(0, shown.value);
  const { counts } = today.value;

  async function leave(subject: string): Promise<void> {
    app.open('none');
    await gate.leave(subject);
  }

  return (
    <Sheet title={t().today} onClose={() => app.open('none')}>
      <fieldset class="chips" aria-label={t().show}>
        {FILTERS.map((each) => (
          <Button
            key={each}
            class="chip"
            pressed={filter.value === each}
            onClick={() => {
              filter.value = each;
              shown.value = SLICE;
            }}
          >
            {t()[each]} <span class="chip-count">{countText(counts[each])}</span>
          </Button>
        ))}
      </fieldset>
      <Field id="today-search" label={t().search} help={t().searchHelp}>
        {(control) => (
          <TextInput
            {...control}
            type="search"
            value={search.value}
            autoComplete="off"
            onInput={(value) => {
              search.value = value;
              shown.value = SLICE;
            }}
          />
        )}
      </Field>
      <p class={lines.length > 0 ? 'unseen' : 'today-none'} role="status">
        {lines.length > 0 ? t().found(countText(found.value.length)) : search.value ? t().nobodyFound : t().nobody}
      </p>
      <TodayList lines={lines} now={minute.value} onLeave={(subject) => void leave(subject)} />
      {found.value.length > lines.length && (
        <Button
          wide
          onClick={() => {
            shown.value += SLICE;
          }}
        >
          {t().showMore(countText(found.value.length - lines.length))}
        </Button>
      )}
    </Sheet>
  );
}
