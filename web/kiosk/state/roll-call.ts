/** Roll call after an evacuation: who of those inside was seen. Ticks are no events; they stay on this device until it is closed. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Instant } from '../../../shared/clock.ts';
import { forget, getKept, keep } from '../db/kept.ts';
import type { KioskDb, RollCall } from '../db/schema.ts';

export interface RollCallState {
  /** undefined: none is under way. */
  current: ReadonlySignal<RollCall | undefined>;
  begin(): Promise<void>;
  tick(subject: string, seen: boolean): Promise<void>;
  end(): Promise<void>;
}

/** The screen shows a tick at once and keeps it right after: in an evacuation nobody waits for a disk. */
export async function createRollCall(db: KioskDb, now: () => Instant, failed: (error: unknown) => void): Promise<RollCallState> {
  const current = signal<RollCall | undefined>(await getKept(db, 'rollCall'));

  async function set(next: RollCall | undefined): Promise<void> {
    current.value = next;
    try {
      await (next ? keep(db, 'rollCall', next) : forget(db, 'rollCall'));
    } catch (error) {
      failed(error);
    }
  }

  return {
    current,
    begin: async () => {
      if (!current.value) await set({ startedAt: now(), seen: [] });
    },
    async tick(subject, seen) {
      const call = current.value;
      if (!call) return;
      const others = call.seen.filter((each) => each !== subject);
      await set({ ...call, seen: seen ? [...others, subject] : others });
    },
    end: () => set(undefined),
  };
}
