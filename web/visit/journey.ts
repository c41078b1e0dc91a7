/** From the filled form to the pass: checks, sends, and chooses which screen comes next. Fetched after first paint. */
import type { PlaceView } from '../../shared/api/declarations.schema.ts';
import { type Random, uuidv7 } from '../../shared/ids.ts';
import type { FieldError, FieldReason } from '../../shared/problem.ts';
import { checkAnswers, checkConsent } from '../../shared/questionnaire/check.ts';
import { toAnswers } from '../ui/answers.ts';
import type { LinkAddress } from './address.ts';
import { makeDeclaration } from './declaration.ts';
import type { Desk } from './desk/desk.ts';
import type { Found } from './desk/places.ts';
import { dropDraft } from './draft.ts';
import { dropKept, savePerson } from './person.ts';
import { emptyForm, type Screen, type Store, type VisitState } from './store.ts';

export interface JourneyOptions {
  store: Store;
  address: LinkAddress;
  /** Came with the page. */
  inline: PlaceView | undefined;
  now(): number;
  random: Random;
  openDesk(changed: () => void): Promise<Desk>;
}

export type Journey = Awaited<ReturnType<typeof openJourney>>;

export async function openJourney({ store, address, inline, now, random, openDesk }: JourneyOptions) {
  const { set, state, showForm } = store;
  /** Chosen by hand: what arrives later does not take the form away. */
  let declaring = false;
  /** Where the visitor was before looking at what this phone keeps. */
  let came: Screen = { kind: 'loading' };
  const desk = await openDesk(arrived);

  function settle(found: Found): void {
    const { screen, place } = state();
    if ('trouble' in found) set({ screen: { kind: 'trouble', trouble: found.trouble, ...(found.school ? { school: found.school } : {}) } });
    else if (screen.kind === 'form' && place) {
      // Already being filled in: what was typed stays, the questions are the newest.
      if (found.place !== place) set({ place: found.place });
    } else if (screen.kind === 'pass' || screen.kind === 'waiting' || screen.kind === 'own') set({ place: found.place });
    else if (!showKept(found.place)) showForm(found.place);
  }

  /** A pass of the day, or a declaration on its way, comes before a new form. */
  function showKept(place: PlaceView): boolean {
    if (declaring) return false;
    const [pass] = desk.passes(place.school.id);
    const unsent = desk.queue().some((item) => item.schoolId === place.school.id);
    if (unsent) set({ place, screen: { kind: 'waiting' } });
    else if (pass) set({ place, screen: { kind: 'pass', id: pass.id } });
    return unsent || pass !== undefined;
  }

  /** The desk heard from the server. */
  function arrived(): void {
    const { screen, place } = state();
    const [pass] = screen.kind === 'waiting' && desk.queue().length === 0 ? desk.passes(place?.school.id) : [];
    set(pass ? { screen: { kind: 'pass', id: pass.id } } : {});
  }

  return {
    desk,

    /** What this phone keeps, and then what the server says. */
    async start(): Promise<void> {
      if (inline?.questionnaire.title.en) {
        settle(await desk.judge(address, inline));
        return;
      }
      // The page brought the place in one language at most, for speed: the whole of it is asked for now.
      const known = inline ?? desk.recall(address);
      if (known?.state === 'open' && !showKept(known) && state().screen.kind !== 'form') showForm(known);
      const found = await desk.find(address);
      // The phone's own copy is good enough while the server cannot be asked.
      if (!('trouble' in found && known && (found.trouble === 'server' || found.trouble === 'no-network'))) settle(found);
    },

    /** Checks and sends. What is wrong, in the order of the page; empty when the declaration is kept or sent. */
    async send(): Promise<FieldError[]> {
      const { place, sending, typed, purposes, language, onBehalf, remember } = state();
      if (!place || sending) return [];
      const errors = errorsOf(state(), now());
      if (errors.length > 0) {
        set({ tried: true });
        return errors;
      }
      set({ tried: true, sending: true, refused: undefined });
      if (remember) savePerson(place.questionnaire, typed);
      const channel = address.fragment === '' ? 'link' : 'poster';
      const filled = { place, answers: toAnswers(place.questionnaire, typed), purposes, language, onBehalf, channel } as const;
      const input = makeDeclaration(filled, uuidv7(now(), random), now());
      await desk.declare(input, place);
      const queued = desk.queue().find((item) => item.id === input.id);
      if (queued?.refused) {
        // Judged and not taken: the next try is a new declaration.
        await desk.drop(input.id);
        set({ sending: false, refused: queued.refused });
        if (queued.refused.code === 'stale-version') settle(await desk.find(address));
        return queued.refused.errors ?? [];
      }
      dropDraft(place.code);
      declaring = false;
      set({ ...emptyForm(), screen: queued ? { kind: 'waiting' } : { kind: 'pass', id: input.id } });
      return [];
    },

    /** By linkId or purpose: of the questions that were left, or of all after a try to send. */
    errors(): Record<string, FieldReason> {
      const { left, tried, refused } = state();
      const shown: Record<string, FieldReason> = {};
      for (const error of [...errorsOf(state(), now()), ...(refused?.errors ?? [])]) {
        const key = keyOf(error);
        if (tried || left[key]) shown[key] ??= error.reason;
      }
      return shown;
    },

    /** A new form: for the same person again, or for another one. */
    declareAgain(onBehalf: boolean): void {
      const { place } = state();
      if (!place) return;
      declaring = true;
      showForm(place);
      if (onBehalf) set({ onBehalf: true, typed: {}, remember: false, remembered: false });
    },
    showPass: (id: string): void => set({ screen: { kind: 'pass', id } }),
    showOwn(): void {
      came = state().screen;
      set({ screen: { kind: 'own' } });
    },
    /** Back from a side page to what this phone has, or to the form. */
    back(): void {
      const { place } = state();
      if (came.kind === 'form' || came.kind === 'trouble' || !place) set({ screen: came });
      else if (!showKept(place)) showForm(place);
    },
    /** Everything on this phone, for good. */
    async forgetAll(): Promise<void> {
      dropKept();
      await desk.forgetAll();
      set(emptyForm());
    },
    /** Sends again what waits, or asks again for the place. */
    async retry(): Promise<void> {
      if (state().screen.kind === 'waiting') {
        set({ sending: true });
        await desk.retry();
        set({ sending: false });
        return;
      }
      set({ screen: { kind: 'loading' } });
      settle(await desk.find(address));
    },
  };
}

/** Everything that is wrong with the form now, in the order of the page. */
function errorsOf({ place, typed, purposes }: VisitState, now: number): FieldError[] {
  if (!place) return [];
  const checked = checkAnswers(place.questionnaire, toAnswers(place.questionnaire, typed), now);
  return [...(checked.ok ? [] : checked.errors), ...checkConsent(place.questionnaire, purposes)];
}

/** Third part of `/answers/<linkId>…`, fourth of `/consent/purposes/<code>`. */
const keyOf = ({ at }: FieldError): string => at.split('/')[at.startsWith('/consent') ? 3 : 2] ?? '';
