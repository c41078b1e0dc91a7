/** What the watch judges by, read in small pieces: a school with years of events costs no more than a new one. */
import { sql } from 'kysely';
import { isSchoolDay, type SchoolHours, schoolTime } from '../../shared/alarms/hours.ts';
import { BURST_WINDOW, type Burst, burstsOf, type WatchedKiosk, type WatchedPoster, type WatchFacts } from '../../shared/alarms/watch.ts';
import { addDays, type Day, dayOf, endOfDay, HOUR, startOfDay } from '../../shared/clock.ts';
import type { SchoolId } from '../../shared/ids.ts';
import { headsIn, movementsOf, openStays, staysOf } from '../../shared/presence/stays.ts';
import type { App } from '../context.ts';
import { type Db, type Scope, schoolScope } from '../db/port.ts';
import { dayRows, itemOf } from '../gates/day-items.ts';
import { stateOf } from '../kiosks/state.ts';
import { type Kiosk, listKiosks } from '../kiosks/store.ts';

/** Facts of this moment; what is usual is counted once a day and kept. */
export async function watchFacts(app: App, school: SchoolId, hours: SchoolHours): Promise<WatchFacts> {
  const now = app.clock();
  const scope = schoolScope(school);
  const { db } = app;
  const usual = await usualOf(db, scope, school, hours, dayOf(now));
  const kiosks: WatchedKiosk[] = [];
  for (const kiosk of await listKiosks(db, scope, school)) {
    if (kiosk.revokedAt === null) kiosks.push(await watchedKiosk(db, scope, kiosk, usual.kiosks.get(kiosk.id) ?? 0));
  }
  const over = schoolTime(hours, now).at === 'after';
  return {
    now,
    hours,
    kiosks,
    posters: await watchedPosters(db, scope, school, dayOf(now), usual.posters),
    ...(over ? await dayCounts(db, scope, school, dayOf(now)) : { entries: 0, exits: 0, inside: 0 }),
    bursts: await recentBursts(db, scope, school, now),
  };
}

async function watchedKiosk(db: Db, scope: Scope, kiosk: Kiosk, usual: number): Promise<WatchedKiosk> {
  // Uses gate_event_device backwards.
  const last = await db.read(scope, (query) =>
    query
      .selectFrom('gate_event')
      .select('at')
      .where('school_id', '=', kiosk.school)
      .where('kiosk_id', '=', kiosk.id)
      .where('kind', '=', 'scan')
      .orderBy('n', 'desc')
      .limit(1)
      .executeTakeFirst(),
  );
  const state = stateOf(kiosk);
  return {
    id: kiosk.id,
    pairedAt: kiosk.pairedAt,
    lastSeenAt: kiosk.lastSeenAt,
    lastScanAt: last?.at ?? null,
    usual,
    clockOffset: kiosk.clockOffset,
    unsent: state?.unsent ?? 0,
    oldestUnsentAt: state?.oldestUnsentAt ?? null,
    persisted: state?.persisted ?? null,
    usedBytes: state?.usedBytes ?? null,
    quotaBytes: state?.quotaBytes ?? null,
  };
}

interface Usual {
  kiosks: ReadonlyMap<string, number>;
  posters: ReadonlyMap<string, number>;
}
/** What was usual does not change within a day. */
const usualByDay = new WeakMap<Db, Map<string, Usual>>();
const LOOK_BACK = 7;

async function usualOf(db: Db, scope: Scope, school: SchoolId, hours: SchoolHours, today: Day): Promise<Usual> {
  const kept = usualByDay.get(db) ?? new Map<string, Usual>();
  usualByDay.set(db, kept);
  const key = `${school} ${today}`;
  const known = kept.get(key);
  if (known) return known;
  const days = Array.from({ length: LOOK_BACK }, (_, back) => addDays(today, -1 - back)).filter((day) => isSchoolDay(hours, day));
  const scans: ReadonlyMap<string, number>[] = [];
  const declared: ReadonlyMap<string, number>[] = [];
  for (const day of days) {
    scans.push(await scansByKiosk(db, scope, school, day));
    declared.push(await declaredByPlace(db, scope, school, day));
  }
  const found: Usual = { kiosks: medians(scans), posters: medians(declared) };
  for (const old of kept.keys()) if (!old.endsWith(today)) kept.delete(old);
  kept.set(key, found);
  return found;
}

/** Half of the days had at least so many. */
function medians(days: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const ids = new Set(days.flatMap((day) => [...day.keys()]));
  return new Map(
    [...ids].map((id) => {
      const counts = days.map((day) => day.get(id) ?? 0).sort((a, b) => a - b);
      return [id, counts[Math.floor((counts.length - 1) / 2)] ?? 0];
    }),
  );
}

/** Uses gate_event_at. */
async function scansByKiosk(db: Db, scope: Scope, school: SchoolId, day: Day): Promise<Map<string, number>> {
  const rows = await db.read(scope, (query) =>
    query
      .selectFrom('gate_event')
      .select(['kiosk_id', sql<number>`count(*)`.as('count')])
      .where('school_id', '=', school)
      .where('at', '>=', startOfDay(day))
      .where('at', '<=', endOfDay(day))
      .where('kind', '=', 'scan')
      .groupBy('kiosk_id')
      .execute(),
  );
  return new Map(rows.map((row) => [row.kiosk_id, Number(row.count)]));
}

/** Declarations made by poster. Uses declaration_day. */
async function declaredByPlace(db: Db, scope: Scope, school: SchoolId, day: Day): Promise<Map<string, number>> {
  const rows = await db.read(scope, (query) =>
    query
      .selectFrom('declaration')
      .select(['place_id', sql<number>`count(*)`.as('count')])
      .where('school_id', '=', school)
      .where('day', '=', day)
      .groupBy('place_id')
      .execute(),
  );
  return new Map(rows.flatMap((row) => (row.place_id === null ? [] : [[row.place_id, Number(row.count)] as const])));
}

async function watchedPosters(db: Db, scope: Scope, school: SchoolId, day: Day, usual: Usual['posters']): Promise<WatchedPoster[]> {
  const today = await declaredByPlace(db, scope, school, day);
  const places = await db.read(scope, (query) =>
    query.selectFrom('place').select('id').where('school_id', '=', school).where('withdrawn_at', 'is', null).execute(),
  );
  return places.map(({ id }) => ({ id, today: today.get(id) ?? 0, usual: usual.get(id) ?? 0 }));
}

async function dayCounts(db: Db, scope: Scope, school: SchoolId, day: Day): Promise<Pick<WatchFacts, 'entries' | 'exits' | 'inside'>> {
  const items = (await dayRows(db, scope, school, day)).map(itemOf);
  const period = { from: startOfDay(day), to: endOfDay(day) };
  const movements = movementsOf(items, period);
  const entries = headsIn(movements.filter((movement) => movement.dir === 'in'));
  // A big day: the gates' requests in between.
  await new Promise((resolve) => setImmediate(resolve));
  return { entries, exits: headsIn(movements) - entries, inside: headsIn(openStays(staysOf(items, undefined, period))) };
}

/** More than these within half an hour is no gate of a school. */
const MOST_RECENT = 5000;

async function recentBursts(db: Db, scope: Scope, school: SchoolId, now: number): Promise<Burst[]> {
  const from = now - BURST_WINDOW;
  // Uses gate_event_at.
  const scans = await db.read(scope, (query) =>
    query
      .selectFrom('gate_event')
      .select(['kiosk_id', 'subject', 'code', 'dir', 'at'])
      .where('school_id', '=', school)
      .where('at', '>=', from)
      .where('at', '<=', now + HOUR)
      .where('kind', '=', 'scan')
      .orderBy('at', 'desc')
      .limit(MOST_RECENT)
      .execute(),
  );
  // Uses declaration_feed backwards.
  const declared = await db.read(scope, (query) =>
    query
      .selectFrom('declaration')
      .select(['place_id', 'created_at'])
      .where('school_id', '=', school)
      // A family is one request.
      .where('guardian_id', 'is', null)
      .orderBy('feed', 'desc')
      .limit(MOST_RECENT / 10)
      .execute(),
  );
  const recent = declared.filter((row) => row.created_at >= from);
  return [
    ...burstsOf(
      'burst-kiosk',
      scans.map((row) => ({ object: row.kiosk_id, at: row.at })),
    ),
    ...burstsOf(
      'burst-pass',
      scans.flatMap((row) => (row.code === 'pass' && row.dir === 'in' && row.subject ? [{ object: row.subject, at: row.at }] : [])),
    ),
    ...burstsOf(
      'burst-poster',
      recent.flatMap((row) => (row.place_id ? [{ object: row.place_id, at: row.created_at }] : [])),
    ),
  ];
}
