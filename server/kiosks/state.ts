import type { Kiosk } from './store.ts';

/** What a kiosk last said of itself (the exchange's `state`). */
interface KioskState {
  unsent: number;
  oldestUnsentAt?: number;
  lastN: number;
  persisted: boolean;
  usedBytes?: number;
  quotaBytes?: number;
  battery?: number;
  version: string;
}
/** Written by the exchange after its schema has held. */
export const stateOf = (kiosk: Kiosk): KioskState | null => (kiosk.state === null ? null : (JSON.parse(kiosk.state) as KioskState));

/** The last number that the kiosk says it has sent: what it still holds back is a backlog, not a gap. */
export const sentOf = (state: KioskState | null): number => (state ? state.lastN - state.unsent : 0);
