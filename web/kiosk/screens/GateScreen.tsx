import { useComputed, useSignal } from '@preact/signals';
import { dayOf, dayText, timeText } from '../../../shared/clock.ts';
import { language, setLanguage } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { LanguageSwitch } from '../../ui/LanguageSwitch.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { KioskApp } from '../state/app.ts';
import type { Gate } from '../state/gate.ts';
import { type Past, waits } from '../state/gate-view.ts';
import { countText } from '../status-lines.ts';
import { t } from '../strings.ts';
import { CameraView } from './CameraView.tsx';
import { CardSheet } from './CardSheet.tsx';
import { DeclareSheet } from './DeclareSheet.tsx';
import { EndSheet } from './EndSheet.tsx';
import { LastScan } from './LastScan.tsx';
import { QuickSheet } from './QuickSheet.tsx';
import { Refusal } from './Refusal.tsx';
import { ScreenCode } from './ScreenCode.tsx';
import { TodaySheet } from './TodaySheet.tsx';
import { TypedSheet } from './TypedSheet.tsx';
import { VerdictOverlay } from './VerdictOverlay.tsx';

/** Ready to scan; sheets and verdicts lie over it. */
export function GateScreen({ app, gate }: { app: KioskApp; gate: Gate }) {
  const { kiosk } = app;
  const card = useSignal<Past | undefined>(undefined);
  // What lies under a sheet or an open question is out of the keyboard's and the listener's reach.
  // Computed: a verdict that nobody has to answer draws its own layer and nothing else.
  const open = useComputed(() => waits(gate.view.value)).value;
  const sheet = app.sheet.value !== 'none' || card.value !== undefined;
  return (
    <>
      <header class="gate-head" inert={open || sheet}>
        <div>
          <h1 class="gate-name">{kiosk.policy.value?.gate.name}</h1>
          <span class="soft">{kiosk.policy.value?.schoolName}</span>
        </div>
        <Time app={app} />
        <LanguageSwitch language={language.value} onChange={setLanguage} />
        <Button class="gate-end" onClick={() => app.open('end')}>
          {t().endShift}
          {kiosk.shift.value?.operator && <span class="gate-operator">{kiosk.shift.value.operator.name}</span>}
        </Button>
      </header>
      <main class="gate" inert={open || sheet}>
        <CameraView app={app} />
        <div class="gate-side">
          <ScreenCode app={app} />
          <Refusal app={app} />
          {!kiosk.clockSure.value && <ClockDoubt app={app} />}
          <LastScan
            gate={gate}
            onCard={(past) => {
              card.value = past;
            }}
          />
          <div class="gate-actions">
            <Button onClick={() => app.open('quick')}>{t().noCode}</Button>
            <Button onClick={() => app.open('typed')}>{t().typeCode}</Button>
            <Button onClick={() => app.open('declare')}>{t().declareHere}</Button>
            <InsideButton app={app} />
          </div>
        </div>
      </main>
      <div class="sheets" inert={open}>
        <CurrentSheet app={app} gate={gate} />
        {card.value && (
          <CardSheet
            app={app}
            subject={card.value.scan.subject}
            name={card.value.scan.name}
            onClose={() => {
              card.value = undefined;
            }}
          />
        )}
      </div>
      <VerdictOverlay app={app} gate={gate} />
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
    // Shown at every stage: App.tsx.
    case 'status':
    case 'round':
    case 'roll-call':
    case 'settings':
    case 'file':
    case 'none':
      return null;
  }
}

/** By itself, so that a second passing draws nothing else. */
function Time({ app }: { app: KioskApp }) {
  return <span class="gate-time">{timeText(app.kiosk.now.value)}</span>;
}

/** Apart, so that a scan draws one button anew and not the whole gate. */
function InsideButton({ app }: { app: KioskApp }) {
  const { kiosk } = app;
  // Read so that every change of today's list counts again.
  void kiosk.revision.value;
  return <Button onClick={() => app.open('today')}>{t().insideNow(countText(kiosk.book()?.insideCount() ?? 0))}</Button>;
}

function ClockDoubt({ app }: { app: KioskApp }) {
  const { kiosk } = app;
  const now = kiosk.now.value;
  return (
    <Notice kind="warn">
      <p>{t().clockDoubt(timeText(now), dayText(dayOf(now)))}</p>
      <div class="clock-doubt">
        <Button onClick={() => void kiosk.confirmTime()}>{t().clockRight}</Button>
        <Button onClick={() => app.open('settings')}>{t().clockFalse}</Button>
      </div>
    </Notice>
  );
}
