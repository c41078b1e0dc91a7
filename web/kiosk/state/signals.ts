/** What the screens read of the kiosk. */
import { type Signal, signal } from '@preact/signals';
import type { Instant } from '../../../shared/clock.ts';
import type { GatePolicy } from '../../../shared/gate/policy.ts';
import type { Questionnaire } from '../../../shared/questionnaire/types.ts';
import type { KioskClock } from '../clock.ts';
import type { Contact, Counter, Identity, Shift } from '../db/schema.ts';
import type { Line } from './line.ts';

export type Stage = 'pairing' | 'first-contact' | 'clock' | 'shift' | 'gate';

export interface KioskSignals {
  stage: Signal<Stage>;
  identity: Signal<Identity | undefined>;
  policy: Signal<GatePolicy | undefined>;
  questionnaire: Signal<Questionnaire | undefined>;
  contact: Signal<Contact | undefined>;
  counter: Signal<Counter>;
  line: Signal<Line | undefined>;
  shift: Signal<Shift | undefined>;
  /** Rises with every change of today's list. */
  revision: Signal<number>;
  /** The corrected time, renewed every second. */
  now: Signal<Instant>;
  clockSure: Signal<boolean>;
  /** A failure of the store that no scan has met: said all the same. */
  trouble: Signal<'store' | undefined>;
}

export const createSignals = (clock: Pick<KioskClock, 'now' | 'sure'>): KioskSignals => ({
  stage: signal<Stage>('pairing'),
  identity: signal<Identity | undefined>(undefined),
  policy: signal<GatePolicy | undefined>(undefined),
  questionnaire: signal<Questionnaire | undefined>(undefined),
  contact: signal<Contact | undefined>(undefined),
  counter: signal<Counter>({ unsent: 0 }),
  line: signal<Line | undefined>(undefined),
  shift: signal<Shift | undefined>(undefined),
  revision: signal(0),
  now: signal(clock.now()),
  clockSure: signal(clock.sure()),
  trouble: signal<'store' | undefined>(undefined),
});
