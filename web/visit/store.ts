/** The visitor page's state: one plain object, replaced at every change. No DOM here, no signals: every byte counts. */
import type { PlaceView } from '../../shared/api/declarations.schema.ts';
import type { Answer } from '../../shared/questionnaire/types.ts';
import { visibleItems } from '../../shared/questionnaire/visible.ts';
import type { ClientProblem } from '../lib/client.ts';
import type { Language } from '../lib/language.ts';
import type { Typed } from '../ui/answers.ts';
import type { KnownSchool, Trouble } from './desk/places.ts';
import { isIdentity, loadDraft, loadPerson, saveDraft, valuesOf } from './draft.ts';

export type Screen =
  | { kind: 'loading' }
  | { kind: 'form' }
  | { kind: 'trouble'; trouble: Trouble; school?: KnownSchool }
  /** Declarations that have not arrived. */
  | { kind: 'waiting' }
  | { kind: 'pass'; id: string }
  /** Visits and declarations of this phone, and what else it keeps. */
  | { kind: 'own' }
  /** What the school keeps of one declaration, by its id, and what may be done about it. */
  | { kind: 'record'; id: string; wish: Wish }
  | { kind: 'receipt'; number: string };

export type Wish = 'see' | 'withdraw' | 'erase';

/** What belongs to one form, and starts anew with the next. */
interface FormState {
  /** By linkId; of companions with their prefix before it. */
  typed: Typed;
  /** Prefixes of those who come along, in order. */
  companions: readonly string[];
  /** One pass for each of them, not one for all. */
  apart: boolean;
  /** Codes of the ticked purposes. Never restored: consent is given each time. */
  purposes: readonly string[];
  onBehalf: boolean;
  remember: boolean;
  /** Who it is stands there from last time. */
  remembered: boolean;
  /** And is shown as one line: only what is new is asked. */
  folded: boolean;
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
  companions: [],
  apart: false,
  purposes: [],
  onBehalf: false,
  remember: false,
  remembered: false,
  folded: false,
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
      const { questionnaire, code } = place;
      const draft = loadDraft(code, now());
      const person = draft?.onBehalf ? undefined : loadPerson();
      const typed = draft?.values ?? (person ? valuesOf(person, questionnaire) : {});
      const kept = draft !== undefined;
      const remembered = person !== undefined;
      set({
        place,
        screen: { kind: 'form' },
        ...emptyForm(),
        typed,
        companions: draft?.companions ?? [],
        apart: draft?.apart ?? false,
        onBehalf: draft?.onBehalf ?? false,
        remembered,
        remember: remembered,
        folded: remembered && visibleItems(questionnaire, typed).every((item) => !isIdentity(item) || !item.required || typed[item.linkId]),
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
    /** Writes the draft down now; false when this browser keeps nothing. */
    saveDraft(): boolean {
      const { place, typed, companions, apart, onBehalf, screen, sending, dirty } = state;
      if (!place || screen.kind !== 'form' || sending || !dirty) return true;
      return saveDraft(place.code, { at: now(), values: typed, companions, apart, onBehalf });
    },
  };
}
