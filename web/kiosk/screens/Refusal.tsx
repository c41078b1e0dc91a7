import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { KioskApp } from '../state/app.ts';
import { t } from '../strings.ts';

/** The server does not take this kiosk any more: nothing on it is lost, and the way out of it is offered right here. */
export function Refusal({ app }: { app: KioskApp }) {
  const line = app.kiosk.line.value;
  if (line !== 'revoked' && line !== 'unknown') return null;
  const waiting = app.kiosk.counter.value.unsent > 0;
  return (
    <Notice kind="error">
      <p>{line === 'revoked' ? t().revoked : t().unknownKiosk}</p>
      {waiting && (
        <Button wide onClick={() => app.open('file')}>
          {t().refusedFile}
        </Button>
      )}
    </Notice>
  );
}
