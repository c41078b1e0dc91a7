import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { PosterUse } from '../../../shared/api/posters.schema.ts';
import { getManyPosters, getPosterFile, getPosterUse, getSchoolPosters, listPosters, rotatePoster } from '../../../shared/api/posters.ts';
import type { PosterView } from '../../../shared/api/schools.schema.ts';
import type { Instant } from '../../../shared/clock.ts';
import type { PosterLayout } from '../../../shared/poster/layouts.ts';
import { addressOf } from '../../lib/client.ts';
import type { Client } from '../client.ts';
import { createLoader, dataOf, type Loader } from './loader.ts';
import { createPosterPrint, type PosterPrint } from './poster-print.ts';
import type { Received } from './receive-file.ts';
import { createSending, type Sending } from './sending.ts';

export interface Posters {
  list: Loader<{ posters: PosterView[] }>;
  /** On the wall now; the withdrawn ones, newest first. */
  used: ReadonlySignal<PosterView[]>;
  old: ReadonlySignal<PosterView[]>;
  layout: ReadonlySignal<PosterLayout>;
  /** The one that is looked at; undefined while there is none. */
  shown: ReadonlySignal<PosterView | undefined>;
  /** Asked about before it is replaced, and how many people it touches. */
  asked: ReadonlySignal<PosterView | undefined>;
  use: ReadonlySignal<PosterUse | undefined>;
  /** The code of the poster that has just been made. */
  made: ReadonlySignal<string | undefined>;
  rotating: Sending;
  /** All of the school, and of every school that the account sees. */
  all: PosterPrint;
  many: PosterPrint;
  wanted: ReadonlySignal<string>;
  wholeOnly: ReadonlySignal<boolean>;
  setLayout(layout: PosterLayout): void;
  show(code: string): void;
  ask(poster: PosterView | undefined): Promise<void>;
  rotate(): Promise<void>;
  setWanted(text: string): void;
  setWholeOnly(only: boolean): void;
  fileOf(poster: PosterView, kind: 'svg' | 'png' | 'pdf'): string;
}

interface PostersPorts {
  client: Client;
  clock: () => Instant;
  school: string;
  /** Hands a file to the browser. */
  save: (file: Received) => void;
}

export function createPosters({ client, clock, school, save }: PostersPorts): Posters {
  const list = createLoader(() => client.call(listPosters, { params: { school } }), clock);
  const layout = signal<PosterLayout>('a4');
  const chosen = signal<string | undefined>(undefined);
  const asked = signal<PosterView | undefined>(undefined);
  const use = signal<PosterUse | undefined>(undefined);
  const made = signal<string | undefined>(undefined);
  const wanted = signal('');
  const wholeOnly = signal(false);
  const rotating = createSending();
  const posters = computed(() => dataOf(list.state.value)?.posters ?? []);
  const used = computed(() => posters.value.filter((poster) => poster.withdrawnAt === null));
  const old = computed(() =>
    posters.value.filter((poster) => poster.withdrawnAt !== null).sort((a, b) => (b.withdrawnAt ?? 0) - (a.withdrawnAt ?? 0)),
  );
  const ofLayout = () => (layout.value === 'a4' ? undefined : layout.value);
  return {
    list,
    used,
    old,
    layout,
    shown: computed(() => used.value.find((poster) => poster.code === chosen.value) ?? used.value[0]),
    asked,
    use,
    made,
    rotating,
    wanted,
    wholeOnly,
    all: createPosterPrint({ client, save }, () => addressOf(getSchoolPosters.path, { school }, { layout: ofLayout() })),
    many: createPosterPrint({ client, save }, () =>
      addressOf(
        getManyPosters.path,
        {},
        { layout: ofLayout(), q: wanted.value.trim() || undefined, of: wholeOnly.value ? 'whole' : undefined },
      ),
    ),
    setLayout(next) {
      layout.value = next;
    },
    show(code) {
      chosen.value = code;
    },
    async ask(poster) {
      rotating.clear();
      use.value = undefined;
      asked.value = poster;
      if (!poster) return;
      const result = await client.call(getPosterUse, { params: { school, code: poster.code } });
      // Of use where it comes; the question stands without it.
      if (result.ok && asked.value === poster) use.value = result.data;
    },
    async rotate() {
      const poster = asked.value;
      if (!poster) return;
      const sent = await rotating.run(() => client.call(rotatePoster, { params: { school, code: poster.code } }));
      if (!sent) return;
      asked.value = undefined;
      made.value = sent.data.code;
      await list.reload();
      chosen.value = sent.data.code;
    },
    setWanted(text) {
      wanted.value = text;
    },
    setWholeOnly(only) {
      wholeOnly.value = only;
    },
    fileOf: (poster, kind) => addressOf(getPosterFile.path, { school, file: `${poster.code}.${kind}` }, { layout: ofLayout() }),
  };
}
