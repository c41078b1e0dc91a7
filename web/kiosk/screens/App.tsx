import type { KioskApp } from '../state/app.ts';
import type { Stage as KioskStage } from '../state/signals.ts';
import { ClockAsk } from './ClockAsk.tsx';
import { FileSheet } from './FileSheet.tsx';
import { FirstContact } from './FirstContact.tsx';
import { rememberFocus } from './focus-return.ts';
import { GateScreen } from './GateScreen.tsx';
import { Pairing } from './Pairing.tsx';
import { RollCall } from './RollCall.tsx';
import { RoundSheet } from './RoundSheet.tsx';
import { SettingsSheet } from './SettingsSheet.tsx';
import { ShiftStart } from './ShiftStart.tsx';
import { StatusBar } from './StatusBar.tsx';
import { StatusSheet } from './StatusSheet.tsx';

/** One stage at a time; the state of the device stands below each of them. */
export function App({ app, code }: { app: KioskApp; code: string | undefined }) {
  return (
    <div class="kiosk" onFocusIn={rememberFocus}>
      <Stage app={app} code={code} />
      {app.kiosk.identity.value && <StatusBar app={app} />}
      <CommonSheet app={app} />
    </div>
  );
}

/** Sheets that may lie over every stage. */
function CommonSheet({ app }: { app: KioskApp }) {
  switch (app.sheet.value) {
    case 'status':
      return <StatusSheet app={app} />;
    case 'settings':
      return <SettingsSheet app={app} />;
    case 'file':
      return <FileSheet app={app} />;
    case 'roll-call':
      return <RollCall app={app} />;
    case 'round':
      return <RoundSheet app={app} />;
    default:
      // The gate's own: GateScreen.tsx.
      return null;
  }
}

function Stage({ app, code }: { app: KioskApp; code: string | undefined }) {
  const { kiosk } = app;
  // The gate itself knows what of it lies under a sheet.
  if (kiosk.stage.value === 'gate') {
    const gate = kiosk.gate();
    return gate ? <GateScreen app={app} gate={gate} /> : null;
  }
  return (
    <div class="stage" inert={app.sheet.value !== 'none'}>
      <Question app={app} stage={kiosk.stage.value} code={code} />
    </div>
  );
}

interface QuestionProps {
  app: KioskApp;
  stage: Exclude<KioskStage, 'gate'>;
  code: string | undefined;
}

/** What has to be settled before the gate opens. */
function Question({ app, stage, code }: QuestionProps) {
  switch (stage) {
    case 'pairing':
      return <Pairing app={app} code={code} />;
    case 'first-contact':
      return <FirstContact app={app} />;
    case 'clock':
      return <ClockAsk app={app} />;
    case 'shift':
      return <ShiftStart app={app} />;
  }
}
