/** The 24 words of the root key: shown once, printed, and four of them asked back. */
import { type ReadonlySignal, signal } from '@preact/signals';
import { confirmRecovery } from '../../../shared/api/accounts.ts';
import type { Random } from '../../../shared/ids.ts';
import type { Client } from '../client.ts';
import { createSending, type Sending } from './sending.ts';

export const WORDS = 24;
export const ASKED = 4;

/** Different places from 1 to 24, in order, by chance. */
export function pickPlaces(random: Random): number[] {
  const places = new Set<number>();
  // 240 is the largest multiple of 24 in a byte: every place is as likely as the others.
  while (places.size < ASKED) for (const byte of random(8)) if (byte < 240 && places.size < ASKED) places.add((byte % WORDS) + 1);
  return [...places].sort((a, b) => a - b);
}

export interface RecoveryCheck {
  places: ReadonlySignal<readonly number[]>;
  typed: ReadonlySignal<Readonly<Record<number, string>>>;
  sending: Sending;
  type(place: number, word: string): void;
  /** Other places than before, and empty fields. */
  askOthers(): void;
  /** True when the words were right. */
  confirm(): Promise<boolean>;
}

export function createRecoveryCheck({ client, random }: { client: Client; random: Random }): RecoveryCheck {
  const places = signal<readonly number[]>(pickPlaces(random));
  const typed = signal<Readonly<Record<number, string>>>({});
  const sending = createSending();

  return {
    places,
    typed,
    sending,
    type(place, word) {
      typed.value = { ...typed.value, [place]: word };
      sending.forget(`/words/${place}`);
    },
    askOthers() {
      places.value = pickPlaces(random);
      typed.value = {};
      sending.clear();
    },
    async confirm() {
      const words = places.value.map((place) => ({ place, word: (typed.value[place] ?? '').trim().toLowerCase() }));
      const empty = words.filter(({ word }) => word === '');
      if (empty.length > 0) {
        sending.refuse(empty.map(({ place }) => ({ at: `/words/${place}`, reason: 'required' })));
        return false;
      }
      return (await sending.run(() => client.call(confirmRecovery, { body: { words } }))) !== undefined;
    },
  };
}
