/** A school's settings and the alarms that stand. */
import { USUAL_HOURS } from '../../shared/alarms/hours.ts';
import { WATCH_KINDS, type WatchAlarm, type WatchKind } from '../../shared/alarms/watch.ts';
import type { AlarmOf, AlarmSettings } from '../../shared/api/alarms.schema.ts';
import type { Instant } from '../../shared/clock.ts';
import type { AccountId, SchoolId } from '../../shared/ids.ts';
import type { Db, Scope, Statement } from '../db/port.ts';

export interface StoredSettings extends AlarmSettings {
  /** 1: never changed. */
  version: number;
}

const USUAL: StoredSettings = {
  hours: { ...USUAL_HOURS, weekdays: [...USUAL_HOURS.weekdays], daysOff: [...USUAL_HOURS.daysOff] },
  off: [],
  mail: [],
  version: 1,
};

/** The usual settings, under version 1, where nobody has set any. */
export async function findSettings(db: Db, scope: Scope, school: SchoolId): Promise<StoredSettings> {
  const row = await db.read(scope, (query) =>
    query.selectFrom('alarm_setting').select(['settings', 'version']).where('school_id', '=', school).executeTakeFirst(),
  );
  // Written here only, after its schema has held.
  return row ? { ...(JSON.parse(row.settings) as AlarmSettings), version: row.version } : USUAL;
}

/** Fails with `stale-version` when `version` is not the stored one. */
export function settingsStatement(db: Db, school: SchoolId, settings: AlarmSettings, version: number): Statement {
  const row = { school_id: school, settings: JSON.stringify(settings), version: version + 1 };
  return {
    query: db.build
      .insertInto('alarm_setting')
      .values(row)
      .onConflict((clash) => clash.column('school_id').doUpdateSet(row).where('alarm_setting.version', '=', version))
      .compile(),
    expect: { rows: 1, otherwise: 'stale-version' },
  };
}

export interface StoredAlarm extends WatchAlarm {
  raisedAt: Instant;
  clearedAt: Instant | null;
  mailedAt: Instant | null;
  seenAt: Instant | null;
}

const isKind = (kind: string): kind is WatchKind => WATCH_KINDS.some((known) => known === kind);

/** Standing and past ones. */
export async function listAlarms(db: Db, scope: Scope, school: SchoolId): Promise<StoredAlarm[]> {
  const rows = await db.read(scope, (query) => query.selectFrom('alarm').selectAll().where('school_id', '=', school).execute());
  return rows.flatMap((row) =>
    isKind(row.kind)
      ? {
          kind: row.kind,
          object: row.object,
          count: row.count,
          since: row.since,
          raisedAt: row.raised_at,
          clearedAt: row.cleared_at,
          mailedAt: row.mailed_at,
          seenAt: row.seen_at,
        }
      : [],
  );
}

/** Begins the alarm anew: not mailed, not seen. */
export function raiseStatement(db: Db, school: SchoolId, alarm: WatchAlarm, now: Instant): Statement {
  const fresh = { count: alarm.count, since: alarm.since, raised_at: now, cleared_at: null, mailed_at: null, seen_at: null, seen_by: null };
  return {
    query: db.build
      .insertInto('alarm')
      .values({ school_id: school, kind: alarm.kind, object: alarm.object, ...fresh })
      .onConflict((clash) => clash.columns(['school_id', 'kind', 'object']).doUpdateSet(fresh).where('alarm.cleared_at', 'is not', null))
      .compile(),
  };
}

const oneAlarm = (db: Db, school: SchoolId, of: AlarmOf) =>
  db.build.updateTable('alarm').where('school_id', '=', school).where('kind', '=', of.kind).where('object', '=', of.object);

/** It is over; the row stays until the same is raised anew. */
export const clearStatement = (db: Db, school: SchoolId, of: AlarmOf, now: Instant): Statement => ({
  query: oneAlarm(db, school, of).set({ cleared_at: now }).where('cleared_at', 'is', null).compile(),
});

/** Of two servers only one mails an alarm. */
export const claimMailStatement = (db: Db, school: SchoolId, of: AlarmOf, now: Instant): Statement => ({
  query: oneAlarm(db, school, of).set({ mailed_at: now }).where('mailed_at', 'is', null).returning('kind').compile(),
});

/** The mail was not taken: the next round tries again. */
export const unclaimMailStatement = (db: Db, school: SchoolId, of: AlarmOf): Statement => ({
  query: oneAlarm(db, school, of).set({ mailed_at: null }).compile(),
});

/** Fails with `not-found` when no such alarm stands. */
export const seeStatement = (db: Db, school: SchoolId, of: AlarmOf, by: AccountId, now: Instant): Statement => ({
  query: oneAlarm(db, school, of).set({ seen_at: now, seen_by: by }).where('cleared_at', 'is', null).compile(),
  expect: { rows: 1, otherwise: 'not-found' },
});
