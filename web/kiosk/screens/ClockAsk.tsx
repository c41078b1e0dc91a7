import { useSignal } from '@preact/signals';
import { dayOf, dayText, timeText } from '../../../shared/clock.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { BUILT_AT } from '../build.ts';
import type { KioskApp } from '../state/app.ts';
import { t } from '../strings.ts';
import { instantOf } from '../typed-time.ts';
import { Plain } from './Plain.tsx';

/** The clock is impossible: without the right time no pass can be judged by its validity. */
export function ClockAsk({ app }: { app: KioskApp }) {
  const { kiosk } = app;
  const day = useSignal(dayText(dayOf(kiosk.now.peek())));
  const time = useSignal('');
  const wrong = useSignal(false);

  function set(event: Event): void {
    event.preventDefault();
    const at = instantOf(day.value, time.value);
    wrong.value = at === undefined || at < BUILT_AT;
    if (at !== undefined && !wrong.value) void kiosk.setTime(at);
  }

  return (
    <Plain title={t().clockTitle}>
      <p>{t().clockIntro}</p>
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
    </Plain>
  );
}
