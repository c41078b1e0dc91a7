/** From the filled form to the pass: checks, sends, and chooses which screen comes next. Fetched after first paint. */
import type { PlaceView } from '../../shared/api/declarations.schema.ts';
import { toBase64url } from '../../shared/bytes.ts';
import { DAY, MINUTE } from '../../shared/clock.ts';
import { type Random, uuidv7 } from '../../shared/ids.ts';
import { readPresence } from '../../shared/poster/presence.ts';
import type { FieldError, FieldReason } from '../../shared/problem.ts';
import { toAnswers } from '../ui/answers.ts';
import type { LinkAddress } from './address.ts';
import { makeDeclaration } from './declaration.ts';
import type { Desk } from './desk/desk.ts';
import type { Found } from './desk/places.ts';
import type { KeptNote, KeptPass } from './desk/shelf.ts';
import { dropDraft, dropPerson, isIdentity, loadPerson } from './draft.ts';
import { errorsOf, keyOf, unfolded } from './errors.ts';
import { allTyped, companionsOf, MOST_COMPANIONS, newPrefix, withoutPrefix } from './party.ts';
import { draftCodes, dropKept, savePerson } from './person.ts';
import { emptyForm, type Screen, type Store, type VisitState, type Wish } from './store.ts';

export interface JourneyOptions {
  store: Store;
  address: LinkAddress;
  /** Came with the page. */
  inline: PlaceView | undefined;
  now(): number;
  random: Random;
  openDesk(changed: () => void): Promise<Desk>;
}

/** A poster was scanned so shortly before that the time of scanning is the time of coming. */
const JUST_SCANNED = 10 * MINUTE;
/** A page that is opened again this soon after a note was reloaded, not scanned. */
const RELOADED = 2 * MINUTE;

export type Journey = Awaited<ReturnType<typeof openJourney>>;

export async function openJourney({ store, address, inline, now, random, openDesk }: JourneyOptions) {
  const { set, state, showForm } = store;
  const openedAt = now();
  /** The code of a kiosk's screen proves one visit. */
  let presence = readPresence(address.fragment) ? address.fragment : undefined;
  /** Chosen by hand: what arrives later does not take the form away. */
  let declaring = false;
  /** A refused declaration that the form stands for now. */
  let again: string | undefined;
  /** Passes that this page has made: their owner has just come. */
  const made = new Set<string>();
  /** The visitor has said whether they come or go, or does not want to. */
  let said = false;
  /** Where the visitor was before looking at what this phone keeps. */
  let came: Screen = { kind: 'loading' };
  const desk = await openDesk(arrived);

  function settle(found: Found): void {
    const { screen, place } = state();
    if ('trouble' in found) set({ screen: { kind: 'trouble', ...found } });
    else if (screen.kind === 'form' && place) {
      // Already being filled in: what was typed stays, the questions are the newest.
      if (found.place !== place) set({ place: found.place });
    } else if (screen.kind === 'loading' || screen.kind === 'trouble') {
      if (!showKept(found.place)) showForm(found.place);
    } else set({ place: found.place });
  }

  /** A pass of the day, or a declaration on its way, comes before a new form. */
  function showKept(place: PlaceView): boolean {
    if (declaring) return false;
    const [pass] = desk.passes(place.school.id);
    const unsent = desk.queue().filter((item) => item.schoolId === place.school.id);
    // What was refused opens nothing: a pass comes before it, and what is on its way before both.
    if (pass && unsent.every((item) => item.refused)) set({ place, screen: { kind: 'pass', id: pass.id } });
    else if (unsent.length > 0) set({ place, screen: { kind: 'waiting' } });
    return unsent.length > 0 || pass !== undefined;
  }

  /** The desk heard from the server. */
  function arrived(): void {
    const { screen, place } = state();
    const [pass] = screen.kind === 'waiting' && desk.queue().length === 0 ? desk.passes(place?.school.id) : [];
    set(pass ? { screen: { kind: 'pass', id: pass.id } } : {});
  }

  function side(screen: Screen): void {
    const before = state().screen;
    if (before.kind !== 'own' && before.kind !== 'record' && before.kind !== 'receipt') came = before;
    set({ screen });
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
      if (!('trouble' in found && known && ['server', 'no-network', 'portal'].includes(found.trouble))) settle(found);
    },

    /** Checks and sends. What is wrong, in the order of the page; empty when the declaration is kept or sent. */
    async send(): Promise<FieldError[]> {
      const { place, sending, typed, companions, apart, purposes, language, onBehalf, remember } = state();
      if (!place || sending) return [];
      const errors = errorsOf(state(), now());
      if (errors.length > 0) {
        set({ tried: true, ...unfolded(state(), errors) });
        return errors;
      }
      set({ tried: true, sending: true, refused: undefined });
      const { questionnaire } = place;
      if (remember) savePerson(questionnaire, typed);
      const filled = {
        ...{ place, purposes, language, onBehalf, apart },
        answers: toAnswers(questionnaire, typed),
        companions: companionsOf(questionnaire, typed, companions),
        channel: address.fragment === '' ? 'link' : 'poster',
      } as const;
      const ids = { id: newId(), record: toBase64url(random(16)), companions: companions.map(newId) };
      const input = makeDeclaration(filled, ids, now());
      made.add(input.id);
      await desk.declare(input, place);
      const queued = desk.queue().find((item) => item.id === input.id);
      if (queued?.refused) {
        // Judged and not taken: the next try is a new declaration.
        await desk.drop(input.id);
        const wrong = queued.refused.errors ?? [];
        // The form has changed since it was opened: the newest one comes, with all that was typed, and is agreed to anew.
        const outdated = wrong.some(({ at }) => at === '/questionnaire' || at === '/consent/version');
        const next = outdated ? { refused: undefined, purposes: [] } : { refused: queued.refused };
        set({ sending: false, ...next, ...unfolded(state(), wrong) });
        if (outdated) settle(await desk.find(address));
        return wrong;
      }
      dropDraft(place.code);
      if (again) await desk.drop(again);
      again = undefined;
      declaring = false;
      set({ ...emptyForm(), screen: queued ? { kind: 'waiting' } : { kind: 'pass', id: input.id } });
      return [];
    },

    /** By the key of what was typed, or purpose: of the questions that were left, or of all after a try to send. */
    errors(): Record<string, FieldReason> {
      const { left, tried, refused, companions } = state();
      const shown: Record<string, FieldReason> = {};
      for (const error of [...errorsOf(state(), now()), ...(refused?.errors ?? [])]) {
        const key = keyOf(error, companions);
        if (tried || left[key]) shown[key] ??= error.reason;
      }
      return shown;
    },

    setRemember: (remember: boolean): void => set({ remember }),
    /** For another person: what this phone knows of its owner is taken out; those who come along stay. */
    setOnBehalf(onBehalf: boolean): void {
      const { typed: before, remembered, companions } = state();
      const kept = Object.entries(before).filter(([key]) => companions.some((prefix) => key.startsWith(prefix)));
      const typed = onBehalf && remembered ? Object.fromEntries(kept) : before;
      set({ onBehalf, typed, ...(onBehalf ? { remember: false, remembered: false, folded: false } : {}) });
    },
    forgetPerson(): void {
      dropPerson();
      const { typed, place } = state();
      const kept = Object.entries(typed).filter(
        ([key]) => !place?.questionnaire.items.some((item) => isIdentity(item) && item.linkId === key),
      );
      set({ typed: Object.fromEntries(kept), remembered: false, remember: false, folded: false, left: {} });
    },
    addCompanion(): void {
      const { companions } = state();
      set({ companions: [...companions, newPrefix(companions)], dirty: true });
    },
    removeCompanion(prefix: string): void {
      const { companions, typed } = state();
      set({ companions: companions.filter((other) => other !== prefix), typed: withoutPrefix(typed, prefix), dirty: true });
    },
    /** What stands for one of them: the own answers, and those of the declarer that a party shares. */
    typedOf(prefix: string): VisitState['typed'] {
      const { place, typed } = state();
      return place ? allTyped(place.questionnaire, typed, prefix) : {};
    },
    mayAddCompanion: (): boolean => state().companions.length < MOST_COMPANIONS,
    setApart: (apart: boolean): void => set({ apart, dirty: true }),

    /** A new form: for the same person again, or for another one. */
    declareAgain(onBehalf: boolean): void {
      const { place } = state();
      if (!place) return;
      declaring = true;
      again = undefined;
      showForm(place);
      if (onBehalf) set({ onBehalf: true, typed: {}, remember: false, remembered: false, folded: false });
    },
    /** What was refused at this school, once more: nothing of it has to be typed again. */
    async redo(): Promise<void> {
      const { place } = state();
      const refused = desk.queue().find((item) => item.refused && item.schoolId === place?.school.id);
      // Few need it. Where it cannot be fetched the form is empty, and what was refused stays kept.
      const part = await import('./again.ts').catch(() => undefined);
      if (!place) return;
      declaring = true;
      showForm(place);
      again = part && refused?.id;
      if (part && refused) set({ ...part.typedAgain(refused, place.questionnaire, now()), dirty: true });
    },
    showPass: (id: string): void => set({ screen: { kind: 'pass', id } }),
    showOwn: (): void => side({ kind: 'own' }),
    showRecord: (id: string, wish: Wish): void => side({ kind: 'record', id, wish }),
    showReceipt: (number: string): void => side({ kind: 'receipt', number }),
    /** Back from a side page to what this phone has, or to the form. */
    back(): void {
      const { place } = state();
      if (came.kind === 'form' || came.kind === 'trouble' || !place) set({ screen: came });
      else if (!showKept(place)) showForm(place);
    },

    /**
     * What may be noted at this poster for a pass: `first` coming, or, where the poster was scanned again, the question
     * whether they come or go. undefined away from a poster, and for a pass of another school.
     */
    poster(pass: KeptPass): Poster | undefined {
      const { place } = state();
      const record = pass.of ?? pass.id;
      if (address.fragment === '' || place?.school.id !== pass.schoolId || !desk.records().some(({ id }) => id === record))
        return undefined;
      const notes = desk.notes().filter((note) => note.record === record && note.at > now() - DAY);
      const [last] = notes;
      const again = !made.has(record) && !said && (!last || now() - last.at > RELOADED);
      return { notes, asks: again, returned: !made.has(record), at: now() - openedAt < JUST_SCANNED && !said ? openedAt : now() };
    },
    /** Keeps on the phone that somebody came or went, and sends it. */
    async note(pass: KeptPass, dir: 'in' | 'out'): Promise<void> {
      const { place } = state();
      if (!place) return;
      const fresh = !said && now() - openedAt < JUST_SCANNED;
      const proof = presence;
      presence = undefined;
      said = true;
      const at = fresh ? openedAt : now();
      await desk.note({ record: pass.of ?? pass.id, place, dir, at, ...(fresh && proof ? { presence: proof } : {}) });
    },
    /** Neither came nor goes: only looks at the pass. */
    noNote(): void {
      said = true;
      set({});
    },

    /** Outside the database: who is remembered, and codes of the places whose form was begun. */
    small: () => ({ person: loadPerson(), drafts: draftCodes() }),
    forgetDraft: dropDraft,
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

  function newId(): string {
    return uuidv7(now(), random);
  }
}

export interface Poster {
  /** Of today, newest first. */
  notes: readonly KeptNote[];
  asks: boolean;
  /** Made by an earlier opening of the page. */
  returned: boolean;
  /** The time that would be noted, ms. */
  at: number;
}
