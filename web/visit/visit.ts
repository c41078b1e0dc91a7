/** The page's store and the journey behind it, which arrives after the form is on the screen. */
import type { PlaceView } from '../../shared/api/declarations.schema.ts';
import type { FieldError } from '../../shared/problem.ts';
import type { Areas } from '../lib/areas.ts';
import type { Language } from '../lib/language.ts';
import type { Journey } from './journey.ts';
import { createStore, type Store } from './store.ts';

export interface VisitOptions {
  /** Came with the page. */
  inline: PlaceView | undefined;
  language: Language;
  /** A pass or an unsent declaration is kept: look at the desk before showing a form. */
  hinted: boolean;
  now(): number;
  /** Fetches the journey; asked again when it failed. */
  openJourney(store: Store): Promise<Journey>;
}

export interface Visit extends Store {
  /** undefined until it has arrived. */
  journey(): Journey | undefined;
  /** The form that came with the page, at once; not where this phone keeps something that comes before it. */
  open(): void;
  start(): Promise<void>;
  send(): Promise<FieldError[]>;
  areas: Areas;
}

export function createVisit({ inline, language, hinted, now, openJourney }: VisitOptions): Visit {
  const store = createStore(language, now);
  const open = inline?.state === 'open' ? inline : undefined;
  let coming: Promise<Journey> | undefined;
  let journey: Journey | undefined;

  /** undefined when it cannot be fetched now. */
  function get(): Promise<Journey | undefined> {
    coming ??= openJourney(store);
    return coming.then(
      (come) => {
        journey = come;
        return come;
      },
      () => {
        coming = undefined;
        return undefined;
      },
    );
  }

  return {
    ...store,
    journey: () => journey,
    open() {
      if (open && !hinted) store.showForm(open);
    },
    async start() {
      const fresh = store.state().screen.kind === 'loading';
      const come = await get();
      if (come) return come.start();
      if (open && hinted && fresh) store.showForm(open);
      store.set({ stranded: true });
    },
    async send() {
      const come = journey ?? (await get());
      store.set({ tried: true, stranded: !come });
      return come ? come.send() : [];
    },
    areas: {
      provinces: async () => (await get())?.desk.areas.provinces(),
      communes: async (province) => (await get())?.desk.areas.communes(province),
    },
  };
}
