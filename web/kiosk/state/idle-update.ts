/** A waiting version is put to work by itself only while nobody is on duty and nobody has touched the device for a while. */
import type { KioskApp } from './app.ts';

/** Untouched for so long, ms. */
const IDLE = 2 * 60_000;
const LOOK_EVERY = 30_000;

export interface IdleParts {
  app: Pick<KioskApp, 'update' | 'sheet' | 'applyUpdate'> & { kiosk: Pick<KioskApp['kiosk'], 'stage'> };
  /** Monotonic ms. */
  mono: () => number;
  after: (ms: number, run: () => void) => void;
}

/** Returns what is to be called at every touch. */
export function updateWhenIdle({ app, mono, after }: IdleParts): () => void {
  let touched = mono();
  const look = (): void => {
    after(LOOK_EVERY, look);
    const idle = app.kiosk.stage.value === 'shift' && app.sheet.value === 'none' && mono() - touched >= IDLE;
    if (idle && app.update.value) app.applyUpdate();
  };
  after(LOOK_EVERY, look);
  return () => {
    touched = mono();
  };
}
