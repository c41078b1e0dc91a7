/** Filters that this account keeps for this school; used by one tap. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { SavedFilter, SavedFilterInput } from '../../../shared/api/saved-filters.schema.ts';
import { listFilters, removeFilter, saveFilter } from '../../../shared/api/saved-filters.ts';
import type { Instant } from '../../../shared/clock.ts';
import type { Client } from '../client.ts';
import { createLoader, dataOf, type Loader } from './loader.ts';
import { createSending, type Sending } from './sending.ts';

export interface SavedFilters {
  list: Loader<{ filters: SavedFilter[] }>;
  /** Of the name that is being given; undefined: none is. */
  naming: ReadonlySignal<string | undefined>;
  saving: Sending;
  removing: Sending;
  name(text: string | undefined): void;
  /** True once it is kept. */
  save(filter: Omit<SavedFilterInput, 'name'>): Promise<boolean>;
  remove(id: string): Promise<void>;
}

export function createSavedFilters({ client, clock, school }: { client: Client; clock: () => Instant; school: string }): SavedFilters {
  const params = { school };
  const list = createLoader(() => client.call(listFilters, { params }), clock);
  const naming = signal<string | undefined>(undefined);
  const saving = createSending();
  const removing = createSending();
  const known = (): SavedFilter[] => dataOf(list.state.value)?.filters ?? [];
  return {
    list,
    naming,
    saving,
    removing,
    name(text) {
      saving.clear();
      naming.value = text;
    },
    async save(filter) {
      const name = naming.value?.trim() ?? '';
      if (name === '') {
        saving.refuse([{ at: '/name', reason: 'required' }]);
        return false;
      }
      const sent = await saving.run(() => client.call(saveFilter, { params, body: { ...filter, name } }));
      if (!sent) return false;
      naming.value = undefined;
      list.put({ filters: [...known(), sent.data] });
      return true;
    },
    async remove(id) {
      const sent = await removing.run(() => client.call(removeFilter, { params: { ...params, filter: id } }));
      if (sent || removing.problem.value?.code === 'not-found') list.put({ filters: known().filter((filter) => filter.id !== id) });
    },
  };
}
