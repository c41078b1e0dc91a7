import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Spinner } from '../../ui/Progress.tsx';
import type { KioskApp } from '../state/app.ts';
import { t } from '../strings.ts';
import { Plain } from './Plain.tsx';
import { Refusal } from './Refusal.tsx';

/** Paired, but without policy and keys yet. */
export function FirstContact({ app }: { app: KioskApp }) {
  const { line } = app.kiosk;
  const failing = line.value !== undefined && line.value !== 'ok';
  return (
    <Plain title={app.kiosk.identity.value?.gate.name ?? ''}>
      <Spinner text={t().firstContact} />
      <Refusal app={app} />
      {failing && <Notice kind="warn">{line.value === 'not-an-answer' ? t().linePortal : t().firstContactOffline}</Notice>}
      {failing && (
        <Button wide onClick={app.kiosk.exchangeNow}>
          {t().tryAgain}
        </Button>
      )}
    </Plain>
  );
}
