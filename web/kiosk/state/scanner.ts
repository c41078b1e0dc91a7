/** Camera and decoder as the screen needs them. Frames never leave the page and are never kept. */
import { type Signal, signal } from '@preact/signals';
import { forget, keep, recall } from '../../lib/keep.ts';
import { type Camera, type CameraDevice, CameraRefused, type CameraTrouble, startCamera } from '../scanner/camera.ts';
import { startDecoder } from '../scanner/decoder.ts';
import type { Decoder, Engine, Hint } from '../scanner/protocol.ts';

export type CameraState = { at: 'off' } | { at: 'starting' } | { at: 'on'; camera: Camera } | { at: 'trouble'; trouble: CameraTrouble };

export interface Scanner {
  camera: Signal<CameraState>;
  devices: Signal<CameraDevice[]>;
  hint: Signal<Hint | undefined>;
  torchOn: Signal<boolean>;
  engine: Signal<Engine | undefined>;
  start(): Promise<void>;
  stop(): void;
  use(device: string): Promise<void>;
  toggleTorch(): Promise<void>;
  /** A photo of a code, where the camera may not be used. Resolves false when there is no code in it. */
  photo(file: Blob): Promise<boolean>;
}

const DEVICE = 'quacong.kiosk.camera';

export function createScanner(onText: (text: string, method: 'camera' | 'photo') => void): Scanner {
  const camera = signal<CameraState>({ at: 'off' });
  const devices = signal<CameraDevice[]>([]);
  const hint = signal<Hint | undefined>(undefined);
  const torchOn = signal(false);
  const engine = signal<Engine | undefined>(undefined);
  let decoder: Promise<Decoder> | undefined;
  let turn = 0;

  const getDecoder = (): Promise<Decoder> => {
    decoder ??= startDecoder().then((started) => {
      engine.value = started.engine;
      return started;
    });
    return decoder;
  };

  function stop(): void {
    turn++;
    if (camera.value.at === 'on') camera.value.camera.stop();
    camera.value = { at: 'off' };
    hint.value = undefined;
    torchOn.value = false;
  }

  async function start(): Promise<void> {
    stop();
    const mine = turn;
    camera.value = { at: 'starting' };
    try {
      const started = await startCamera(recall(DEVICE) ?? undefined, {
        decoder: await getDecoder(),
        onText: (text) => onText(text, 'camera'),
        onHint: (next) => {
          hint.value = next;
        },
        onEnd: () => {
          if (mine === turn) camera.value = { at: 'trouble', trouble: 'busy' };
        },
      });
      // Stopped or begun anew meanwhile.
      if (mine !== turn) return started.stop();
      devices.value = started.devices;
      camera.value = { at: 'on', camera: started };
    } catch (error) {
      if (mine === turn) camera.value = { at: 'trouble', trouble: error instanceof CameraRefused ? error.trouble : 'none' };
    }
  }

  return {
    camera,
    devices,
    hint,
    torchOn,
    engine,
    start,
    stop,
    async use(device) {
      if (device) keep(DEVICE, device);
      else forget(DEVICE);
      await start();
    },
    async toggleTorch() {
      if (camera.value.at !== 'on') return;
      const on = !torchOn.value;
      await camera.value.camera.setTorch(on);
      torchOn.value = on;
    },
    async photo(file) {
      const image = await createImageBitmap(file);
      const { text } = await (await getDecoder()).decode(image);
      if (text === undefined) return false;
      onText(text, 'photo');
      return true;
    },
  };
}
