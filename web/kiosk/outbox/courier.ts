/** One exchange with the server. Whatever goes wrong, every item stays; only an answer to this batch moves anything. */

import type { ExchangeAnswer } from '../../../shared/api/exchange.schema.ts';
import { exchange } from '../../../shared/api/exchange.ts';
import { toBase64url, utf8 } from '../../../shared/bytes.ts';
import { dayOf, HOUR } from '../../../shared/clock.ts';
import type { Random } from '../../../shared/ids.ts';
import type { ProblemCode } from '../../../shared/problem.ts';
import type { KioskClock } from '../clock.ts';
import { holdItem, readOffered, releaseHeld } from '../db/acknowledged.ts';
import { getKept } from '../db/kept.ts';
import { quiet } from '../db/quiet.ts';
import type { Identity, KioskDb, LogItem } from '../db/schema.ts';
import { type Heard, hear } from './answer.ts';
import { type Batch, batchOf, cutBySize, type DeviceState } from './batch.ts';
import { afterRefusal, afterSuccess, FULL } from './batch-size.ts';
import { followingOn, onlyAcknowledges } from './following.ts';
import { type Settled, settle } from './settle.ts';
import { signExchange } from './sign.ts';

export type Outcome =
  | { kind: 'done'; answer: ExchangeAnswer; settled: Settled; more: boolean }
  | { kind: 'offline' }
  | { kind: 'not-an-answer' }
  /** The server does not take this kiosk (any more). */
  | { kind: 'unpaired'; code: ProblemCode }
  /** A batch was refused as a whole; a smaller one follows at once. */
  | { kind: 'narrowing' }
  | { kind: 'busy'; code: ProblemCode; retryAfter: number | undefined };

export interface CourierParts {
  db: KioskDb;
  identity: Identity;
  clock: KioskClock;
  random: Random;
  fetch: typeof fetch;
  device: () => Promise<DeviceState>;
  /** The sealing session in use: its wrapped key is kept. */
  session: () => string | undefined;
}

/** A batch that was sent, and what comes back. */
interface Sent {
  batch: Batch;
  heard: Promise<Heard | { kind: 'offline' }>;
}

/** An item that the server refuses alone is offered again after this time: a newer server may take it. */
const HOLD = HOUR;
const TIMEOUT = 60_000;

export function createCourier(parts: CourierParts): { exchange(): Promise<Outcome> } {
  let sizing = FULL;
  /** A batch was refused as a whole: an exchange without items tells whether it was the items at all. */
  let suspected: readonly LogItem[] | undefined;
  /** While nobody answers, an exchange without items asks whether somebody does: hundreds of them are not read for nothing. */
  let reached = true;
  /** What follows the batch under way, made while the server works on that; undefined: nothing. */
  let ahead: Promise<Batch | undefined> | undefined;
  /** It set out when the answer to the one before it was heard. */
  let underWay: Sent | undefined;

  async function itemsFor(limit: number): Promise<LogItem[]> {
    const made = await ahead;
    ahead = undefined;
    if (limit === 0) return [];
    return made && limit === FULL.limit ? made.items : cutBySize(await readOffered(parts.db, limit));
  }

  async function make(items: LogItem[]): Promise<Batch> {
    return batchOf(
      {
        db: parts.db,
        identity: parts.identity,
        id: toBase64url(parts.random(16)),
        // Raw: the server tells from it whose clock is wrong.
        sentAt: parts.clock.raw(),
        contact: await getKept(parts.db, 'contact'),
        device: await parts.device(),
      },
      items,
    );
  }

  async function makeAhead(after: number): Promise<Batch | undefined> {
    await quiet();
    const items = cutBySize(await readOffered(parts.db, FULL.limit, after));
    return items.length > 0 ? make(items) : undefined;
  }

  function sendOff(batch: Batch): Sent {
    const heard = send(batch);
    const last = batch.items.at(-1);
    // Made anew when this fails, and the failure is told then.
    if (last && sizing === FULL && !suspected) ahead = makeAhead(last.n).catch(() => undefined);
    return { batch, heard };
  }

  async function follow(batch: Batch, answer: ExchangeAnswer): Promise<Sent | undefined> {
    if (!ahead || sizing !== FULL || suspected || !onlyAcknowledges(batch, answer)) return undefined;
    const next = await ahead;
    ahead = undefined;
    return next && sendOff(followingOn(next, batch, answer, parts.clock.raw()));
  }

  async function begin(): Promise<Sent> {
    const released = await releaseHeld(parts.db, parts.clock.now());
    // They are older than what was read.
    if (released > 0) ahead = undefined;
    return sendOff(await make(await itemsFor(suspected || !reached ? 0 : sizing.limit)));
  }

  async function send(batch: Batch): Promise<Heard | { kind: 'offline' }> {
    const bytes = utf8(JSON.stringify(batch.body));
    const headers = {
      'content-type': 'application/json',
      'x-kiosk': parts.identity.kiosk,
      'x-signature': await signExchange(parts.identity, bytes),
    };
    try {
      const signal = AbortSignal.timeout(TIMEOUT);
      const asked = parts.clock.mono();
      const response = await parts.fetch(exchange.path, { method: exchange.method, headers, body: bytes, signal, credentials: 'omit' });
      const heardAt = parts.clock.mono();
      const heard = await hear(response, batch.id, batch.items.length);
      if (heard.kind === 'answer') parts.clock.measure(heard.answer.serverTime, asked, heardAt);
      return heard;
    } catch {
      // fetch and a body that breaks off reject alike: nothing was heard, nothing changes.
      return { kind: 'offline' };
    }
  }

  async function refused(batch: Batch, code: ProblemCode): Promise<Outcome> {
    if (batch.items.length === 0) {
      suspected = undefined;
      return { kind: 'busy', code, retryAfter: undefined };
    }
    if (sizing === FULL && code !== 'too-large') suspected = batch.items;
    else await narrow(batch.items, code);
    return { kind: 'narrowing' };
  }

  async function narrow(items: readonly LogItem[], code: ProblemCode): Promise<void> {
    const next = afterRefusal(items.length);
    sizing = next.sizing;
    const [bad] = items;
    if (next.alone && bad) await holdItem(parts.db, bad.n, code, parts.clock.now() + HOLD);
  }

  async function settled(batch: Batch, answer: ExchangeAnswer): Promise<Outcome> {
    const session = parts.session();
    const now = parts.clock.now();
    const result = await settle({ db: parts.db, items: batch.items, answer, now, day: dayOf(now), session, clock: parts.clock.record });
    if (suspected) {
      await narrow(suspected, 'invalid-input');
      suspected = undefined;
    } else {
      sizing = afterSuccess(sizing, batch.items.length);
    }
    // Items that are offered again go before.
    if (result.again) ahead = undefined;
    const more = underWay !== undefined || answer.feed.more || (await ahead) !== undefined || (await readOffered(parts.db, 1)).length > 0;
    return { kind: 'done', answer, settled: result, more };
  }

  async function outcomeOf(batch: Batch, heard: Heard | { kind: 'offline' }): Promise<Outcome> {
    switch (heard.kind) {
      case 'offline':
      case 'not-an-answer':
        return heard;
      case 'problem':
        return problem(batch, heard.code, heard.retryAfter);
      case 'answer':
        return settled(batch, heard.answer);
    }
  }

  function problem(batch: Batch, code: ProblemCode, retryAfter: number | undefined): Promise<Outcome> | Outcome {
    switch (code) {
      case 'not-signed-in':
      case 'bad-credentials':
      case 'bad-signature':
      case 'forbidden':
      case 'gone':
        return { kind: 'unpaired', code };
      case 'malformed-json':
      case 'bad-request':
      case 'conflict':
      case 'too-large':
      case 'unsupported-media-type':
      case 'invalid-input':
        return refused(batch, code);
      default:
        return { kind: 'busy', code, retryAfter };
    }
  }

  return {
    async exchange() {
      await quiet();
      const { batch, heard: asked } = underWay ?? (await begin());
      underWay = undefined;
      const heard = await asked;
      if (heard.kind !== 'answer') ahead = undefined;
      reached = heard.kind === 'answer' || heard.kind === 'problem';
      await quiet();
      if (heard.kind === 'answer') underWay = await follow(batch, heard.answer);
      return outcomeOf(batch, heard);
    },
  };
}
