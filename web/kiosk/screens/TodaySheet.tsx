import { useSignal } from '@preact/signals';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { type TodayFilter, todayLines } from '../gate/today.ts';
import type { KioskApp } from '../state/app.ts';
import type { Gate } from '../state/gate.ts';
import { t } from '../strings.ts';
import { Sheet } from './Sheet.tsx';
import { TodayList } from './TodayList.tsx';

const FILTERS: readonly TodayFilter[] = ['inside', 'left', 'all'];

export function TodaySheet({ app, gate }: { app: KioskApp; gate: Gate }) {
  const filter = useSignal<TodayFilter>('inside');
  const search = useSignal('');
  void app.kiosk.revision.value;
  const book = app.kiosk.book();
  const lines = book ? todayLines(book, filter.value, search.value) : [];

  async function leave(subject: string): Promise<void> {
    app.open('none');
    await gate.leave(subject);
  }

  return (
    <Sheet title={`${t().today} · ${t().insideNow(String(book?.insideCount() ?? 0))}`} onClose={() => app.open('none')}>
      <div class="row">
        {FILTERS.map((each) => (
          <Button
            key={each}
            pressed={filter.value === each}
            kind={filter.value === each ? 'primary' : 'secondary'}
            onClick={() => (filter.value = each)}
          >
            {t()[each]}
          </Button>
        ))}
      </div>
      <Field id="today-search" label={t().search}>
        {(control) => (
          <TextInput {...control} type="search" value={search.value} autoComplete="off" onInput={(value) => (search.value = value)} />
        )}
      </Field>
      {lines.length === 0 && <p class="soft">{search.value ? t().nobodyFound : t().nobody}</p>}
      <TodayList lines={lines} onLeave={(subject) => void leave(subject)} />
    </Sheet>
  );
}
