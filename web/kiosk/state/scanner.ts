/** Camera and decoder as the screen needs them. Frames never leave the page and are never kept. */
import { type Signal, signal } from '@preact/signals';
import { forget, keep, recall } from '../../lib/keep.ts';
import { quiet } from '../db/quiet.ts';
import { type Camera, type CameraDevice, CameraRefused, type CameraTrouble, startCamera } from '../scanner/camera.ts';
import { startDecoder } from '../scanner/decoder.ts';
import { readPhoto } from '../scanner/photo.ts';
import type { Decoder, Engine, Hint } from '../scanner/protocol.ts';
import { createRest } from '../scanner/rest.ts';

export type CameraState =
  | { at: 'off' }
  | { at: 'starting' }
  | { at: 'on'; camera: Camera }
  | { at: 'trouble'; trouble: CameraTrouble }
  /** Switched off because nobody came for a while; any tap, key or scan wakes it. */
  | { at: 'resting' };

export interface Scanner {
  camera: Signal<CameraState>;
  devices: Signal<CameraDevice[]>;
  hint: Signal<Hint | undefined>;
  torchOn: Signal<boolean>;
  near: Signal<boolean>;
  engine: Signal<Engine | undefined>;
  /** The camera that a shift begins with; '': the device chooses. */
  usual: Signal<string>;
  start(): Promise<void>;
  stop(): void;
  /** The next shift begins with the usual camera. */
  endShift(): void;
  /** Another camera for the rest of this shift. */
  use(device: string): Promise<void>;
  /** From now on; '' lets the device choose. An open camera changes at once. */
  setUsual(device: string): Promise<void>;
  toggleTorch(): Promise<void>;
  toggleNear(): Promise<void>;
  /** A photo of a code, where the camera may not be used. Resolves false when there is no code in it. */
  photo(file: Blob): Promise<boolean>;
}

export interface ScannerParts {
  onText(text: string, method: 'camera' | 'photo'): void;
  /** A verdict or a question is on the screen: the camera does not go to rest. */
  waits(): boolean;
}

const DEVICE = 'quacong.kiosk.camera';
const LOOK_EVERY = 5_000;
/** A worker that stopped so often is not asked again. */
const HOPELESS = 2;
/** A dense code of a phone fills the picture from an arm's length. */
const NEAR = 2;

/** One for the life of the page. */
export function createScanner({ onText, waits }: ScannerParts): Scanner {
  const camera = signal<CameraState>({ at: 'off' });
  const devices = signal<CameraDevice[]>([]);
  const hint = signal<Hint | undefined>(undefined);
  const torchOn = signal(false);
  const near = signal(false);
  const engine = signal<Engine | undefined>(undefined);
  const usual = signal(recall(DEVICE) ?? '');
  const rest = createRest(() => performance.now());
  let chosen: string | undefined;
  let decoder: Promise<Decoder> | undefined;
  let failures = 0;
  let turn = 0;

  function getDecoder(): Promise<Decoder> {
    decoder ??= makeDecoder();
    return decoder;
  }

  async function makeDecoder(): Promise<Decoder> {
    const again = (): void => {
      decoder = undefined;
    };
    const failed = (): void => {
      failures++;
      again();
    };
    try {
      const started = await startDecoder({ plainly: failures >= HOPELESS, failed });
      engine.value = started.engine;
      return started;
    } catch (error) {
      again();
      throw error;
    }
  }

  function close(next: CameraState): void {
    turn++;
    const { value } = camera;
    camera.value = next;
    if (value.at === 'on') value.camera.stop();
    hint.value = undefined;
    torchOn.value = false;
    near.value = false;
  }

  /** `next`: what the screen says until the camera is there. */
  async function open(next: CameraState): Promise<void> {
    close(next);
    const mine = turn;
    rest.active();
    try {
      await getDecoder();
      const started = await startCamera((chosen ?? usual.value) || undefined, {
        decoder: getDecoder,
        onText(text) {
          rest.active();
          onText(text, 'camera');
        },
        onHint(said) {
          // Beside a verdict nobody looks at it.
          void quiet().then(() => {
            if (mine === turn) hint.value = said;
          });
        },
        onMotion: rest.active,
        onEnd(trouble) {
          if (mine === turn) close({ at: 'trouble', trouble });
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

  const start = (): Promise<void> => open({ at: 'starting' });

  /** Plugged in again, or let go by the other program: without a tap, and without a flicker while it is not. */
  function regain(troubles: readonly CameraTrouble[]): void {
    const now = camera.value;
    if (now.at === 'trouble' && troubles.includes(now.trouble) && document.visibilityState === 'visible') void open(now);
  }

  function somebody(): void {
    rest.active();
    if (camera.value.at === 'resting') void start();
  }

  document.addEventListener('pointerdown', somebody, { capture: true, passive: true });
  document.addEventListener('keydown', somebody, { capture: true, passive: true });
  navigator.mediaDevices?.addEventListener('devicechange', () => regain(['lost', 'none', 'busy']));
  setInterval(() => {
    regain(['lost', 'busy']);
    if (camera.value.at === 'on' && rest.due(waits())) close({ at: 'resting' });
  }, LOOK_EVERY);

  return {
    camera,
    devices,
    hint,
    torchOn,
    near,
    engine,
    start,
    usual,
    stop: () => close({ at: 'off' }),
    endShift() {
      chosen = undefined;
      close({ at: 'off' });
    },
    async use(device) {
      chosen = device;
      await start();
    },
    async setUsual(device) {
      if (device) keep(DEVICE, device);
      else forget(DEVICE);
      usual.value = device;
      chosen = undefined;
      if (camera.value.at !== 'off') await start();
    },
    async toggleTorch() {
      if (camera.value.at !== 'on') return;
      const on = !torchOn.value;
      await camera.value.camera.setTorch(on);
      torchOn.value = on;
    },
    async toggleNear() {
      if (camera.value.at !== 'on') return;
      const { camera: lens } = camera.value;
      const on = !near.value;
      await lens.setZoom(on ? Math.min(NEAR, lens.zoom ?? 1) : 1);
      near.value = on;
    },
    async photo(file) {
      const text = await readPhoto(file, await getDecoder());
      if (text === undefined) return false;
      onText(text, 'photo');
      return true;
    },
  };
}
