import { useSignal } from '@preact/signals';
import { instantText } from '../../../shared/clock.ts';
import type { Language } from '../../lib/language.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Select } from '../../ui/Select.tsx';
import type { KioskApp } from '../state/app.ts';
import { setShiftLanguage, shiftLanguage } from '../state/shift-language.ts';
import { t } from '../strings.ts';
import { ClockForm } from './ClockForm.tsx';
import { cameraOptions } from './camera-names.ts';
import { Facts } from './Facts.tsx';
import { PinGate } from './PinGate.tsx';
import { Sheet } from './Sheet.tsx';
import { Unpair } from './Unpair.tsx';

/** What changes the device and not a visit. */
export function SettingsSheet({ app }: { app: KioskApp }) {
  return (
    <Sheet title={t().settings} onClose={() => app.open('none')}>
      <PinGate app={app}>
        <KioskFacts app={app} />
        <section class="setting stack">
          <h2>{t().settingsFile}</h2>
          <p class="soft">{t().fileWhy}</p>
          <Button onClick={() => app.open('file')}>{t().settingsFile}…</Button>
        </section>
        <CameraDefault app={app} />
        <LanguageDefault />
        <Clock app={app} />
        <section class="setting stack">
          <h2>{t().settingsUnpair}</h2>
          <Unpair app={app} />
        </section>
      </PinGate>
    </Sheet>
  );
}

function KioskFacts({ app }: { app: KioskApp }) {
  const words = t();
  const identity = app.kiosk.identity.value;
  if (!identity) return null;
  const rows: [string, string][] = [
    [words.settingsSchool, identity.school.name],
    [words.settingsGate, app.kiosk.policy.value?.gate.name ?? identity.gate.name],
    [words.settingsName, identity.name],
    [words.settingsAddress, identity.audience],
    [words.settingsPaired, instantText(identity.pairedAt)],
    [words.settingsId, identity.kiosk],
  ];
  return (
    <section class="setting stack">
      <h2>{words.settingsKiosk}</h2>
      <Facts rows={rows} />
    </section>
  );
}

function CameraDefault({ app }: { app: KioskApp }) {
  const { devices, setUsual, usual } = app.scanner;
  return (
    <section class="setting stack">
      <h2>{t().settingsCamera}</h2>
      {devices.value.length === 0 ? (
        <p class="soft">{t().settingsCameraFirst}</p>
      ) : (
        <Field id="camera-default" label={t().settingsCameraUsual} help={t().settingsCameraHelp}>
          {(control) => (
            <Select
              {...control}
              value={usual.value}
              options={cameraOptions(devices.value)}
              empty={t().settingsCameraAuto}
              onChange={(device) => void setUsual(device)}
            />
          )}
        </Field>
      )}
    </section>
  );
}

function LanguageDefault() {
  const chosen = useSignal(shiftLanguage());
  const choices: { value: Language | undefined; text: string }[] = [
    { value: undefined, text: t().settingsLanguageKeep },
    { value: 'vi', text: 'Tiếng Việt' },
    { value: 'en', text: 'English' },
  ];
  return (
    <section class="setting stack">
      <h2>{t().settingsLanguage}</h2>
      <div class="row">
        {choices.map(({ value, text }) => (
          <Button
            key={text}
            pressed={chosen.value === value}
            kind={chosen.value === value ? 'primary' : 'secondary'}
            onClick={() => {
              setShiftLanguage(value);
              chosen.value = value;
            }}
          >
            {text}
          </Button>
        ))}
      </div>
    </section>
  );
}

function Clock({ app }: { app: KioskApp }) {
  const done = useSignal(false);
  return (
    <section class="setting stack">
      <h2>{t().settingsClock}</h2>
      <p class="soft">{t().settingsClockNow(instantText(app.kiosk.now.value))}</p>
      {done.value && <Notice kind="success">{t().settingsClockDone}</Notice>}
      <details>
        <summary>{t().clockSet}</summary>
        <ClockForm
          kiosk={app.kiosk}
          onSet={() => {
            done.value = true;
          }}
        />
      </details>
    </section>
  );
}
