/** What the screens are given: the kiosk, its scanner, and which sheet lies over the gate. */
import { type Signal, signal } from '@preact/signals';
import type { Updates } from '../../lib/updates.ts';
import type { Speaker } from '../sound.ts';
import type { Awake } from './awake.ts';
import type { Kiosk } from './kiosk.ts';
import type { PinResult } from './pin.ts';
import type { Scanner } from './scanner.ts';

export type Sheet = 'none' | 'typed' | 'quick' | 'declare' | 'today' | 'status' | 'end';

export interface KioskApp {
  kiosk: Kiosk;
  scanner: Scanner;
  sheet: Signal<Sheet>;
  update: Signal<Updates | undefined>;
  open(sheet: Sheet): void;
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
  const sheet = signal<Sheet>('none');
  return {
    kiosk,
    scanner,
    sheet,
    update: signal<Updates | undefined>(undefined),
    open(next) {
      sheet.value = next;
    },
    async startShift(operator, pin) {
      speaker.unlock();
      awake.begin();
      // Before the gate shows: a sheet that is opened in its first moments stays open.
      sheet.value = 'none';
      const result = await kiosk.startShift(operator, pin);
      if (result === 'ok') await scanner.start();
      return result;
    },
    async endShift(closing) {
      scanner.stop();
      awake.end();
      sheet.value = 'none';
      await kiosk.endShift(closing);
    },
  };
}
