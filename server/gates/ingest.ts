/**
 * Takes a kiosk's items one by one: each is stored, known already, in conflict, or quarantined. Nothing is refused for
 * what it says, and one bad item never spoils its batch (promises R6-R10).
 */
import type { ItemStatus } from '../../shared/api/exchange.schema.ts';
import type { Day } from '../../shared/clock.ts';
import { correctedAt, dayOfEvent } from '../../shared/gate/log.ts';
import type { SchoolId } from '../../shared/ids.ts';
import { schoolTag } from '../../shared/pass/keys.ts';
import { Problem } from '../../shared/problem.ts';
import { auditOf } from '../audit.ts';
import type { App } from '../context.ts';
import { advanceFeed } from '../db/feed.ts';
import { type Saved, type Statement, schoolScope } from '../db/port.ts';
import { declarationStatements, type NewDeclaration } from '../declarations/store.ts';
import { takingTurns } from '../turns.ts';
import { kioskDeclaration } from './declared.ts';
import { holdConflict, holdLate, holdSessionless, type Item, sortItem, withoutPayload } from './item.ts';
import { newEvents, type Sender } from './new-events.ts';
import type { Sessions } from './sessions.ts';
import {
  deletePayloadsStatement,
  type Held,
  holdStatement,
  insertEventsStatements,
  insertPayloadsStatement,
  releaseStatement,
  storedHashes,
} from './store.ts';

export interface ItemResult {
  status: ItemStatus;
  reason?: string;
}

interface Along {
  /** Saved together with what is stored of the items; nothing of it happens when nothing is. */
  also?: readonly Statement[];
  /** What is noted of the kiosk in the very save that stores these numbers: the number without a gap that follows. */
  note?: (numbers: ReadonlySet<number>) => Promise<{ through: number; statement: Statement }>;
}

export interface Ingested {
  results: ItemResult[];
  /** What `note` said, when it was saved with the items. */
  noted?: number;
  /** The numbers of the feed that went to these items alone: above `from`, up to `to`. */
  own?: { from: number; to: number };
}

/** An item at its place in the batch. */
interface Entry {
  index: number;
  item: Item;
}

/** Rounds are used up only by requests that bring the same items at the same moment. */
const MAX_ROUNDS = 5;

export async function ingest(
  app: App,
  kiosk: Sender,
  items: readonly unknown[],
  sessions: Sessions,
  { also = [], note }: Along,
): Promise<Ingested> {
  const results = new Array<ItemResult>(items.length);
  const tag = await schoolTag(kiosk.school, crypto.subtle);
  const held: Held[] = [];
  let waiting: Entry[] = [];
  for (const [index, raw] of items.entries()) {
    const sorted = sortItem(raw, kiosk.id, tag);
    const late = sorted.ok && kiosk.revokedAt != null && correctedAt(sorted.item.head) > kiosk.revokedAt;
    if (sorted.ok && !late) waiting.push({ index, item: sorted.item });
    else {
      const kept = sorted.ok ? heldOf(app, kiosk.school, sorted.item, holdLate(sorted.item)) : sorted.held;
      held.push(kept);
      results[index] = { status: 'quarantined', reason: kept.reason };
    }
  }

  // A request with the same items may be faster between our look and our save: then we look again.
  for (let round = 0; waiting.length > 0 || held.length > 0; round++) {
    if (round > MAX_ROUNDS) throw new Error('items neither stored nor found');
    const fresh = await freshOf(app, kiosk.school, waiting, sessions, { held, results });
    if (round === 0 && note && fresh.length > 0 && held.length === 0) {
      const whole = await saveWhole(app, kiosk, fresh, sessions, { results, note });
      if (whole) return { results, ...whole };
    }
    waiting = await saveItems(app, kiosk, fresh, { held: held.splice(0), also }, sessions, results);
  }
  return { results };
}

/** The entries that are not here yet; all others get their result. */
async function freshOf(
  app: App,
  school: SchoolId,
  waiting: readonly Entry[],
  sessions: Sessions,
  { held, results }: { held: Held[]; results: ItemResult[] },
): Promise<Entry[]> {
  const known = await storedHashes(
    app.db,
    schoolScope(school),
    school,
    waiting.map(({ item }) => ({ id: item.head.id, day: item.day })),
  );
  return waiting.filter(({ index, item }) => {
    const { head, hash, payload } = item;
    const stored = known.get(head.id);
    if (stored === hash) results[index] = { status: 'duplicate' };
    else if (stored !== undefined) {
      held.push(heldOf(app, school, item, holdConflict(item)));
      results[index] = { status: 'conflict', reason: 'same-id-other-bytes' };
    } else if (payload && !sessions.key(payload.session) && !isErased(app, school, item)) {
      held.push(holdSessionless(item, payload));
      results[index] = { status: 'quarantined', reason: 'session-missing' };
    } else {
      known.set(head.id, hash);
      return true;
    }
    return false;
  });
}

/** The common case in one save: everything is fresh or known. undefined: another request was faster, and nothing was saved. */
async function saveWhole(
  app: App,
  kiosk: Sender,
  fresh: readonly Entry[],
  sessions: Sessions,
  { results, note }: Required<Pick<Along, 'note'>> & Pick<Ingested, 'results'>,
): Promise<Pick<Ingested, 'noted' | 'own'> | undefined> {
  const erased = erasedOf(app, kiosk.school, fresh);
  const { first, inserts, more } = await freshStatements(app, kiosk, fresh, erased, sessions);
  const whole = inserts.map(({ statement, rows }) => ({ ...statement, expect: { rows, otherwise: 'conflict' as const } }));
  const { through, statement } = await note(new Set(fresh.map(({ item }) => item.head.n)));
  let saved: Saved[];
  try {
    saved = await app.db.save(schoolScope(kiosk.school), [first, ...whole, ...more, statement]);
  } catch (error) {
    if (error instanceof Problem && error.code === 'conflict') return undefined;
    throw error;
  }
  await dropErased(app, kiosk.school, fresh, erased);
  for (const { index, item } of fresh) results[index] = { status: erased.has(item) ? 'erased' : 'stored' };
  const to = saved[0]?.rows[0]?.value;
  // A declaration made here has a number of its own.
  return more.length > 0 || typeof to !== 'number' ? { noted: through } : { noted: through, own: { from: to - fresh.length, to } };
}

/** Saves the fresh ones with all that hangs on them, together; returns those that another request stored meanwhile. */
async function saveItems(
  app: App,
  kiosk: Sender,
  fresh: readonly Entry[],
  { held, also }: { held: readonly Held[]; also: readonly Statement[] },
  sessions: Sessions,
  results: ItemResult[],
): Promise<Entry[]> {
  const erased = erasedOf(app, kiosk.school, fresh);
  const statements: Statement[] = [];
  const made = fresh.length > 0 ? await freshStatements(app, kiosk, fresh, erased, sessions) : undefined;
  if (made) statements.push(made.first, ...made.inserts.map(({ statement }) => statement), ...also, ...made.more);
  const now = app.clock();
  if (held.length > 0) statements.push(holdStatement(app.db, kiosk.school, kiosk.id, held, now), ...sessions.statements(keysOf(held)));
  for (const item of held) {
    if (item.reason !== 'other-school' && item.reason !== 'other-kiosk') continue;
    const deed = { actor: kiosk.id, action: 'exchange.foreign-item', object: item.event ?? item.hash };
    statements.push(auditOf(app, { school: kiosk.school, ...deed, detail: { reason: item.reason } }));
  }
  if (statements.length === 0) return [];

  const saved = await app.db.save(schoolScope(kiosk.school), statements);
  await dropErased(app, kiosk.school, fresh, erased);
  const inserted = new Set(saved.slice(1, 1 + (made?.inserts.length ?? 0)).flatMap(({ rows }) => rows.map((row) => row.id)));
  return fresh.filter(({ index, item }) => {
    if (!inserted.has(item.head.id)) return true;
    results[index] = { status: erased.has(item) ? 'erased' : 'stored' };
    return false;
  });
}

/** The feed's advance, the inserts after it, and what hangs on the items, in this order. */
async function freshStatements(app: App, kiosk: Sender, fresh: readonly Entry[], erased: ReadonlySet<Item>, sessions: Sessions) {
  const events = await newEvents(
    app,
    kiosk,
    fresh.map(({ item }) => item),
    app.clock(),
  );
  const open = fresh.map(({ item }) => item).filter((item) => !erased.has(item));
  return {
    first: advanceFeed(app.db.build, kiosk.school, events.length),
    inserts: insertEventsStatements(app.db, kiosk.school, events),
    more: await payloadStatements(app, kiosk, open, sessions),
  };
}

const subjectOf = ({ event }: Item): string | undefined => (event && 'subject' in event ? event.subject : undefined);

const isErased = (app: App, school: SchoolId, item: Item): boolean => app.keys.erasedAmong(school, [subjectOf(item) ?? '']).size > 0;

/** Nothing sealed is kept of somebody who is erased. */
const heldOf = (app: App, school: SchoolId, item: Item, held: Held): Held =>
  item.payload && isErased(app, school, item) ? withoutPayload(held, item.text) : held;

function erasedOf(app: App, school: SchoolId, fresh: readonly Entry[]): Set<Item> {
  const known = app.keys.erasedAmong(
    school,
    fresh.flatMap(({ item }) => subjectOf(item) ?? []),
  );
  return new Set(fresh.flatMap(({ item }) => (known.has(subjectOf(item) ?? '') ? [item] : [])));
}

/**
 * Somebody may be erased between the look into the ledger and the save. An erasure writes the ledger first: who is not in
 * it now is erased after this save, which then finds what was stored.
 */
async function dropErased(app: App, school: SchoolId, fresh: readonly Entry[], before: ReadonlySet<Item>): Promise<void> {
  const meanwhile = [...erasedOf(app, school, fresh)].filter((item) => item.payload && !before.has(item));
  if (meanwhile.length === 0) return;
  await app.db.save(schoolScope(school), [
    deletePayloadsStatement(
      app.db,
      school,
      meanwhile.map(({ head }) => head.id),
    ),
  ]);
}

/** The office must be able to open what is held, after the kiosk has forgotten its key. */
const keysOf = (held: readonly Held[]): { day: Day; session: string }[] =>
  held.flatMap(({ event, session }) => (event !== null && session !== undefined ? [{ day: dayOfEvent(event), session }] : []));

/** Payloads with the keys that open them, declarations made of them, and the end of their quarantine. */
async function payloadStatements(app: App, kiosk: Sender, items: readonly Item[], sessions: Sessions): Promise<Statement[]> {
  const sealed = items.flatMap((item) => (item.payload ? [{ item, payload: item.payload, day: item.day }] : []));
  if (sealed.length === 0) return [];
  const payloads = sealed.map(({ item, payload, day }) => ({ day, event: item.head.id, ...payload }));
  const statements = [
    insertPayloadsStatement(app.db, kiosk.school, payloads),
    ...sessions.statements(payloads),
    releaseStatement(
      app.db,
      kiosk.school,
      sealed.map(({ item, payload }) => holdSessionless(item, payload).hash),
    ),
  ];
  const breathe = takingTurns();
  const declared: NewDeclaration[] = [];
  for (const { item, payload } of sealed) {
    const made = item.event?.kind === 'declaration' && (await kioskDeclaration(app, kiosk, item.event, payload, sessions));
    if (made) declared.push(made);
    await breathe();
  }
  return [...statements, ...declarationStatements(app.db, app.keys, kiosk.school, declared)];
}
