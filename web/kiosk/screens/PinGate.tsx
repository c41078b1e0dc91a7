import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { KioskApp } from '../state/app.ts';
import type { PinResult } from '../state/pin.ts';
import { t } from '../strings.ts';
import { Keypad } from './Keypad.tsx';

/** What is behind it needs a guard's PIN; where the school has named nobody it says so and asks for none. */
export function PinGate({ app, children }: { app: KioskApp; children: ComponentChildren }) {
  const named = (app.kiosk.policy.value?.operators.length ?? 0) > 0;
  if (named && !app.unlocked.value) return <AskPin app={app} />;
  return (
    <>
      {!named && <Notice kind="info">{t().settingsNoPin}</Notice>}
      {children}
    </>
  );
}

function AskPin({ app }: { app: KioskApp }) {
  const operators = app.kiosk.policy.value?.operators ?? [];
  const who = useSignal(app.kiosk.shift.peek()?.operator?.id ?? (operators.length === 1 ? operators[0]?.id : undefined));
  const pin = useSignal('');
  const refused = useSignal<Exclude<PinResult, 'ok'> | undefined>(undefined);
  const busy = useSignal(false);

  async function open(event: Event): Promise<void> {
    event.preventDefault();
    busy.value = true;
    const result = await app.unlock(who.value, pin.value);
    busy.value = false;
    pin.value = '';
    refused.value = result === 'ok' ? undefined : result;
  }

  return (
    <form class="stack ask-pin" onSubmit={(event) => void open(event)}>
      <h2>{t().settingsPin}</h2>
      <div class="choices-grid">
        {operators.map((each) => (
          <Button
            key={each.id}
            pressed={each.id === who.value}
            kind={each.id === who.value ? 'primary' : 'secondary'}
            onClick={() => {
              who.value = each.id;
              pin.value = '';
            }}
          >
            {each.name}
          </Button>
        ))}
      </div>
      {refused.value && <Notice kind="error">{refused.value === 'wait' ? t().pinWait : t().pinWrong}</Notice>}
      <Keypad value={pin.value} length={8} label={t().shiftPin} secret onChange={(value) => (pin.value = value)} />
      <Button kind="primary" type="submit" wide class="button-big" busy={busy.value} disabled={!who.value || pin.value.length < 4}>
        {t().settingsOpen}
      </Button>
    </form>
  );
}
