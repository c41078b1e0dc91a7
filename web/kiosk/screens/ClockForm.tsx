import { useSignal } from '@preact/signals';
import { dayOf, dayText, timeText } from '../../../shared/clock.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { BUILT_AT } from '../build.ts';
import type { Kiosk } from '../state/kiosk.ts';
import { t } from '../strings.ts';
import { instantOf } from '../typed-time.ts';

/** Day and time as somebody reads them off another clock. */
export function ClockForm({ kiosk, onSet }: { kiosk: Kiosk; onSet?: () => void }) {
  const day = useSignal(dayText(dayOf(kiosk.now.peek())));
  const time = useSignal('');
  const wrong = useSignal(false);

  function set(event: Event): void {
    event.preventDefault();
    const at = instantOf(day.value, time.value);
    wrong.value = at === undefined || at < BUILT_AT;
    if (at !== undefined && !wrong.value) void kiosk.setTime(at).then(onSet);
  }

  return (
    <form class="stack" onSubmit={set}>
      <Field id="day" label={t().clockDay}>
        {(control) => <TextInput {...control} value={day.value} onInput={(value) => (day.value = value)} />}
      </Field>
      <Field id="time" label={t().clockTime} error={wrong.value ? t().clockWrong : undefined}>
        {(control) => (
          <TextInput {...control} value={time.value} placeholder={timeText(kiosk.now.value)} onInput={(value) => (time.value = value)} />
        )}
      </Field>
      <Button kind="primary" type="submit" wide>
        {t().clockSet}
      </Button>
    </form>
  );
}
