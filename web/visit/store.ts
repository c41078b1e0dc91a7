/** The visitor page's state: one plain object, replaced at every change. No DOM here, no signals: every byte counts. */
import type { PlaceView } from '../../shared/api/declarations.schema.ts';
import type { Answer } from '../../shared/questionnaire/types.ts';
import type { ClientProblem } from '../lib/client.ts';
import type { Language } from '../lib/language.ts';
import type { Typed } from '../ui/answers.ts';
import type { Trouble } from './desk/places.ts';
import { dropPerson, loadDraft, loadPerson, saveDraft, valuesOf } from './draft.ts';

export type Screen =
  | { kind: 'loading' }
  | { kind: 'form' }
  | { kind: 'trouble'; trouble: Trouble; school?: string }
  /** Declarations that have not arrived. */
  | { kind: 'waiting' }
  | { kind: 'pass'; id: string }
  | { kind: 'own' };

/** What belongs to one form, and starts anew with the next. */
interface FormState {
  typed: Typed;
  /** Codes of the ticked purposes. Never restored: consent is given each time. */
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
}

export interface VisitState extends FormState {
  language: Language;
  screen: Screen;
  place: PlaceView | undefined;
}

export type Store = ReturnType<typeof createStore>;

export const emptyForm = (): FormState => ({
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
});

export function createStore(language: Language, now: () => number) {
  let listener = (): void => undefined;
  let state: VisitState = { language, screen: { kind: 'loading' }, place: undefined, ...emptyForm() };

  const set = (change: Partial<VisitState>): void => {
    state = { ...state, ...change };
    listener();
  };

  return {
    state: () => state,
    set,
    subscribe(next: () => void): void {
      listener = next;
    },

    /** The form of a place, with what was typed before or what this phone remembers of its owner. */
    showForm(place: PlaceView): void {
      const draft = loadDraft(place.code, now());
      const person = draft ? undefined : loadPerson();
      const kept = draft !== undefined;
      set({
        place,
        screen: { kind: 'form' },
        ...emptyForm(),
        typed: draft?.values ?? (person ? valuesOf(person, place.questionnaire) : {}),
        onBehalf: draft?.onBehalf ?? false,
        remembered: person !== undefined,
        remember: person !== undefined,
        restored: kept,
        dirty: kept,
      });
    },
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
  };
}
