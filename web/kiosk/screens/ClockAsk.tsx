import type { KioskApp } from '../state/app.ts';
import { t } from '../strings.ts';
import { ClockForm } from './ClockForm.tsx';
import { PinGate } from './PinGate.tsx';
import { Plain } from './Plain.tsx';

/** The clock is impossible: without the right time no pass can be judged by its validity. */
export function ClockAsk({ app }: { app: KioskApp }) {
  return (
    <Plain title={t().clockTitle}>
      <p>{t().clockIntro}</p>
      <PinGate app={app}>
        <ClockForm kiosk={app.kiosk} />
      </PinGate>
    </Plain>
  );
}
