/**
 * What this phone keeps for its visitor. Held in memory while the page is open and written through to IndexedDB where
 * the browser has one; in-app browsers and private windows may not, and everything must work without.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { PassView, PlaceView } from '../../../shared/api/declarations.schema.ts';
import type { CheckInAnswer, Receipt } from '../../../shared/api/own-records.schema.ts';
import type { AreaView } from '../../../shared/api/schools.schema.ts';
import type { ClientProblem } from '../../lib/client.ts';

export interface KeptPlace {
  view: PlaceView;
  /** ms, by this phone's clock. */
  at: number;
}

export interface KeptPass {
  /** Of the declaration that it was made for. */
  id: string;
  schoolId: string;
  pass: PassView;
  /** ms, by this phone's clock. */
  madeAt: number;
  /** A companion's: the declaration that brought it along, and the place in that party, from 1. */
  of?: string;
  n?: number;
  /** Masked names of those for whom it is too. */
  others?: readonly string[];
}

/** What is sent again and again, with the same id and the same text, until the server has answered. */
export interface Sendable {
  id: string;
  /** The exact text of the body, frozen before the first try. */
  body: string;
  tries: number;
  /** Set once the server refused it: it will not be sent again. */
  refused?: ClientProblem;
}

export interface Queued extends Sendable {
  code: string;
  schoolId: string;
  school: string;
  at: number;
}

/** A declaration made on this phone: opens what the school keeps of it, as long as the school keeps it. */
export interface KeptRecord {
  /** Of the declaration. */
  id: string;
  /** The record key (shared/api/own-records.schema.ts). */
  key: string;
  schoolId: string;
  school: string;
  contact: string;
  at: number;
  /** Declared in one go, the declarer included. */
  people: number;
  /** Days that the school keeps it. */
  days: number;
  /** When the school's answer came; absent while it has not. */
  arrivedAt?: number;
  maskedName?: string;
  closed?: Receipt['kind'];
}

/** Coming or going, as noted by hand at a poster. */
export interface KeptNote extends Sendable {
  /** Of the declaration. */
  record: string;
  schoolId: string;
  school: string;
  gate: string | null;
  dir: 'in' | 'out';
  at: number;
  answer?: CheckInAnswer;
}

/** Kept until the visitor deletes it: it is a proof. */
export interface KeptReceipt {
  receipt: Receipt;
  /** Id of the declaration. */
  record: string;
  /** Opens it: asks again, also when the record itself is no longer on this phone. */
  key: string;
  schoolId: string;
  /** The withdrawn purposes in words, in the visitor's language. */
  purposes: readonly string[];
}

export interface Drawers {
  place: KeptPlace;
  pass: KeptPass;
  queue: Queued;
  area: readonly AreaView[];
  record: KeptRecord;
  note: KeptNote;
  receipt: KeptReceipt;
}
export type Drawer = keyof Drawers;
const DRAWERS: readonly Drawer[] = ['place', 'pass', 'queue', 'area', 'record', 'note', 'receipt'];
const VERSION = 2;

/** Falsy, or throws, for what no page of ours can have put there: one such thing must not take everything else away. */
const LEGIBLE: { [Name in Drawer]: (value: Drawers[Name]) => unknown } = {
  place: ({ view }) => view.questionnaire.items.length && view.keys.keys.length,
  pass: ({ id, pass }) => id && pass.digits && pass.expiresAt,
  queue: ({ id, body }) => id && body,
  area: (areas) => areas.length,
  record: ({ id, key }) => id && key,
  note: ({ id, body }) => id && body,
  receipt: ({ receipt }) => receipt.number,
};

export interface Shelf {
  /** False: what is put here is gone when the page is. */
  readonly lasting: boolean;
  get<Name extends Drawer>(drawer: Name, key: string): Drawers[Name] | undefined;
  all<Name extends Drawer>(drawer: Name): Drawers[Name][];
  /** Resolves once it is kept: false when only in memory. */
  put<Name extends Drawer>(drawer: Name, key: string, value: Drawers[Name]): Promise<boolean>;
  remove(drawer: Drawer, key: string): Promise<boolean>;
  /** Everything, for good. */
  clear(): Promise<boolean>;
}

type Tables = DBSchema & { [Name in Drawer]: { key: string; value: Drawers[Name] } };

/** A database that does not open within this time is treated as none: some in-app browsers never answer. */
const OPEN_WITHIN_MS = 2_000;

export async function openShelf(name = 'quacong-visit'): Promise<Shelf> {
  const database = await openDatabase(name);
  const held: { [Name in Drawer]: Map<string, Drawers[Name]> } = {
    place: new Map(),
    pass: new Map(),
    queue: new Map(),
    area: new Map(),
    record: new Map(),
    note: new Map(),
    receipt: new Map(),
  };
  if (database) for (const drawer of DRAWERS) await fill(database, drawer, held[drawer]);

  async function write(change: (database: IDBPDatabase<Tables>) => Promise<unknown>): Promise<boolean> {
    if (!database) return false;
    try {
      await change(database);
      return true;
    } catch {
      // Full or closed: memory still has it, and the caller hears that it will not last.
      return false;
    }
  }

  return {
    lasting: database !== undefined,
    get: (drawer, key) => held[drawer].get(key),
    all: (drawer) => Array.from(held[drawer].values()),
    put(drawer, key, value) {
      held[drawer].set(key, value);
      return write((open) => open.put(drawer, value, key));
    },
    remove(drawer, key) {
      held[drawer].delete(key);
      return write((open) => open.delete(drawer, key));
    },
    clear() {
      for (const drawer of DRAWERS) held[drawer].clear();
      return write((open) => Promise.all(DRAWERS.map((drawer) => open.clear(drawer))));
    },
  };
}

async function openDatabase(name: string): Promise<IDBPDatabase<Tables> | undefined> {
  try {
    const opening = openDB<Tables>(name, VERSION, {
      upgrade(database) {
        for (const drawer of DRAWERS) if (!database.objectStoreNames.contains(drawer)) database.createObjectStore(drawer);
      },
      // A newer page in another tab: this one goes on in memory, and what it sends arrives as well.
      blocking: (_current, _wanted, { target }) => (target as IDBDatabase).close(),
    });
    const late = new Promise<undefined>((resolve) => setTimeout(resolve, OPEN_WITHIN_MS, undefined));
    return await Promise.race([opening, late]);
  } catch {
    return undefined;
  }
}

async function fill<Name extends Drawer>(
  database: IDBPDatabase<Tables>,
  drawer: Name,
  into: { set(key: string, value: Tables[Name]['value']): unknown },
): Promise<void> {
  const keys = await database.getAllKeys(drawer).catch(() => []);
  for (const key of keys) {
    try {
      const value = await database.get(drawer, key);
      if (value !== undefined && LEGIBLE[drawer](value as Drawers[Name])) into.set(key, value);
    } catch {
      // Damaged, or not of our making: what stands beside it is read all the same.
    }
  }
}
