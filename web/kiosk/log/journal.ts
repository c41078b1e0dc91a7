/**
 * Writes the chain: one item at a time in the order of asking. Id, text and hash are made before the transaction opens;
 * the head in memory moves only after the disk has it, so a failed write leaves neither a gap nor a number twice.
 */

import { utf8 } from '../../../shared/bytes.ts';
import { hashText, type Subtle } from '../../../shared/crypto.ts';
import type { EventDraft } from '../../../shared/gate/event.ts';
import { eventText } from '../../../shared/gate/log.ts';
import { type Random, uuidv7 } from '../../../shared/ids.ts';
import type { KioskClock } from '../clock.ts';
import { freeItems } from '../db/acknowledged.ts';
import { appendItem } from '../db/log.ts';
import type { ChainHead, Counter, DayItem, KioskDb, LogItem } from '../db/schema.ts';

export interface Written {
  id: string;
  n: number;
  /** Corrected time, ms. */
  at: number;
  counter: Counter;
}

export interface Writing {
  draft: EventDraft;
  /** Seals the personal part for the id that the event gets. */
  seal?: (event: string) => Promise<{ session: string; sealed: string; hash: string }>;
  /** What today's list shows of it, once it has its id, number and time. */
  day?: (place: { id: string; kiosk: string; n: number; at: number }) => DayItem;
}

export interface Journal {
  /** Resolves once the item is on the disk. Rejects, and nothing was written, when it could not be. */
  write(writing: Writing): Promise<Written>;
}

export interface JournalParts {
  db: KioskDb;
  school: string;
  kiosk: string;
  head: ChainHead;
  clock: Pick<KioskClock, 'now' | 'idTime' | 'mono' | 'raw' | 'offset' | 'wrote'>;
  random: Random;
  subtle: Subtle;
  /** Items up to this number stand in a verified backup. */
  safeThrough: () => number;
}

/** How many acknowledged items go at once when the disk is full. */
const FREE_AT_ONCE = 500;

export function createJournal(parts: JournalParts): Journal {
  let head = parts.head;
  let queue: Promise<unknown> = Promise.resolve();

  async function write({ draft, seal, day }: Writing): Promise<Written> {
    const at = parts.clock.now();
    const idTime = parts.clock.idTime();
    const raw = parts.clock.raw();
    const measured = parts.clock.offset() !== undefined;
    const place = {
      id: uuidv7(idTime, parts.random),
      school: parts.school,
      kiosk: parts.kiosk,
      lastN: head.n,
      lastHash: head.hash,
      at: raw,
      mono: parts.clock.mono(),
      ...(measured ? { off: at - raw } : {}),
    };
    const payload = seal && (await seal(place.id));
    const event = eventText(payload ? { ...draft, sealed: payload.hash } : draft, place);
    const next: ChainHead = { n: head.n + 1, hash: await hashText(utf8(event), parts.subtle), at: idTime };
    const item: LogItem = {
      n: next.n,
      id: place.id,
      event,
      ...(payload ? { payload: { session: payload.session, sealed: payload.sealed } } : {}),
      at,
      status: 'unsent',
    };
    const line = day?.({ id: place.id, kiosk: parts.kiosk, n: next.n, at });
    const counter = await appendOrFree({ item, head: next, ...(line ? { day: line } : {}) });
    head = next;
    parts.clock.wrote(at, idTime);
    return { id: place.id, n: next.n, at, counter };
  }

  async function appendOrFree(append: Parameters<typeof appendItem>[1]): Promise<Counter> {
    try {
      return await appendItem(parts.db, append);
    } catch (error) {
      if (!isQuota(error)) throw error;
      const all = { before: Number.POSITIVE_INFINITY, limit: FREE_AT_ONCE };
      const freed =
        (await freeItems(parts.db, { ...all, safeThrough: parts.safeThrough() })) ||
        (await freeItems(parts.db, { ...all, safeThrough: Number.POSITIVE_INFINITY }));
      if (freed === 0) throw error;
      return appendItem(parts.db, append);
    }
  }

  return {
    write(writing) {
      const written = queue.then(() => write(writing));
      // The next item does not inherit this one's failure; whoever asked hears of it.
      queue = written.catch(() => undefined);
      return written;
    },
  };
}

export const isQuota = (error: unknown): boolean => error instanceof DOMException && error.name === 'QuotaExceededError';
