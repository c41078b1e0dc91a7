import { type ReadonlySignal, signal } from '@preact/signals';
import { getPosterFile, listPosters, rotatePoster } from '../../../shared/api/posters.ts';
import type { PosterView } from '../../../shared/api/schools.schema.ts';
import type { Instant } from '../../../shared/clock.ts';
import { addressOf } from '../../lib/client.ts';
import type { Client } from '../client.ts';
import { createLoader, type Loader } from './loader.ts';
import { createSending, type Sending } from './sending.ts';

export interface Posters {
  list: Loader<{ posters: PosterView[] }>;
  /** Asked about before it is replaced. */
  asked: ReadonlySignal<PosterView | undefined>;
  /** The code of the poster that has just been made. */
  made: ReadonlySignal<string | undefined>;
  rotating: Sending;
  ask(poster: PosterView | undefined): void;
  rotate(): Promise<void>;
  fileOf(poster: PosterView, kind: 'svg' | 'png' | 'pdf'): string;
}

export function createPosters({ client, clock, school }: { client: Client; clock: () => Instant; school: string }): Posters {
  const list = createLoader(() => client.call(listPosters, { params: { school } }), clock);
  const asked = signal<PosterView | undefined>(undefined);
  const made = signal<string | undefined>(undefined);
  const rotating = createSending();
  return {
    list,
    asked,
    made,
    rotating,
    ask(poster) {
      rotating.clear();
      asked.value = poster;
    },
    async rotate() {
      const poster = asked.value;
      if (!poster) return;
      const sent = await rotating.run(() => client.call(rotatePoster, { params: { school, code: poster.code } }));
      if (!sent) return;
      asked.value = undefined;
      made.value = sent.data.code;
      await list.reload();
    },
    fileOf: (poster, kind) => addressOf(getPosterFile.path, { school, file: `${poster.code}.${kind}` }, undefined),
  };
}
