/** Lists of today's two levels of areas, fetched when first asked for and then kept. */

import type { AreaView } from '../../shared/api/schools.schema.ts';
import { listCommunes, listProvinces } from '../../shared/api/schools.ts';
import { call } from './client.ts';

export interface Areas {
  /** undefined: not to be had now. */
  provinces(): Promise<readonly AreaView[] | undefined>;
  communes(province: string): Promise<readonly AreaView[] | undefined>;
}

/** Where lists outlive the page; every part of it may fail quietly. */
export interface AreaShelf {
  get(key: string): Promise<unknown>;
  put(key: string, value: readonly AreaView[]): Promise<void>;
}

export function createAreas(shelf?: AreaShelf): Areas {
  const known = new Map<string, readonly AreaView[]>();

  async function list(key: string, fetch: () => Promise<readonly AreaView[] | undefined>): Promise<readonly AreaView[] | undefined> {
    const held = known.get(key);
    if (held) return held;
    const fresh = await fetch();
    if (fresh) {
      known.set(key, fresh);
      await shelf?.put(key, fresh);
      return fresh;
    }
    const kept = await shelf?.get(key);
    return Array.isArray(kept) ? kept : undefined;
  }

  return {
    provinces: () =>
      list('provinces', async () => {
        const result = await call(listProvinces);
        return result.ok ? result.data.provinces : undefined;
      }),
    communes: (province) =>
      list(province, async () => {
        const result = await call(listCommunes, { params: { province } });
        return result.ok ? result.data.communes : undefined;
      }),
  };
}
