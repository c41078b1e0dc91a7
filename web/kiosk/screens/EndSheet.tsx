import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { todayLines } from '../gate/today.ts';
import type { KioskApp } from '../state/app.ts';
import { t } from '../strings.ts';
import { Sheet } from './Sheet.tsx';
import { TodayList } from './TodayList.tsx';

/** The shift hands over who is still inside; closing the gate takes the names off this device. */
export function EndSheet({ app }: { app: KioskApp }) {
  const { kiosk } = app;
  void kiosk.revision.value;
  const book = kiosk.book();
  const lines = book ? todayLines(book, 'inside', '') : [];
  const { unsent } = kiosk.counter.value;
  return (
    <Sheet title={t().endTitle} onClose={() => app.open('none')}>
      {unsent > 0 && <Notice kind="info">{t().endUnsent(String(unsent))}</Notice>}
      <p>{lines.length > 0 ? t().endOpen(String(lines.length)) : t().endNobody}</p>
      <TodayList lines={lines} />
      <Button kind="primary" wide class="button-big" onClick={() => void app.endShift(false)}>
        {t().handOver}
      </Button>
      <Button wide onClick={() => void app.endShift(true)}>
        {t().closeGate}
      </Button>
      <p class="soft">{t().closeHelp}</p>
    </Sheet>
  );
}
