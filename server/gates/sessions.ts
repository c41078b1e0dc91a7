/**
 * Session keys of kiosks. A kiosk wraps its session key once for the school's key of the week; here it is opened and
 * sealed again under the key of each day whose payloads need it, so that destroying a day destroys its payloads. The
 * payload's own bytes never change (decisions 8).
 */
import type { WrappedSession } from '../../shared/api/exchange.schema.ts';
import type { Day } from '../../shared/clock.ts';
import type { SchoolId } from '../../shared/ids.ts';
import type { App } from '../context.ts';
import { type Statement, schoolScope } from '../db/port.ts';
import { insertSessionsStatement } from './store.ts';

/** Raw keys of sessions seen lately: ECDH costs twenty times an AES opening. */
const recentOf = new WeakMap<App, Map<string, Uint8Array>>();
const MOST_RECENT = 2000;

export interface Sessions {
  /** undefined: nothing opens what is sealed with it. */
  key(session: string): Uint8Array | undefined;
  /** Seals the keys that these payloads need under their days. */
  statements(payloads: readonly { day: Day; session: string }[]): Statement[];
}

/** 16 random bytes, base64url. */
export const isSessionId = (value: unknown): value is string => typeof value === 'string' && /^[A-Za-z0-9_-]{22}$/.test(value);

const isText = (value: unknown, max: number): value is string => typeof value === 'string' && value.length > 0 && value.length <= max;

function wrappedOf(value: unknown): WrappedSession | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, week, ephemeral, wrapped } = value as Record<string, unknown>;
  return isSessionId(id) && isText(week, 10) && isText(ephemeral, 100) && isText(wrapped, 200)
    ? { id, week, ephemeral, wrapped }
    : undefined;
}

/**
 * The keys of the sessions that items name or bring. What is known of a session stays: another device that brings a key
 * under the same id changes nothing.
 */
export async function openSessions(app: App, school: SchoolId, wrapped: readonly unknown[], named: readonly string[]): Promise<Sessions> {
  const recent = recentOf.get(app) ?? new Map<string, Uint8Array>();
  recentOf.set(app, recent);
  const brought = wrapped.flatMap((value) => wrappedOf(value) ?? []);
  const keys = new Map<string, Uint8Array>();
  const unknown = [...new Set([...named, ...brought.map((session) => session.id)])].filter((id) => {
    const cached = recent.get(`${school}/${id}`);
    if (cached) keys.set(id, cached);
    return !cached;
  });
  for (const [id, key] of await storedSessions(app, school, unknown)) keys.set(id, key);
  for (const session of brought) {
    const key = keys.get(session.id) ?? app.keys.unwrapSession(school, session);
    if (key) keys.set(session.id, key);
  }
  for (const [id, key] of keys) remember(recent, `${school}/${id}`, key);

  return {
    key: (session) => keys.get(session),
    statements(payloads) {
      const needed = new Map(payloads.map(({ day, session }) => [`${day}/${session}`, { day, session }]));
      const rows = [...needed.values()].flatMap(({ day, session }) => {
        const key = keys.get(session);
        return key ? [{ day, session, sealed: app.keys.seal(sessionPlace(school, session, day), key) }] : [];
      });
      return rows.length > 0 ? [insertSessionsStatement(app.db, school, rows)] : [];
    },
  };
}

export const sessionPlace = (school: SchoolId, session: string, day: Day) =>
  ({ school, table: 'sealed_session', row: session, class: 'identity', day }) as const;

/** Keys that were sealed under some day when they first came. */
async function storedSessions(app: App, school: SchoolId, ids: readonly string[]): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  if (ids.length === 0) return found;
  const rows = await app.db.read(schoolScope(school), (query) =>
    query
      .selectFrom('sealed_session')
      .selectAll()
      .where('school_id', '=', school)
      .where('session_id', 'in', [...ids])
      .execute(),
  );
  for (const row of rows) {
    const key = app.keys.open(sessionPlace(school, row.session_id, row.day), row.sealed);
    if (key) found.set(row.session_id, key);
  }
  return found;
}

function remember(recent: Map<string, Uint8Array>, name: string, key: Uint8Array): void {
  recent.delete(name);
  recent.set(name, key);
  const oldest = recent.size > MOST_RECENT ? recent.keys().next().value : undefined;
  if (oldest !== undefined) recent.delete(oldest);
}
