/** The visitor page's state: one plain object, replaced at every change. No DOM here, no signals: every byte counts. */
import type { PlaceView } from '../../shared/api/declarations.schema.ts';
import { type Random, uuidv7 } from '../../shared/ids.ts';
import type { FieldError, FieldReason } from '../../shared/problem.ts';
import { checkAnswers, checkConsent } from '../../shared/questionnaire/check.ts';
import type { Answer } from '../../shared/questionnaire/types.ts';
import type { Areas } from '../lib/areas.ts';
import type { ClientProblem } from '../lib/client.ts';
import type { Language } from '../lib/language.ts';
import { type Typed, toAnswers } from '../ui/answers.ts';
import type { LinkAddress } from './address.ts';
import { makeDeclaration } from './declaration.ts';
import type { Desk } from './desk/desk.ts';
import type { Found, Trouble } from './desk/places.ts';
import { dropDraft, dropPerson, loadDraft, loadPerson, saveDraft, savePerson, valuesOf } from './draft.ts';

export type Screen =
  | { kind: 'loading' }
  | { kind: 'form' }
  | { kind: 'trouble'; trouble: Trouble; school?: string }
  /** Declarations that have not arrived. */
  | { kind: 'waiting' }
  | { kind: 'pass'; id: string }
  | { kind: 'own' };

export interface VisitState {
  language: Language;
  screen: Screen;
  place: PlaceView | undefined;
  typed: Typed;
  purposes: readonly string[];
  onBehalf: boolean;
  remember: boolean;
  /** The name stands there from last time. */
  remembered: boolean;
  restored: boolean;
  /** Something was typed by hand: worth a draft. */
  dirty: boolean;
  /** Questions that were left once: their errors show. */
  left: Readonly<Record<string, true>>;
  tried: boolean;
  sending: boolean;
  /** What the server said of the last try. */
  refused: ClientProblem | undefined;
  /** The part of the page that sends could not be fetched. */
  stranded: boolean;
  /** Counts what arrives by itself, so that the page is drawn again. */
  arrivals: number;
}

export interface VisitOptions {
  address: LinkAddress;
  /** Came with the page. */
  inline: PlaceView | undefined;
  language: Language;
  /** A pass or an unsent declaration is kept: look at the desk before showing a form. */
  hinted: boolean;
  now(): number;
  random: Random;
  /** Fetches the part that keeps and sends; asked again when it failed. */
  openDesk(changed: () => void): Promise<Desk>;
}

export type Visit = ReturnType<typeof createVisit>;

export function createVisit(options: VisitOptions) {
  const { address, now } = options;
  const listeners = new Set<() => void>();
  let desk: Promise<Desk> | undefined;
  let opened: Desk | undefined;
  /** Chosen by hand: what arrives later does not take the form away. */
  let declaring = false;
  /** Where the visitor was before looking at what this phone keeps. */
  let came: Screen = { kind: 'loading' };
  let state: VisitState = {
    language: options.language,
    screen: { kind: 'loading' },
    place: undefined,
    ...emptyForm(),
    arrivals: 0,
  };

  const set = (change: Partial<VisitState>): void => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };

  function getDesk(): Promise<Desk> {
    desk ??= options.openDesk(arrived).then(
      (open) => {
        opened = open;
        return open;
      },
      (error: unknown) => {
        desk = undefined;
        throw error;
      },
    );
    return desk;
  }

  /** The form of a place, with what was typed before or what this phone remembers. */
  function showForm(place: PlaceView): void {
    const draft = loadDraft(place.code, now());
    const person = draft ? undefined : loadPerson();
    set({
      place,
      screen: { kind: 'form' },
      ...emptyForm(),
      typed: draft?.values ?? (person ? valuesOf(person, place.questionnaire) : {}),
      onBehalf: draft?.onBehalf ?? false,
      remembered: person !== undefined,
      remember: person !== undefined,
      restored: draft !== undefined,
      dirty: draft !== undefined,
    });
  }

  function settle(found: Found): void {
    if ('trouble' in found) set({ screen: { kind: 'trouble', trouble: found.trouble, ...(found.school ? { school: found.school } : {}) } });
    else if (state.screen.kind === 'form' && state.place) {
      // Already being filled in: keep what was typed, take the newer questions.
      if (found.place !== state.place) set({ place: found.place });
    } else if (!showKept(found.place)) showForm(found.place);
  }

  /** A pass of the day, or a declaration on its way, comes before a new form. */
  function showKept(place: PlaceView): boolean {
    if (!opened || declaring) return false;
    const [pass] = opened.passes(place.school.id);
    const unsent = opened.queue().some((item) => item.schoolId === place.school.id);
    if (unsent) set({ place, screen: { kind: 'waiting' } });
    else if (pass) set({ place, screen: { kind: 'pass', id: pass.id } });
    return unsent || pass !== undefined;
  }

  /** The desk heard from the server. */
  function arrived(): void {
    if (state.screen.kind === 'waiting' && opened && opened.queue().length === 0) {
      const [pass] = opened.passes(state.place?.school.id);
      if (pass) set({ screen: { kind: 'pass', id: pass.id } });
    }
    set({ arrivals: state.arrivals + 1 });
  }

  return {
    state: () => state,
    desk: () => opened,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    /** First what came with the page, at once; then what the phone keeps and what the server says. */
    async start(): Promise<void> {
      const { inline } = options;
      if (inline?.state === 'open' && !options.hinted) showForm(inline);
      let open: Desk;
      try {
        open = await getDesk();
      } catch {
        if (state.screen.kind === 'loading' && inline?.state === 'open') showForm(inline);
        set({ stranded: true });
        return;
      }
      if (inline) {
        settle(await open.judge(address, inline));
        return;
      }
      const known = open.recall(address);
      if (known && !showKept(known)) showForm(known);
      const found = await open.find(address);
      // The phone's own copy is good enough while the server cannot be asked.
      if (!('trouble' in found && known && (found.trouble === 'server' || found.trouble === 'no-network'))) settle(found);
    },

    setLanguage: (language: Language): void => set({ language }),

    answer(linkId: string, value: Answer | undefined): void {
      const typed = { ...state.typed };
      if (value === undefined) delete typed[linkId];
      else typed[linkId] = value;
      set({ typed, refused: undefined, dirty: true });
    },
    leave: (linkId: string): void => set({ left: { ...state.left, [linkId]: true } }),
    consent: (purposes: readonly string[]): void => set({ purposes, refused: undefined }),
    setRemember: (remember: boolean): void => set({ remember }),
    /** For another person: what this phone knows of its owner is taken out. */
    setOnBehalf(onBehalf: boolean): void {
      const typed = onBehalf && state.remembered ? {} : state.typed;
      set({ onBehalf, typed, ...(onBehalf ? { remember: false, remembered: false } : {}) });
    },
    forgetPerson(): void {
      dropPerson();
      set({ typed: {}, remembered: false, remember: false, dirty: false, left: {} });
    },

    /** Writes the draft down now; false when this browser keeps nothing. */
    saveDraft(): boolean {
      const { place, typed, onBehalf, screen, sending, dirty } = state;
      if (!place || screen.kind !== 'form' || sending || !dirty) return true;
      return saveDraft(place.code, { at: now(), values: typed, onBehalf });
    },

    /** Checks and sends. The pointers of what is wrong, in the order of the page; empty when it is on its way. */
    async send(): Promise<FieldError[]> {
      const { place } = state;
      if (!place || state.sending) return [];
      const errors = errorsOf(state, now());
      if (errors.length > 0) {
        set({ tried: true });
        return errors;
      }
      set({ tried: true, sending: true, stranded: false, refused: undefined });
      let open: Desk;
      try {
        open = await getDesk();
      } catch {
        set({ sending: false, stranded: true });
        return [];
      }
      if (state.remember) savePerson(place.questionnaire, state.typed);
      const channel = address.fragment === '' ? 'link' : 'poster';
      const filled = { place, answers: toAnswers(place.questionnaire, state.typed), purposes: state.purposes, language: state.language };
      const input = makeDeclaration({ ...filled, onBehalf: state.onBehalf, channel }, uuidv7(now(), options.random), now());
      await open.declare(input, place);
      const queued = open.queue().find((item) => item.id === input.id);
      if (queued?.refused) {
        // Judged and not taken: the next try is a new declaration.
        await open.drop(input.id);
        set({ sending: false, refused: queued.refused });
        if (queued.refused.code === 'stale-version') settle(await open.find(address));
        return queued.refused.errors ?? [];
      }
      dropDraft(place.code);
      declaring = false;
      set({ ...emptyForm(), screen: queued ? { kind: 'waiting' } : { kind: 'pass', id: input.id } });
      return [];
    },

    /** A new form: for the same person again, or for another one. */
    declareAgain(onBehalf: boolean): void {
      if (!state.place) return;
      declaring = true;
      showForm(state.place);
      if (onBehalf) set({ onBehalf: true, typed: {}, remember: false, remembered: false });
    },
    showPass: (id: string): void => set({ screen: { kind: 'pass', id } }),
    showOwn(): void {
      came = state.screen;
      set({ screen: { kind: 'own' } });
    },
    /** Back from a side page to what this phone has, or to the form. */
    back(): void {
      if (came.kind === 'form' || came.kind === 'trouble' || !state.place) set({ screen: came });
      else if (!showKept(state.place)) showForm(state.place);
    },
    /** Everything on this phone, for good. */
    async forgetAll(): Promise<void> {
      dropPerson();
      if (state.place) dropDraft(state.place.code);
      await opened?.forgetAll();
      set(emptyForm());
    },
    async retry(): Promise<void> {
      if (state.screen.kind === 'waiting') {
        set({ sending: true });
        await opened?.retry();
        set({ sending: false });
        return;
      }
      set({ screen: { kind: 'loading' } });
      const open = await getDesk().catch(() => undefined);
      if (open) settle(await open.find(address));
      else set({ screen: { kind: 'trouble', trouble: 'no-network' } });
    },
    areas: {
      provinces: async () => (await getDesk()).areas.provinces(),
      communes: async (province: string) => (await getDesk()).areas.communes(province),
    } satisfies Areas,
  };
}

function emptyForm() {
  return {
    typed: {},
    purposes: [],
    onBehalf: false,
    remember: false,
    remembered: false,
    restored: false,
    dirty: false,
    left: {},
    tried: false,
    sending: false,
    refused: undefined,
    stranded: false,
  } satisfies Partial<VisitState>;
}

/** Everything that is wrong with the form now, in the order of the page. */
export function errorsOf({ place, typed, purposes }: VisitState, now: number): FieldError[] {
  if (!place) return [];
  const checked = checkAnswers(place.questionnaire, toAnswers(place.questionnaire, typed), now);
  return [...(checked.ok ? [] : checked.errors), ...checkConsent(place.questionnaire, purposes)];
}

/** Third part of `/answers/<linkId>…` and fourth of `/consent/purposes/<code>`. */
const keyOf = (at: string): string => at.split('/')[at.startsWith('/consent') ? 3 : 2] ?? '';

/** What to show beside the fields: of those that were left, or of all after a try to send. By linkId or purpose. */
export function shownErrors(state: VisitState, now: number): Record<string, FieldReason> {
  const shown: Record<string, FieldReason> = {};
  for (const { at, reason } of [...errorsOf(state, now), ...(state.refused?.errors ?? [])]) {
    const key = keyOf(at);
    if (state.tried || state.left[key]) shown[key] ??= reason;
  }
  return shown;
}

export const controlOf = (error: FieldError): { linkId: string } | { purpose: string } =>
  error.at.startsWith('/consent') ? { purpose: keyOf(error.at) } : { linkId: keyOf(error.at) };
