import { sql } from 'kysely';
import type { FeedItem } from '../../shared/api/exchange.schema.ts';
import { addDays, type Day, dayOf } from '../../shared/clock.ts';
import { typedCodeOf } from '../../shared/codes.ts';
import type { Direction, Found } from '../../shared/gate/event.ts';
import type { KioskId, SchoolId } from '../../shared/ids.ts';
import type { App } from '../context.ts';
import { schoolScope } from '../db/port.ts';
import { openIdentity, passesSince } from '../declarations/store.ts';
import { officeItemsSince } from './corrections-store.ts';
import { maskedPeople } from './people.ts';

const PAGE = 500;
type Numbered = { feed: number; item: FeedItem };

/** Numbers that a kiosk may be behind before the way to what still matters is shortened. */
const FAR = 4 * PAGE;

/** What a kiosk has not seen of its school: the other kiosks' events since yesterday, what the office said of those of all, passes, withdrawals. Oldest first. */
export async function feedSince(app: App, kiosk: { id: KioskId; school: SchoolId }, after: number) {
  const { school } = kiosk;
  const scope = schoolScope(school);
  const now = app.clock();
  // Read first: rows up to this number are all there, since numbers are given in commit order.
  const through = await app.db.read(scope, (query) =>
    query.selectFrom('feed_counter').select('value').where('school_id', '=', school).executeTakeFirst(),
  );
  const end = through?.value ?? 0;
  // Most exchanges of a quiet day.
  if (end <= after) return { cursor: end, items: [], more: false };
  const start = end - after > FAR ? await startsOf(app, school, after, end) : { events: after, passes: after };
  const events = await eventsSince(app, kiosk, start.events, end);
  const passes = await passesSince(app.db, scope, school, start.passes, end, now, PAGE);
  const revoked = await revokedSince(app, school, after, end);
  const office = await app.db.read(scope, (query) => officeItemsSince(query, school, after, end, firstDay(now), PAGE));

  const numbered: Numbered[] = [...events, ...revoked, ...office];
  for (const { feed, declaration } of passes) {
    const identity = openIdentity(app.keys, declaration);
    if (!identity) continue;
    numbered.push({
      feed,
      item: {
        kind: 'pass',
        subject: declaration.subject,
        typedCode: await typedCodeOf(declaration.subject, crypto.subtle),
        name: identity.maskedName,
        expiresAt: declaration.passExpiresAt,
        outcome: declaration.outcome,
        host: identity.host,
        ...(declaration.companions > 0 ? { companions: declaration.companions } : {}),
      },
    });
  }
  numbered.sort((a, b) => a.feed - b.feed);
  // A source that was cut at its limit may hide rows: nothing beyond the shortest cut is given yet.
  const cuts = [events, passes, revoked, office].flatMap((list) => (list.length >= PAGE ? [list.at(-1)?.feed ?? end] : []));
  const cursor = cuts.length > 0 ? Math.min(...cuts) : end;
  return { cursor, items: numbered.filter((each) => each.feed <= cursor).map((each) => each.item), more: cursor < end };
}

/** `feed + 0`: else SQLite walks the school's numbers from the first one on (tests/server/db/plans.test.ts). */
const LOWEST = sql<number | null>`min(feed + 0)`.as('feed');

/** A new kiosk begins at 0: all but the newest of what follows is over, and walking it would cost what the school holds. */
async function startsOf(app: App, school: SchoolId, after: number, end: number): Promise<{ events: number; passes: number }> {
  const now = app.clock();
  return app.db.read(schoolScope(school), async (query) => {
    // The primary key and declaration_valid.
    const event = await query
      .selectFrom('gate_event')
      .select(LOWEST)
      .where('school_id', '=', school)
      .where('day', '>=', firstDay(now))
      .executeTakeFirst();
    const pass = await query
      .selectFrom('declaration')
      .select(LOWEST)
      .where('school_id', '=', school)
      .where('pass_expires_at', '>', now)
      .executeTakeFirst();
    const before = (feed: number | null | undefined): number => Math.max(after, feed ? feed - 1 : end);
    return { events: before(event?.feed), passes: before(pass?.feed) };
  });
}

const firstDay = (now: number): Day => addDays(dayOf(now), -1);

async function eventsSince(app: App, kiosk: { id: KioskId; school: SchoolId }, after: number, through: number): Promise<Numbered[]> {
  const scope = schoolScope(kiosk.school);
  const rows = await app.db.read(scope, (query) =>
    query
      .selectFrom('gate_event')
      .select([
        'feed',
        'kind',
        'id',
        'day',
        'kiosk_id',
        'n',
        'gate_id',
        'subject',
        'dir',
        'colour',
        'of_id',
        'admit',
        'reason',
        'at',
        'sealed_hash',
        'companions',
      ])
      .where('school_id', '=', kiosk.school)
      .where('feed', '>', after)
      .where('feed', '<=', through)
      .where('kiosk_id', '<>', kiosk.id)
      .where('day', '>=', firstDay(app.clock()))
      .where('kind', 'in', ['scan', 'decision', 'correction', 'round'])
      .orderBy('feed')
      .limit(PAGE)
      .execute(),
  );
  const people = await maskedPeople(app, kiosk.school, rows);
  return rows.map((row) => {
    const base = { id: row.id, kiosk: row.kiosk_id, n: row.n, at: row.at };
    const of = row.of_id ?? '';
    switch (row.kind) {
      case 'decision':
        return { feed: row.feed, item: { kind: 'decision', ...base, of, admit: row.admit === 1 } };
      case 'correction':
        return { feed: row.feed, item: { kind: 'correction', ...base, of, fix: row.dir ? { dir: row.dir as Direction } : { void: true } } };
      case 'round':
        return { feed: row.feed, item: { kind: 'round', ...base, of, found: row.reason as Found } };
      default: {
        const person = people.get(row.id);
        return {
          feed: row.feed,
          item: {
            kind: 'scan',
            ...base,
            gate: row.gate_id,
            subject: row.subject ?? '',
            dir: row.dir as Direction,
            colour: row.colour as 'green' | 'amber' | 'red',
            name: person?.name ?? '',
            host: person?.host ?? '',
            ...(row.companions > 0 ? { with: row.companions } : {}),
          },
        };
      }
    }
  });
}

async function revokedSince(app: App, school: SchoolId, after: number, through: number): Promise<Numbered[]> {
  const rows = await app.db.read(schoolScope(school), (query) =>
    query
      .selectFrom('pass_revocation')
      .selectAll()
      .where('school_id', '=', school)
      .where('feed', '>', after)
      .where('feed', '<=', through)
      .orderBy('feed')
      .limit(PAGE)
      .execute(),
  );
  return rows.map((row) => ({ feed: row.feed, item: { kind: 'revoked', subject: row.subject, erased: row.erased === 1 } }));
}
