import { useSignal } from '@preact/signals';
import { language } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Spinner } from '../../ui/Progress.tsx';
import { Select } from '../../ui/Select.tsx';
import { closedWords } from '../closed-words.ts';
import type { Camera } from '../scanner/camera.ts';
import type { KioskApp } from '../state/app.ts';
import type { Scanner } from '../state/scanner.ts';
import { t } from '../strings.ts';
import { cameraOptions } from './camera-names.ts';

export function CameraView({ app }: { app: KioskApp }) {
  return (
    <section class="camera" aria-label={t().scanHere}>
      <Inside scanner={app.scanner} />
    </section>
  );
}

function Inside({ scanner }: { scanner: Scanner }) {
  const state = scanner.camera.value;
  switch (state.at) {
    case 'on':
      return <Live scanner={scanner} camera={state.camera} />;
    case 'starting':
      return <Spinner text={t().cameraStarting} />;
    case 'resting':
      return <Resting scanner={scanner} />;
    case 'off':
      return <Panel scanner={scanner} text={t().cameraOff} />;
    case 'trouble':
      return <Panel scanner={scanner} text={closedWords(language.value).camera[state.trouble]} />;
  }
}

function Live({ scanner, camera }: { scanner: Scanner; camera: Camera }) {
  const hint = scanner.hint.value;
  return (
    <>
      <Picture camera={camera} />
      <p class={hint ? 'camera-word camera-hint' : 'camera-word'} role="status">
        {hint ? closedWords(language.value).hint[hint] : t().scanHere}
      </p>
      <Tools scanner={scanner} camera={camera} />
    </>
  );
}

function Picture({ camera }: { camera: Camera }) {
  return (
    <div
      class={camera.front ? 'camera-picture camera-front' : 'camera-picture'}
      ref={(element) => {
        if (element && camera.video.parentElement !== element) {
          element.replaceChildren(camera.video);
          void camera.video.play().catch(() => undefined);
        }
      }}
    />
  );
}

function Tools({ scanner, camera }: { scanner: Scanner; camera: Camera }) {
  const devices = scanner.devices.value;
  return (
    <div class="camera-tools">
      {devices.length > 1 && (
        <label class="unseen" for="camera-device">
          {t().cameraWhich}
        </label>
      )}
      {devices.length > 1 && (
        <Select
          id="camera-device"
          value={camera.device ?? ''}
          options={cameraOptions(devices)}
          onChange={(device) => void scanner.use(device)}
        />
      )}
      {camera.torch && (
        <Button pressed={scanner.torchOn.value} onClick={() => void scanner.toggleTorch()}>
          {t().torch}
        </Button>
      )}
      {camera.zoom !== undefined && (
        <Button pressed={scanner.near.value} onClick={() => void scanner.toggleNear()}>
          {t().near}
        </Button>
      )}
      <span class="camera-notice">{t().cameraNotice}</span>
    </div>
  );
}

function Resting({ scanner }: { scanner: Scanner }) {
  return (
    <button type="button" class="camera-wake" onClick={() => void scanner.start()}>
      <span>{t().cameraResting}</span>
      <strong>{t().cameraWake}</strong>
      <span>{t().cameraWakeToo}</span>
    </button>
  );
}

function Panel({ scanner, text }: { scanner: Scanner; text: string }) {
  return (
    <div class="camera-panel">
      <Notice kind="warn">{text}</Notice>
      <Button kind="primary" onClick={() => void scanner.start()}>
        {t().cameraAgain}
      </Button>
      <PhotoButton scanner={scanner} />
    </div>
  );
}

function PhotoButton({ scanner }: { scanner: Scanner }) {
  const state = useSignal<'ready' | 'reading' | 'nothing'>('ready');
  return (
    <>
      <label class="button button-secondary">
        {state.value === 'reading' ? t().photoBusy : t().photo}
        <input
          class="unseen"
          type="file"
          accept="image/*"
          capture="environment"
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            // The same file can be chosen again.
            currentTarget.value = '';
            if (!file) return;
            state.value = 'reading';
            void scanner.photo(file).then((found) => {
              state.value = found ? 'ready' : 'nothing';
            });
          }}
        />
      </label>
      <p role="status">{state.value === 'nothing' && t().photoNothing}</p>
    </>
  );
}
