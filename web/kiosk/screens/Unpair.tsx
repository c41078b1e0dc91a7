import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Button } from '../../ui/Button.tsx';
import type { KioskApp } from '../state/app.ts';
import { t } from '../strings.ts';

/** Taken off the gate only when all is sent or stands in a file, and only when asked twice. */
export function Unpair({ app }: { app: KioskApp }) {
  const { kiosk } = app;
  const asked = useSignal(false);
  const covered = useSignal(false);
  const unsent = kiosk.counter.value.unsent;
  const file = kiosk.files.last.value;
  useEffect(() => {
    void kiosk.files.covered().then((yes) => {
      covered.value = yes;
    });
  }, [unsent, file]);

  if (unsent > 0 && !covered.value) return <p class="soft">{t().unpairBlocked}</p>;
  if (!asked.value) {
    return (
      <>
        <p class="soft">{unsent > 0 ? t().unpairFile : t().unpairHelp}</p>
        <Button onClick={() => (asked.value = true)}>{t().unpair}</Button>
      </>
    );
  }
  return (
    <Button kind="danger" onClick={() => void kiosk.unpair().then((done) => done && location.reload())}>
      {unsent > 0 ? t().unpairFileSure : t().unpairSure}
    </Button>
  );
}
