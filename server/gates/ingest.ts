/**
 * Takes a kiosk's items one by one: each is stored, known already, in conflict, or quarantined. Nothing is refused for
 * what it says, and one bad item never spoils its batch (promises R6-R10).
 */
import { createHash } from 'node:crypto';
import type { ItemStatus } from '../../shared/api/exchange.schema.ts';
import type { EventFlag } from '../../shared/api/log.schema.ts';
import { fromBase64url, toBase64url } from '../../shared/bytes.ts';
import { DAY, dayOf, MINUTE } from '../../shared/clock.ts';
import type { GateEvent } from '../../shared/gate/event.ts';
import { correctedAt, type EventHead, readEvent } from '../../shared/gate/log.ts';
import { type EventId, type KioskId, type SchoolId, timeOfUuid, uuidv7 } from '../../shared/ids.ts';
import { schoolTag } from '../../shared/pass/keys.ts';
import { MAX_SEALED_BYTES } from '../../shared/seal/session.ts';
import type { App } from '../context.ts';
import { auditStatement } from '../db/audit.ts';
import { advanceFeed } from '../db/feed.ts';
import { type Statement, schoolScope } from '../db/port.ts';
import { kioskDeclarationStatements } from './declared.ts';
import type { Sessions } from './sessions.ts';
import {
  byNumber,
  type Held,
  holdStatement,
  insertEventsStatement,
  insertPayloadsStatement,
  type NewEvent,
  storedHashes,
} from './store.ts';

export interface ItemResult {
  status: ItemStatus;
  reason?: string;
}

interface Taken {
  head: EventHead;
  event: GateEvent | undefined;
  text: string;
  hash: string;
  payload: { session: string; bytes: Uint8Array } | undefined;
}
type Sorted = { ok: true; item: Taken } | { ok: false; held: Held };

const SKEW = 2 * MINUTE;
const OLDEST = 60 * DAY;

const sha256 = (data: string | Uint8Array): string => toBase64url(createHash('sha256').update(data).digest());

export async function ingest(
  app: App,
  kiosk: { id: KioskId; school: SchoolId },
  items: readonly unknown[],
  sessions: Sessions,
): Promise<ItemResult[]> {
  const results = new Array<ItemResult>(items.length);
  const tag = await schoolTag(kiosk.school, crypto.subtle);
  const held: Held[] = [];
  let waiting: { index: number; item: Taken }[] = [];
  items.forEach((raw, index) => {
    const sorted = sortItem(raw, kiosk, tag);
    if (sorted.ok) waiting.push({ index, item: sorted.item });
    else {
      held.push(sorted.held);
      results[index] = { status: 'quarantined', reason: sorted.held.reason };
    }
  });

  // A request with the same items may be faster between our look and our save: then we look again.
  for (let round = 0; waiting.length > 0 || held.length > 0; round++) {
    const scope = schoolScope(kiosk.school);
    const known = await storedHashes(
      app.db,
      scope,
      kiosk.school,
      waiting.map(({ item }) => ({ id: item.head.id, day: dayOfId(item.head.id) })),
    );
    const fresh: { index: number; item: Taken }[] = [];
    for (const entry of waiting) {
      const { head, hash } = entry.item;
      const stored = known.get(head.id);
      if (stored === undefined) {
        known.set(head.id, hash);
        fresh.push(entry);
      } else if (stored === hash) results[entry.index] = { status: 'duplicate' };
      else {
        held.push(holdItem('conflict', entry.item.text, 'same-id-other-bytes', head));
        results[entry.index] = { status: 'conflict', reason: 'same-id-other-bytes' };
      }
    }
    const lost = await saveItems(app, kiosk, fresh, held.splice(0), sessions, results);
    waiting = lost;
    if (round > 5) throw new Error('items neither stored nor found');
  }
  return results;
}

const dayOfId = (id: EventId): string => dayOf(timeOfUuid(id));

const holdItem = (kind: Held['kind'], text: string, reason: string, of: { id?: EventId; n?: number }): Held => ({
  kind,
  hash: sha256(`${kind}\n${text}`),
  n: of.n ?? null,
  event: of.id ?? null,
  reason,
  bytes: text,
});

function sortItem(raw: unknown, kiosk: { id: KioskId }, tag: string): Sorted {
  const refuse = (reason: string, of: { id?: EventId; n?: number } = {}): Sorted => ({
    ok: false,
    held: holdItem('quarantine', JSON.stringify(raw ?? null), reason, of),
  });
  if (typeof raw !== 'object' || raw === null || !('event' in raw) || typeof raw.event !== 'string') return refuse('not-an-item');
  const read = readEvent(raw.event);
  if (!read.ok) return refuse(read.reason, read);
  const { head, event } = read;
  if (head.school !== tag) return refuse('other-school', { id: head.id });
  if (head.kiosk !== kiosk.id) return refuse('other-kiosk', { id: head.id });
  const payload = 'payload' in raw ? payloadOf(raw.payload) : undefined;
  if ((head.sealed === undefined) !== (payload === undefined)) return refuse('payload-missing', head);
  if (payload && sha256(payload.bytes) !== head.sealed) return refuse('payload-changed', head);
  return { ok: true, item: { head, event, text: raw.event, hash: sha256(raw.event), payload } };
}

function payloadOf(value: unknown): Taken['payload'] {
  if (typeof value !== 'object' || value === null || !('session' in value) || !('sealed' in value)) return undefined;
  if (typeof value.session !== 'string' || typeof value.sealed !== 'string' || value.sealed.length > 2 * MAX_SEALED_BYTES) return undefined;
  const bytes = fromBase64url(value.sealed);
  return bytes && bytes.length <= MAX_SEALED_BYTES ? { session: value.session, bytes } : undefined;
}

/** Saves the fresh ones with all that hangs on them, together; returns those that another request stored meanwhile. */
async function saveItems(
  app: App,
  kiosk: { id: KioskId; school: SchoolId },
  fresh: readonly { index: number; item: Taken }[],
  held: readonly Held[],
  sessions: Sessions,
  results: ItemResult[],
): Promise<{ index: number; item: Taken }[]> {
  const now = app.clock();
  const scope = schoolScope(kiosk.school);
  const flags = await flagsOf(
    app,
    kiosk,
    fresh.map((entry) => entry.item),
    now,
  );
  const events: NewEvent[] = [];
  const keyed: (typeof fresh)[number][] = [];
  const allHeld = [...held];
  for (const entry of fresh) {
    const { item } = entry;
    if (item.payload && !sessions.has(item.payload.session, dayOfId(item.head.id))) {
      allHeld.push(
        holdItem('quarantine', JSON.stringify({ event: item.text, sealed: toBase64url(item.payload.bytes) }), 'session-missing', item.head),
      );
      results[entry.index] = { status: 'quarantined', reason: 'session-missing' };
      continue;
    }
    keyed.push(entry);
    events.push({
      head: item.head,
      event: item.event,
      day: dayOfId(item.head.id),
      at: correctedAt(item.head),
      receivedAt: now,
      flags: flags.get(item) ?? [],
      hash: item.hash,
      text: item.text,
    });
  }

  const statements: Statement[] = [];
  if (events.length > 0) {
    statements.push(advanceFeed(app.db.build, kiosk.school, events.length), insertEventsStatement(app.db, kiosk.school, events));
    const payloads = keyed.flatMap(({ item }) =>
      item.payload && !isErased(app, kiosk.school, item)
        ? [{ day: dayOfId(item.head.id), event: item.head.id, session: item.payload.session, bytes: item.payload.bytes }]
        : [],
    );
    if (payloads.length > 0) statements.push(insertPayloadsStatement(app.db, kiosk.school, payloads), ...sessions.statements(payloads));
    for (const { item } of keyed) {
      if (item.event?.kind === 'declaration' && item.payload && !isErased(app, kiosk.school, item)) {
        statements.push(...(await kioskDeclarationStatements(app, kiosk, item.event, item.payload, sessions)));
      }
    }
  }
  if (allHeld.length > 0) statements.push(holdStatement(app.db, kiosk.school, kiosk.id, allHeld, now));
  for (const item of allHeld) {
    if (item.reason !== 'other-school' && item.reason !== 'other-kiosk') continue;
    const entry = { school: kiosk.school, at: now, id: uuidv7(now, app.random), actor: kiosk.id, object: item.event ?? item.hash };
    statements.push(auditStatement(app.db.build, { ...entry, action: 'exchange.foreign-item', detail: { reason: item.reason } }));
  }
  if (statements.length === 0) return [];

  const saved = await app.db.save(scope, statements);
  const inserted = new Set(events.length > 0 ? (saved[1]?.rows ?? []).map((row) => row.id) : []);
  return keyed.filter((entry) => {
    if (!inserted.has(entry.item.head.id)) return true;
    results[entry.index] = { status: isErased(app, kiosk.school, entry.item) ? 'erased' : 'stored' };
    return false;
  });
}

const isErased = (app: App, school: SchoolId, item: Taken): boolean =>
  item.event !== undefined && 'subject' in item.event && app.keys.erased(school, item.event.subject);

/** What the office must know about an item: wrong clock, broken chain, one number twice, a kind of a newer kiosk. */
async function flagsOf(
  app: App,
  kiosk: { id: KioskId; school: SchoolId },
  items: readonly Taken[],
  now: number,
): Promise<Map<Taken, EventFlag[]>> {
  const wanted = [...new Set(items.flatMap(({ head }) => [head.n, head.n - 1]))].filter((n) => n > 0);
  const there = await byNumber(app.db, schoolScope(kiosk.school), kiosk.school, kiosk.id, wanted);
  const holders = new Map<number, { id: string; hash: string }[]>();
  for (const row of there) holders.set(row.n, [...(holders.get(row.n) ?? []), row]);
  for (const { head, hash } of items) holders.set(head.n, [...(holders.get(head.n) ?? []), { id: head.id, hash }]);

  const flags = new Map<Taken, EventFlag[]>();
  for (const item of items) {
    const { head } = item;
    const found: EventFlag[] = [];
    const at = correctedAt(head);
    if (Math.abs(head.off ?? 0) > SKEW || at > now + SKEW || at < now - OLDEST) found.push('skew');
    const before = holders.get(head.n - 1);
    if (head.n === 1 ? head.prev !== '' : head.prev === '' || (before && !before.some((each) => each.hash === head.prev)))
      found.push('chain');
    if ((holders.get(head.n) ?? []).some((each) => each.id !== head.id)) found.push('clone');
    if (!item.event) found.push('unknown-kind');
    flags.set(item, found);
  }
  return flags;
}
