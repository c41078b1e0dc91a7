import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { todayLines } from '../gate/today.ts';
import type { KioskApp } from '../state/app.ts';
import { countText } from '../status-lines.ts';
import { t } from '../strings.ts';
import { Sheet } from './Sheet.tsx';
import { TodayList } from './TodayList.tsx';

/** The shift hands over who is still inside; closing the gate asks about each of them, then takes the names off this device. */
export function EndSheet({ app }: { app: KioskApp }) {
  const { kiosk } = app;
  void kiosk.revision.value;
  const book = kiosk.book();
  const lines = book ? todayLines(book, 'inside', '') : [];
  const inside = book?.insideCount() ?? 0;
  const { unsent } = kiosk.counter.value;
  return (
    <Sheet title={t().endTitle} onClose={() => app.open('none')}>
      {unsent > 0 && <Notice kind="info">{t().endUnsent(countText(unsent))}</Notice>}
      <div class="end-ways">
        <div class="stack">
          <Button kind="primary" wide class="button-big" onClick={() => void app.endShift(false)}>
            {t().handOver}
          </Button>
          <p class="soft">{t().handOverHelp}</p>
        </div>
        <div class="stack">
          <Button wide class="button-big" onClick={() => (inside > 0 ? app.open('round') : void app.endShift(true))}>
            {t().closeGate}
          </Button>
          <p class="soft">{inside > 0 ? t().closeAsks : t().closeHelp}</p>
        </div>
      </div>
      <p>{inside > 0 ? t().endOpen(countText(inside)) : t().endNobody}</p>
      <TodayList lines={lines} now={kiosk.now.value} />
    </Sheet>
  );
}
