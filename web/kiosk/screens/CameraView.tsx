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

export function CameraView({ app }: { app: KioskApp }) {
  const { scanner } = app;
  const state = scanner.camera.value;
  const hint = scanner.hint.value;
  return (
    <section class="camera" aria-label={t().scanHere}>
      {state.at === 'on' && <Picture camera={state.camera} />}
      {state.at === 'starting' && <Spinner text={t().cameraStarting} />}
      {(state.at === 'off' || state.at === 'trouble') && (
        <div class="camera-trouble stack">
          {state.at === 'trouble' && <Notice kind="warn">{closedWords(language.value).camera[state.trouble]}</Notice>}
          <Button kind="primary" onClick={() => void scanner.start()}>
            {t().cameraAgain}
          </Button>
          <PhotoButton scanner={scanner} />
        </div>
      )}
      {state.at === 'on' && (
        <p class={hint ? 'camera-word camera-hint' : 'camera-word'} role="status">
          {hint ? closedWords(language.value).hint[hint] : t().scanHere}
        </p>
      )}
      {state.at === 'on' && <Tools scanner={scanner} camera={state.camera} />}
    </section>
  );
}

function Picture({ camera }: { camera: Camera }) {
  return (
    <div
      class="camera-picture"
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
          options={devices.map((each) => ({ value: each.id, text: each.name }))}
          onChange={(device) => void scanner.use(device)}
        />
      )}
      {camera.torch && (
        <Button pressed={scanner.torchOn.value} onClick={() => void scanner.toggleTorch()}>
          {t().torch}
        </Button>
      )}
      <span class="camera-notice">{t().cameraNotice}</span>
    </div>
  );
}

function PhotoButton({ scanner }: { scanner: Scanner }) {
  const empty = useSignal(false);
  return (
    <label class="button button-secondary">
      {empty.value ? closedWords(language.value).shown.nothing : t().photo}
      <input
        class="unseen"
        type="file"
        accept="image/*"
        capture="environment"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) void scanner.photo(file).then((found) => (empty.value = !found));
        }}
      />
    </label>
  );
}
