/** How the device is: storage, battery, network. Read from the browser, told to the screen and to the office. */
import { type Signal, signal } from '@preact/signals';
import type { DeviceState } from '../outbox/batch.ts';

export interface DeviceView {
  persisted: boolean;
  usedBytes?: number;
  quotaBytes?: number;
  /** 0 to 1; undefined where the browser does not tell. */
  battery?: number;
  charging?: boolean;
}

export interface DevicePort {
  look(): Promise<DeviceView>;
  /** Asks the browser to keep the store; false: refused. */
  persist(): Promise<boolean>;
}

interface Battery {
  level: number;
  charging: boolean;
}
declare global {
  interface Navigator {
    /** Chromium only. */
    getBattery?: () => Promise<Battery>;
  }
}

export const browserDevice: DevicePort = {
  async look() {
    const storage = navigator.storage;
    const [persisted, estimate, battery] = await Promise.all([
      storage?.persisted?.() ?? false,
      storage?.estimate?.(),
      navigator.getBattery?.().catch(() => undefined),
    ]);
    return {
      persisted,
      ...(estimate?.usage === undefined ? {} : { usedBytes: estimate.usage }),
      ...(estimate?.quota === undefined ? {} : { quotaBytes: estimate.quota }),
      ...(battery ? { battery: battery.level, charging: battery.charging } : {}),
    };
  },
  persist: async () => (await navigator.storage?.persist?.()) ?? false,
};

export interface Device {
  view: Signal<DeviceView>;
  refresh(): Promise<void>;
  /** For the exchange. */
  state(version: string): DeviceState;
}

export function createDevice(port: Pick<DevicePort, 'look'>): Device {
  const view = signal<DeviceView>({ persisted: false });
  return {
    view,
    async refresh() {
      view.value = await port.look();
    },
    state(version) {
      const { charging: _charging, ...rest } = view.value;
      return { ...rest, version };
    },
  };
}
