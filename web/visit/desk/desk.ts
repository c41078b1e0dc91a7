/** Everything that happens after the form is on the screen: keeping, sending, passes. Fetched after first paint. */

import type { DeclareAnswer, DeclareInput, PlaceView } from '../../../shared/api/declarations.schema.ts';
import { declare, getPlace } from '../../../shared/api/declarations.ts';
import type { CheckInAnswer, Receipt } from '../../../shared/api/own-records.schema.ts';
import { checkIn } from '../../../shared/api/own-records.ts';
import { DAY } from '../../../shared/clock.ts';
import { type Random, uuidv7 } from '../../../shared/ids.ts';
import { type Areas, createAreas } from '../../lib/areas.ts';
import { call, send } from '../../lib/client.ts';
import type { LinkAddress } from '../address.ts';
import { dropHint, keepHint } from '../hint.ts';
import { type Found, findPlace, judge, keepPlace, recallPlace } from './places.ts';
import { createQueue } from './queue.ts';
import {
  type KeptNote,
  type KeptPass,
  type KeptPlace,
  type KeptReceipt,
  type KeptRecord,
  openShelf,
  type Queued,
  type Shelf,
} from './shelf.ts';
import { createTimer } from './timer.ts';
import { endOf } from './validity.ts';

export interface DeskOptions {
  now(): number;
  origin: string;
  random: Random;
  /** Something arrived or was refused. */
  changed(): void;
}

/** Coming or going at a poster. */
export interface Noted {
  /** Id of the declaration. */
  record: string;
  place: PlaceView;
  dir: 'in' | 'out';
  /** ms, by this phone's clock. */
  at: number;
  presence?: string;
}

export interface Desk {
  readonly lasting: boolean;
  readonly areas: Areas;
  find(address: LinkAddress): Promise<Found>;
  /** The place as this phone remembers it, until the server has answered. */
  recall(address: LinkAddress): PlaceView | undefined;
  /** For a place that came with the page. */
  judge(address: LinkAddress, place: PlaceView): Promise<Found>;
  /** Keeps the declaration, then tries once. */
  declare(input: DeclareInput, place: PlaceView): Promise<void>;
  /** Keeps it, then tries once. */
  note(noted: Noted): Promise<void>;
  retry(): Promise<void>;
  /** Declarations that have not arrived. */
  queue(): Queued[];
  /** Takes a declaration back that has not arrived, with what was noted for it. */
  drop(id: string): Promise<void>;
  /** Passes that are valid now, newest first; only of that school if one is named. */
  passes(schoolId?: string): KeptPass[];
  allPasses(): KeptPass[];
  records(): KeptRecord[];
  /** Newest first. */
  notes(): KeptNote[];
  receipts(): KeptReceipt[];
  /** What the school says was done at the visitor's wish. */
  keepReceipt(kept: KeptReceipt): Promise<void>;
  /** The declaration no longer stands at the school: its passes go, since they open no gate. */
  close(id: string, how: Receipt['kind']): Promise<void>;
  forgetPass(id: string): Promise<void>;
  /** A declaration that arrived, with its passes and notes: on this phone only. */
  forgetRecord(id: string): Promise<void>;
  forgetNote(id: string): Promise<void>;
  forgetReceipt(number: string): Promise<void>;
  forgetAll(): Promise<void>;
  stop(): void;
}

export async function openDesk({ now, origin, random, changed }: DeskOptions): Promise<Desk> {
  const shelf = await openShelf();
  const places = {
    shelf,
    origin,
    now,
    subtle: globalThis.crypto?.subtle,
    fetchPlace: (code: string) => call(getPlace, { params: { code }, timeoutMs: 10_000 }),
  };
  // The server knows a record by its declaration only, which goes first.
  const unsent = (): KeptNote[] => shelf.all('note').filter((note) => !note.answer && !shelf.get('queue', note.record));
  const declarations = createQueue<Queued, DeclareAnswer>({
    waiting: () => shelf.all('queue'),
    keep: (item) => shelf.put('queue', item.id, item),
    post: (body) => send<DeclareAnswer>(declare.method, declare.path, body),
    async onAnswer(item, answer) {
      await keepAnswer(shelf, item, answer, now());
      await shelf.remove('queue', item.id);
    },
  });
  const visits = createQueue<KeptNote, CheckInAnswer>({
    waiting: unsent,
    keep: (note) => shelf.put('note', note.id, note),
    post: (body) => send<CheckInAnswer>(checkIn.method, checkIn.path, body),
    onAnswer: async (note, answer) => void (await shelf.put('note', note.id, { ...note, answer })),
  });
  const timer = createTimer(() => [...shelf.all('queue'), ...unsent()], settle);

  const allPasses = (): KeptPass[] => shelf.all('pass').sort((a, b) => b.madeAt - a.madeAt || (a.n ?? 0) - (b.n ?? 0));
  const passes = (schoolId?: string): KeptPass[] =>
    allPasses().filter((kept) => endOf(kept) > now() && (schoolId === undefined || kept.schoolId === schoolId));

  async function settle(): Promise<void> {
    await declarations.flush();
    await visits.flush();
    hint();
    timer.plan();
    changed();
  }

  function hint(): void {
    const until = Math.max(0, ...passes().map(endOf), ...shelf.all('queue').map((item) => item.at + DAY));
    if (until > now()) keepHint(until);
    else dropHint();
  }

  async function forgetRecord(id: string): Promise<void> {
    await shelf.remove('record', id);
    await shelf.remove('queue', id);
    for (const pass of shelf.all('pass')) if (pass.id === id || pass.of === id) await shelf.remove('pass', pass.id);
    for (const note of shelf.all('note')) if (note.record === id) await shelf.remove('note', note.id);
    hint();
  }

  await dropOld(shelf, now());
  timer.start();
  return {
    lasting: shelf.lasting,
    areas: createAreas({
      get: async (key) => shelf.get('area', key),
      put: async (key, value) => void (await shelf.put('area', key, value)),
    }),
    find: (address) => findPlace(address, places),
    recall: (address) => recallPlace(address, shelf),
    async judge(address, place) {
      await keepPlace(place, places);
      return judge(address, place, true, places);
    },
    async declare(input, { code, school, questionnaire }) {
      const { id, record: key = '', companions = [] } = input;
      const shared = { id, schoolId: school.id, school: school.name, at: now() };
      const days = questionnaire.consent.retentionDays;
      await shelf.put('record', id, { ...shared, key, contact: school.contact, people: companions.length + 1, days });
      await shelf.put('queue', id, { ...shared, code, body: JSON.stringify(input), tries: 0 });
      await settle();
    },
    async note({ record, place, dir, at, presence }) {
      const kept = shelf.get('record', record);
      if (!kept) return;
      const off = offOf(shelf.get('place', place.code));
      const id = uuidv7(at + off, random);
      const input = {
        id,
        school: kept.schoolId,
        record: kept.key,
        place: place.code,
        dir,
        at: at + off,
        ...(presence ? { presence } : {}),
      };
      const { schoolId, school } = kept;
      await shelf.put('note', id, { id, record, schoolId, school, gate: place.gate, dir, at, body: JSON.stringify(input), tries: 0 });
      await settle();
    },
    retry: settle,
    queue: () => shelf.all('queue'),
    drop: forgetRecord,
    passes,
    allPasses,
    records: () => shelf.all('record').sort((a, b) => b.at - a.at),
    notes: () => shelf.all('note').sort((a, b) => b.at - a.at),
    receipts: () => shelf.all('receipt').sort((a, b) => b.receipt.askedAt - a.receipt.askedAt),
    keepReceipt: async (kept) => void (await shelf.put('receipt', kept.receipt.number, kept)),
    async close(id, how) {
      const kept = shelf.get('record', id);
      if (kept) await shelf.put('record', id, { ...kept, closed: how });
      for (const pass of shelf.all('pass')) if (pass.id === id || pass.of === id) await shelf.remove('pass', pass.id);
      hint();
    },
    async forgetPass(id) {
      await shelf.remove('pass', id);
      hint();
    },
    forgetRecord,
    forgetNote: async (id) => void (await shelf.remove('note', id)),
    forgetReceipt: async (number) => void (await shelf.remove('receipt', number)),
    async forgetAll() {
      await shelf.clear();
      dropHint();
    },
    stop: timer.stop,
  };
}

/** The answer to a declaration: one pass, or one for each of a party. */
async function keepAnswer(shelf: Shelf, { id, schoolId }: Queued, answer: DeclareAnswer, madeAt: number): Promise<void> {
  const { pass, companions = [] } = answer;
  const others = pass.companions ? { others: companions.map(({ maskedName }) => maskedName) } : {};
  await shelf.put('pass', id, { id, schoolId, pass, madeAt, ...others });
  for (const [index, one] of companions.entries()) {
    if (one.pass) await shelf.put('pass', one.id, { id: one.id, of: id, n: index + 1, schoolId, pass: one.pass, madeAt });
  }
  const record = shelf.get('record', id);
  if (record) await shelf.put('record', id, { ...record, arrivedAt: madeAt, maskedName: pass.maskedName });
}

/** ms by which the server's clock is ahead of this phone's, as last heard. */
const offOf = (kept: KeptPlace | undefined): number => (kept ? kept.view.serverTime - kept.at : 0);

/** A pass is of no use a week after its day; the rest goes when the school's own copy has to. */
async function dropOld(shelf: Shelf, now: number): Promise<void> {
  for (const kept of shelf.all('pass')) if (endOf(kept) + 7 * DAY < now) await shelf.remove('pass', kept.id);
  for (const { id, at, days } of shelf.all('record')) if (at + days * DAY < now) await shelf.remove('record', id);
  for (const { id, record } of shelf.all('note')) if (!shelf.get('record', record)) await shelf.remove('note', id);
  for (const { receipt } of shelf.all('receipt'))
    if (receipt.askedAt + RECEIPT_DAYS * DAY < now) await shelf.remove('receipt', receipt.number);
}

/** A year, as long as somebody might still have to show it. */
const RECEIPT_DAYS = 365;
