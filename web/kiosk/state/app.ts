/** What the screens are given: the kiosk, its scanner, and which sheet lies over the gate. */
import { type Signal, signal } from '@preact/signals';
import { setLanguage } from '../../lib/i18n.ts';
import type { Updates } from '../../lib/updates.ts';
import type { Speaker } from '../sound.ts';
import type { Awake } from './awake.ts';
import type { Kiosk } from './kiosk.ts';
import type { PinResult } from './pin.ts';
import type { Scanner } from './scanner.ts';
import { shiftLanguage } from './shift-language.ts';

export type Sheet = 'none' | 'typed' | 'quick' | 'declare' | 'today' | 'status' | 'end' | 'round' | 'roll-call' | 'settings' | 'file';

export interface KioskApp {
  kiosk: Kiosk;
  scanner: Scanner;
  sheet: Signal<Sheet>;
  update: Signal<Updates | undefined>;
  /** A guard's PIN was given for the settings that are open. */
  unlocked: Signal<boolean>;
  awake: Awake;
  open(sheet: Sheet): void;
  unlock(operator: string | undefined, pin: string): Promise<PinResult>;
  /** The waiting version, where no scan is under way; the page loads again. False: not now. */
  applyUpdate(): boolean;
  /** Inside the tap: sound, screen and camera are allowed by it. */
  startShift(operator: string | undefined, pin: string): Promise<PinResult>;
  endShift(closing: boolean): Promise<void>;
}

export interface AppParts {
  kiosk: Kiosk;
  scanner: Scanner;
  speaker: Speaker;
  awake: Awake;
}

export function createApp({ kiosk, scanner, speaker, awake }: AppParts): KioskApp {
  // A roll call outlives a reload: it is what is wanted first then.
  const sheet = signal<Sheet>(kiosk.rollCall.current.peek() ? 'roll-call' : 'none');
  const update = signal<Updates | undefined>(undefined);
  const unlocked = signal(false);
  return {
    kiosk,
    scanner,
    sheet,
    update,
    unlocked,
    awake,
    open(next) {
      if (next !== 'settings' && next !== 'file') unlocked.value = false;
      sheet.value = next;
    },
    async unlock(operator, pin) {
      const result = await kiosk.checkPin(operator, pin);
      if (result === 'ok') unlocked.value = true;
      return result;
    },
    applyUpdate() {
      if (kiosk.stage.value === 'gate' && kiosk.gate()?.view.value.at !== 'ready') return false;
      update.value?.apply();
      return update.value !== undefined;
    },
    async startShift(operator, pin) {
      speaker.unlock();
      awake.begin();
      // Before the gate shows: a sheet that is opened in its first moments stays open.
      sheet.value = 'none';
      unlocked.value = false;
      const result = await kiosk.startShift(operator, pin);
      if (result !== 'ok') return result;
      const first = shiftLanguage();
      if (first) setLanguage(first);
      await scanner.start();
      return result;
    },
    async endShift(closing) {
      scanner.endShift();
      awake.end();
      sheet.value = 'none';
      await kiosk.endShift(closing);
    },
  };
}
