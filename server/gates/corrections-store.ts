/** What the office says of scans. Rows are only ever added: a correction is taken back by another one. */
import { sql } from 'kysely';
import type { Correction, CorrectionReason } from '../../shared/api/corrections.schema.ts';
import type { Day, Instant } from '../../shared/clock.ts';
import type { AccountId, EventId, SchoolId } from '../../shared/ids.ts';
import { type Fix, OFFICE, type PresenceItem } from '../../shared/presence/items.ts';
import { advanceFeed, feedNumber } from '../db/feed.ts';
import type { Builder, Db, Statement } from '../db/port.ts';

export interface NewCorrection {
  id: string;
  event: EventId;
  /** Of the scan. */
  day: Day;
  fix: Fix;
  reason: CorrectionReason;
  note: string;
  account: AccountId;
  accountName: string;
  at: Instant;
}

const wordOf = (fix: Fix): string => ('dir' in fix ? fix.dir : 'void' in fix ? 'void' : 'left');

/**
 * Adds a correction under the school's next feed number. `last`: the newest correction of that scan that the office has seen,
 * null for none; another one since then undoes the save with `conflict`. The counter's row is locked first, so that of two
 * at once the second sees the first.
 */
export function correctionStatements(db: Db, school: SchoolId, correction: NewCorrection, last: string | null | undefined): Statement[] {
  const { id, event, day, fix, reason, note, account, accountName, at } = correction;
  const insert = db.build.insertInto('office_correction').values({
    school_id: school,
    id,
    event_id: event,
    event_day: day,
    fix: wordOf(fix),
    left_at: 'left' in fix ? fix.left : null,
    estimated: 'left' in fix && fix.estimated ? 1 : 0,
    reason,
    note,
    account_id: account,
    account_name: accountName,
    at,
    feed: feedNumber(school, 0),
  });
  const seen = db.build
    .updateTable('feed_counter')
    .set({ value: sql`value` })
    .where('school_id', '=', school)
    .where(
      sql<boolean>`coalesce((select id from office_correction where school_id = ${school} and event_id = ${event} order by feed desc limit 1), '') = ${last ?? ''}`,
    );
  return [
    advanceFeed(db.build, school, 1),
    ...(last === undefined ? [] : [{ query: seen.compile(), expect: { rows: 1, otherwise: 'conflict' } as const }]),
    { query: insert.compile() },
  ];
}

export interface StoredCorrection {
  id: string;
  event_id: string;
  fix: string;
  left_at: number | null;
  estimated: number;
  at: number;
  feed: number;
}

function fixOf({ fix, left_at, estimated }: Pick<StoredCorrection, 'fix' | 'left_at' | 'estimated'>): Fix {
  if (fix === 'in' || fix === 'out') return { dir: fix };
  return left_at === null ? { void: true } : { left: left_at, estimated: estimated === 1 };
}

export type OfficeItem = Extract<PresenceItem, { kind: 'correction' }>;
const officeItemOf = (row: StoredCorrection): OfficeItem => ({
  kind: 'correction',
  id: row.id,
  kiosk: OFFICE,
  n: row.feed,
  at: row.at,
  of: row.event_id,
  fix: fixOf(row),
});

const ITEM = ['id', 'event_id', 'fix', 'left_at', 'estimated', 'at', 'feed'] as const;

/** Uses office_correction_event. */
export async function officeItemsOf(query: Builder, school: SchoolId, events: readonly EventId[]): Promise<OfficeItem[]> {
  const rows = await query
    .selectFrom('office_correction')
    .select(ITEM)
    .where('school_id', '=', school)
    .where('event_id', 'in', [...events])
    .execute();
  return rows.map(officeItemOf);
}

/** For kiosks: of scans that stand in their lists. Uses office_correction_feed. */
export async function officeItemsSince(query: Builder, school: SchoolId, after: number, through: number, firstDay: Day, limit: number) {
  const rows = await query
    .selectFrom('office_correction')
    .select(ITEM)
    .where('school_id', '=', school)
    .where('feed', '>', after)
    .where('feed', '<=', through)
    .where('event_day', '>=', firstDay)
    .orderBy('feed')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ feed: row.feed, item: officeItemOf(row) }));
}

/** By scan, oldest first, as the office reads them. Uses office_correction_event. */
export async function correctionsOf(query: Builder, school: SchoolId, events: readonly EventId[]): Promise<Map<EventId, Correction[]>> {
  const rows = await query
    .selectFrom('office_correction')
    .selectAll()
    .where('school_id', '=', school)
    .where('event_id', 'in', [...events])
    .orderBy('feed')
    .execute();
  const found = new Map<EventId, Correction[]>();
  for (const row of rows) {
    const { id, at, note } = row;
    const said = { id, at, from: 'office', by: row.account_name, fix: fixOf(row), reason: row.reason as CorrectionReason, note } as const;
    found.set(row.event_id, [...(found.get(row.event_id) ?? []), said]);
  }
  return found;
}
