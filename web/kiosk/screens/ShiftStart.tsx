import { useSignal } from '@preact/signals';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { KioskApp } from '../state/app.ts';
import type { PinResult } from '../state/pin.ts';
import { t } from '../strings.ts';
import { Keypad } from './Keypad.tsx';
import { Plain } from './Plain.tsx';
import { Refusal } from './Refusal.tsx';

/** Who is on duty. The tap that begins the shift also allows sound, camera, full screen and a screen that stays on. */
export function ShiftStart({ app }: { app: KioskApp }) {
  const { kiosk } = app;
  const operators = kiosk.policy.value?.operators ?? [];
  const who = useSignal<string | undefined>(kiosk.shift.peek()?.operator?.id);
  const pin = useSignal('');
  const refused = useSignal<Exclude<PinResult, 'ok'> | undefined>(undefined);
  const busy = useSignal(false);
  const chosen = operators.find((each) => each.id === who.value);

  function choose(operator: string): void {
    who.value = operator;
    pin.value = '';
    refused.value = undefined;
  }

  async function begin(): Promise<void> {
    busy.value = true;
    const result = await app.startShift(chosen?.id, pin.value);
    busy.value = false;
    if (result === 'ok') return;
    refused.value = result;
    pin.value = '';
  }

  return (
    <Plain title={t().shiftTitle} split={chosen !== undefined}>
      <div class="split">
        <div class="stack">
          <p class="soft">
            {kiosk.policy.value?.schoolName} · {kiosk.policy.value?.gate.name}
          </p>
          <Refusal app={app} />
          {operators.length > 0 && <h2>{t().shiftWho}</h2>}
          {operators.length > 0 && (
            <div class="choices-grid">
              {operators.map((each) => (
                <Button
                  key={each.id}
                  pressed={each.id === who.value}
                  kind={each.id === who.value ? 'primary' : 'secondary'}
                  onClick={() => choose(each.id)}
                >
                  {each.name}
                </Button>
              ))}
            </div>
          )}
          {refused.value && <Notice kind="error">{refused.value === 'wait' ? t().pinWait : t().pinWrong}</Notice>}
        </div>
        <div class="stack">
          {chosen && <Keypad value={pin.value} length={8} label={t().shiftPin} secret onChange={(value) => (pin.value = value)} />}
          <Button
            kind="primary"
            wide
            class="button-big"
            busy={busy.value}
            disabled={operators.length > 0 && (!chosen || pin.value.length < 4)}
            onClick={() => void begin()}
          >
            {t().shiftGo}
          </Button>
          <p class="soft">{t().shiftTap}</p>
        </div>
      </div>
    </Plain>
  );
}
