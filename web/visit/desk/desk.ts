/** Everything that happens after the form is on the screen: keeping, sending, passes. Fetched after first paint. */

import type { DeclareAnswer, DeclareInput, PlaceView } from '../../../shared/api/declarations.schema.ts';
import { declare, getPlace } from '../../../shared/api/declarations.ts';
import { type Areas, createAreas } from '../../lib/areas.ts';
import { call, type Result, send } from '../../lib/client.ts';
import type { LinkAddress } from '../address.ts';
import { dropHint, keepHint } from '../hint.ts';
import { type Found, findPlace, judge, keepPlace, recallPlace } from './places.ts';
import { createQueue, pauseAfter } from './queue.ts';
import { type KeptPass, openShelf, type Queued, type Shelf } from './shelf.ts';
import { endOf } from './validity.ts';

export interface DeskOptions {
  now(): number;
  origin: string;
  /** Something arrived or was refused. */
  changed(): void;
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
  retry(): Promise<void>;
  queue(): Queued[];
  drop(id: string): Promise<void>;
  /** Passes that are valid now, newest first; only of that school if one is named. */
  passes(schoolId?: string): KeptPass[];
  allPasses(): KeptPass[];
  forgetPass(id: string): Promise<void>;
  forgetAll(): Promise<void>;
  stop(): void;
}

export async function openDesk({ now, origin, changed }: DeskOptions): Promise<Desk> {
  const shelf = await openShelf();
  const places = {
    shelf,
    origin,
    now,
    subtle: globalThis.crypto?.subtle,
    fetchPlace: (code: string) => call(getPlace, { params: { code }, timeoutMs: 10_000 }),
  };
  const queue = createQueue({
    shelf,
    post: (body): Promise<Result<DeclareAnswer>> => send<DeclareAnswer>(declare.method, declare.path, body),
    async onAnswer(item, answer) {
      await shelf.put('pass', item.id, { id: item.id, schoolId: item.schoolId, pass: answer.pass, madeAt: now() });
    },
  });
  const timer = createTimer(queue, settle);

  const passes = (schoolId?: string): KeptPass[] =>
    shelf
      .all('pass')
      .filter((kept) => endOf(kept) > now() && (schoolId === undefined || kept.schoolId === schoolId))
      .sort((a, b) => b.madeAt - a.madeAt);

  async function settle(): Promise<void> {
    await queue.flush();
    const until = Math.max(0, ...passes().map(endOf), ...queue.waiting().map((item) => item.at + 86_400_000));
    if (until > now()) keepHint(until);
    else dropHint();
    timer.plan();
    changed();
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
    async declare(input, place) {
      await queue.add({
        id: input.id,
        code: place.code,
        schoolId: place.school.id,
        school: place.school.name,
        body: JSON.stringify(input),
        at: now(),
      });
      await settle();
    },
    retry: settle,
    queue: queue.waiting,
    drop: queue.remove,
    passes,
    allPasses: () => shelf.all('pass').sort((a, b) => b.madeAt - a.madeAt),
    async forgetPass(id) {
      await shelf.remove('pass', id);
    },
    async forgetAll() {
      await shelf.clear();
      dropHint();
    },
    stop: timer.stop,
  };
}

/** A pass is of no use a week after its day. */
async function dropOld(shelf: Shelf, now: number): Promise<void> {
  for (const kept of shelf.all('pass')) if (endOf(kept) + 7 * 86_400_000 < now) await shelf.remove('pass', kept.id);
}

interface Timer {
  start(): void;
  /** Sets the pause anew, by the tries so far. */
  plan(): void;
  stop(): void;
}

/** Tries again by itself: when the network returns, when the page is looked at, and in growing pauses between. */
function createTimer(queue: { waiting(): Queued[] }, tryNow: () => Promise<void>): Timer {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const pending = (): Queued[] => queue.waiting().filter((item) => !item.refused);
  const again = (): void => void (pending().length > 0 && tryNow());
  const seen = (): void => void (document.visibilityState === 'visible' && again());
  const stop = (): void => clearTimeout(timer);
  const plan = (): void => {
    stop();
    if (pending().length > 0) timer = setTimeout(again, pauseAfter(Math.min(...pending().map((item) => item.tries))));
  };
  return {
    plan,
    start() {
      window.addEventListener('online', again);
      document.addEventListener('visibilitychange', seen);
      again();
    },
    stop() {
      window.removeEventListener('online', again);
      document.removeEventListener('visibilitychange', seen);
      stop();
    },
  };
}
