import { timeText } from '../../../shared/clock.ts';
import { language, setLanguage } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { LanguageSwitch } from '../../ui/LanguageSwitch.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { KioskApp } from '../state/app.ts';
import type { Gate } from '../state/gate.ts';
import { t } from '../strings.ts';
import { CameraView } from './CameraView.tsx';
import { DeclareSheet } from './DeclareSheet.tsx';
import { EndSheet } from './EndSheet.tsx';
import { LastScan } from './LastScan.tsx';
import { QuickSheet } from './QuickSheet.tsx';
import { Refusal } from './Refusal.tsx';
import { TodaySheet } from './TodaySheet.tsx';
import { TypedSheet } from './TypedSheet.tsx';
import { VerdictOverlay } from './VerdictOverlay.tsx';

/** Ready to scan; sheets and verdicts lie over it. */
export function GateScreen({ app, gate }: { app: KioskApp; gate: Gate }) {
  const { kiosk } = app;
  // Read so that every change of today's list counts again.
  void kiosk.revision.value;
  const inside = kiosk.book()?.insideCount() ?? 0;
  return (
    <>
      <header class="gate-head">
        <div>
          <h1 class="gate-name">{kiosk.policy.value?.gate.name}</h1>
          <span class="soft">{kiosk.policy.value?.schoolName}</span>
        </div>
        <span class="gate-time">{timeText(kiosk.now.value)}</span>
        <LanguageSwitch language={language.value} onChange={setLanguage} />
        <Button class="gate-end" onClick={() => app.open('end')}>
          {t().endShift}
          {kiosk.shift.value?.operator && <span class="gate-operator">{kiosk.shift.value.operator.name}</span>}
        </Button>
      </header>
      <main class="gate">
        <CameraView app={app} />
        <div class="gate-side">
          <Refusal line={kiosk.line.value} />
          {!kiosk.clockSure.value && <ClockDoubt app={app} />}
          <LastScan gate={gate} />
          <div class="gate-actions">
            <Button onClick={() => app.open('quick')}>{t().noCode}</Button>
            <Button onClick={() => app.open('typed')}>{t().typeCode}</Button>
            <Button onClick={() => app.open('declare')}>{t().declareHere}</Button>
            <Button onClick={() => app.open('today')}>{t().insideNow(String(inside))}</Button>
          </div>
        </div>
      </main>
      <CurrentSheet app={app} gate={gate} />
      <VerdictOverlay gate={gate} />
    </>
  );
}

function CurrentSheet({ app, gate }: { app: KioskApp; gate: Gate }) {
  switch (app.sheet.value) {
    case 'typed':
      return <TypedSheet app={app} gate={gate} />;
    case 'quick':
      return <QuickSheet app={app} gate={gate} />;
    case 'declare':
      return <DeclareSheet app={app} gate={gate} />;
    case 'today':
      return <TodaySheet app={app} gate={gate} />;
    case 'end':
      return <EndSheet app={app} />;
    case 'status':
    case 'none':
      return null;
  }
}

function ClockDoubt({ app }: { app: KioskApp }) {
  const { kiosk } = app;
  return (
    <Notice kind="warn">
      <p>{t().clockDoubt(timeText(kiosk.now.value))}</p>
      <Button onClick={() => void kiosk.confirmTime()}>{t().clockRight}</Button>
    </Notice>
  );
}
