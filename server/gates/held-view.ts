/** Held items in words' reach: what can be read of each, and what stands in the log under the same id. */
import type { HeldItem, ReadableItem, Resolution, ResolveReason } from '../../shared/api/held.schema.ts';
import { MAX_EVENT_BYTES } from '../../shared/gate/event.ts';
import { correctedAt, dayOfEvent, readEvent } from '../../shared/gate/log.ts';
import type { SchoolId } from '../../shared/ids.ts';
import type { App } from '../context.ts';
import { schoolScope } from '../db/port.ts';
import type { HeldRow } from './held-store.ts';
import { payloadOf, type Payload as SentPayload } from './item.ts';
import { readPayload } from './payload.ts';
import { type EventRef, peopleOf } from './people.ts';
import { type Names, namesOf } from './rows.ts';
import { openSessions } from './sessions.ts';

/** What can still help. Bytes that belong elsewhere, or whose payload is another's, become right by nothing. */
const MAY_BECOME_RIGHT: ReadonlySet<string> = new Set(['session-missing', 'after-revocation', 'bad-head', 'bad-body']);

/** What the office may do about it; nothing once it is settled. */
export function resolutionsOf({ kind, reason, bytes, resolved_at }: HeldRow): Resolution[] {
  if (resolved_at !== null) return [];
  if (kind === 'conflict') return readEvent(sentOf(bytes).event ?? '').ok ? ['keep', 'add'] : ['keep'];
  return MAY_BECOME_RIGHT.has(reason) ? ['retry', 'set-aside'] : ['set-aside'];
}

/** The item as it was sent; a conflict without a payload is held as the bare event. */
export function sentOf(bytes: string): { raw: unknown; event: string | undefined; payload: SentPayload | undefined } {
  const raw = parsed(bytes);
  // A bare event may hold a field `event` of a newer version, or of somebody who would pass another kiosk's item off as this one.
  if (typeof raw !== 'object' || raw === null || !('event' in raw) || 'kind' in raw) return { raw, event: bytes, payload: undefined };
  const event = typeof raw.event === 'string' ? raw.event : undefined;
  return { raw, event, payload: 'payload' in raw ? payloadOf(raw.payload) : undefined };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON is shown as it came.
    return undefined;
  }
}

/** Rows with what can be read of them. Opens names: the caller marks it in the audit. */
export async function heldViews(app: App, school: SchoolId, rows: readonly HeldRow[]): Promise<HeldItem[]> {
  const scope = schoolScope(school);
  const names = await namesOf(app.db, scope, school);
  const views: HeldItem[] = [];
  for (const row of rows) {
    const sent = sentOf(row.bytes);
    const held = sent.event === undefined ? null : await readable(app, school, names, sent.event, sent.payload);
    views.push({
      id: row.hash,
      kind: row.kind as HeldItem['kind'],
      reason: row.reason,
      kiosk: { id: row.kiosk_id, name: names.kiosks.get(row.kiosk_id) ?? '' },
      receivedAt: row.received_at,
      n: row.n,
      held,
      stored: row.kind === 'conflict' && row.event_id !== null ? await storedItem(app, school, names, row.event_id) : null,
      raw: held ? null : row.bytes.slice(0, MAX_EVENT_BYTES),
      may: resolutionsOf(row),
      resolved: resolvedOf(row),
    });
  }
  return views;
}

function resolvedOf({ resolved_at, resolved_name, how, why, note, made_id }: HeldRow): HeldItem['resolved'] {
  if (resolved_at === null) return null;
  return {
    at: resolved_at,
    by: resolved_name ?? '',
    how: how as Resolution,
    reason: why as ResolveReason,
    note: note ?? '',
    made: made_id,
  };
}

async function storedItem(app: App, school: SchoolId, names: Names, id: string): Promise<ReadableItem | null> {
  const scope = schoolScope(school);
  const row = await app.db.read(scope, (query) =>
    query
      .selectFrom('gate_event')
      .select(['id', 'day', 'kind', 'subject', 'sealed_hash', 'bytes'])
      .where('school_id', '=', school)
      .where('day', '=', dayOfEvent(id))
      .where('id', '=', id)
      .executeTakeFirst(),
  );
  if (!row) return null;
  const found = read(row.bytes, names);
  const person = (await peopleOf(app, school, [row])).get(row.id);
  return found && { ...found, name: person?.name ?? null, phone: person?.phone ?? null, host: person?.host ?? null };
}

async function readable(
  app: App,
  school: SchoolId,
  names: Names,
  text: string,
  payload: SentPayload | undefined,
): Promise<ReadableItem | null> {
  const found = read(text, names);
  const event = readEvent(text);
  if (!found || !event.ok) return null;
  const subject = event.event && 'subject' in event.event ? event.event.subject : null;
  if (subject !== null && app.keys.erased(school, subject)) return found;
  const opened = payload && (await openedPayload(app, school, event.head, payload));
  if (opened) return { ...found, name: opened.name ?? null, phone: opened.phone ?? null, host: opened.host ?? null };
  const ref: EventRef = { id: event.head.id, day: dayOfEvent(event.head.id), kind: event.head.kind, subject, sealed_hash: null };
  // A declaration says who it is; a name that another scan gave is that scan's.
  const person = (await peopleOf(app, school, [ref])).get(ref.id);
  return person?.declared ? { ...found, name: person.name, phone: person.phone, host: person.host } : found;
}

async function openedPayload(app: App, school: SchoolId, { id, kind }: { id: string; kind: string }, payload: SentPayload) {
  const key = (await openSessions(app, school, [], [payload.session])).key(payload.session);
  const place = { school, event: id, class: kind === 'declaration' ? 'answers' : 'identity', session: payload.session } as const;
  return key && readPayload(key, place, payload.bytes);
}

/** All of an event but the person. */
function read(text: string, names: Names): ReadableItem | null {
  const found = readEvent(text);
  if (!found.ok) return null;
  const { head, event } = found;
  const base = {
    kind: event?.kind ?? ('unknown' as const),
    at: correctedAt(head),
    n: head.n,
    gate: names.gates.get(head.gate) ?? '',
    operator: head.op === undefined ? null : (names.operators.get(head.op) ?? null),
    name: null,
    phone: null,
    host: null,
    sealed: head.sealed !== undefined,
  };
  switch (event?.kind) {
    case 'scan': {
      const { dir, colour, why, method, code, subject } = event;
      return { ...base, dir, colour, why, method, code, subject: subject.slice(0, 6) };
    }
    case 'decision':
      return { ...base, admit: event.admit, reason: event.reason };
    case 'correction':
      return { ...base, ...('dir' in event.fix ? { dir: event.fix.dir } : { void: true }) };
    case 'round':
      return { ...base, found: event.found };
    case 'declaration':
      return { ...base, subject: event.subject.slice(0, 6) };
    case 'note':
    case undefined:
      return base;
  }
}
