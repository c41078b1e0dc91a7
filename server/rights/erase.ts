/**
 * A record is destroyed: what was declared, the names that kiosks sealed beside its scans, and the link of what the phone
 * noted itself. Scans stay as bytes that name nobody (docs/decisions/0018).
 */
import { eraseRecord } from '../../shared/api/own-records.ts';
import { addDays, type Day, dayOf, endOfDay, startOfDay } from '../../shared/clock.ts';
import { type SchoolId, type SubjectId, uuidv7 } from '../../shared/ids.ts';
import { fold, MOST_NIGHTS, openStays } from '../../shared/presence/stays.ts';
import { auditOf } from '../audit.ts';
import type { App } from '../context.ts';
import { type Builder, type Statement, schoolScope } from '../db/port.ts';
import { findByRecord } from '../declarations/store.ts';
import { itemOf, rowsOfPeople } from '../gates/day-items.ts';
import { IS_POSTER } from '../visits/store.ts';
import { type Group, groupOf, membersOf, subjectsOf, visitsOf } from './record.ts';
import { type DataRequest, doneStatement, erasureAmong, makeNumber, openRequests, requestStatement, requestsOfRecord } from './requests.ts';
import { revokeErasedStatements } from './revoke.ts';

/** What carries the erasure out is in no endpoint's answer: the request has its own entry. */
const DESTROYED = 'record.destroyed';

/** The same request for whoever asks twice. While the person is inside it waits for the end of the day. */
export async function erase(app: App, group: Group): Promise<DataRequest> {
  const { declarer } = group;
  const { school } = declarer;
  const scope = schoolScope(school);
  const now = app.clock();
  const waits = await isInside(app, group);
  const request: DataRequest = {
    id: uuidv7(now, app.random),
    number: makeNumber(app.random),
    kind: 'erasure',
    record: declarer.record ?? '',
    purposes: [],
    askedAt: now,
    dueAt: waits ? endOfDay(dayOf(now)) : now,
    doneAt: null,
    covers: { declarations: membersOf(group).length, visits: (await visitsOf(app, group)).length },
  };
  const deed = { school, actor: 'anyone', action: eraseRecord.audit, object: declarer.id, detail: { request: request.id, waits } };
  const [made] = await app.db.save(scope, [requestStatement(app.db.build, school, request), auditOf(app, deed)]);
  const kept = made?.rows.length === 1 ? request : erasureAmong(await requestsOfRecord(app.db, scope, school, request.record));
  if (!kept) throw new Error('an erasure is neither new nor known');
  return waits || kept.doneAt !== null ? kept : carryOut(app, school, kept);
}

/** Somebody of the group has come in and not gone out, by what the gates say. */
async function isInside(app: App, group: Group): Promise<boolean> {
  const now = app.clock();
  const today = dayOf(now);
  const oldest = addDays(today, -MOST_NIGHTS);
  const from: Day = group.declarer.day < oldest ? oldest : group.declarer.day;
  const { school } = group.declarer;
  const rows = await rowsOfPeople(app.db, schoolScope(school), school, { from, to: today }, subjectsOf(group));
  const { stays } = fold(rows.map(itemOf), now, { from: startOfDay(today), to: endOfDay(today) });
  return openStays(stays).length > 0;
}

/** Erasures whose day is over, or whose people have left; called from time to time, and soon after a start. */
export async function eraseDue(app: App, school: SchoolId): Promise<void> {
  const scope = schoolScope(school);
  for (const request of await openRequests(app.db, scope, school)) {
    const declarer = await findByRecord(app.db, scope, school, request.record);
    const group = declarer && (await groupOf(app, declarer));
    if (group && app.clock() <= request.dueAt && (await isInside(app, group))) continue;
    await carryOut(app, school, request);
  }
}

/** The ledger comes first: should the rest fail, or come back from a backup, it is known that nothing of it may stay. */
async function carryOut(app: App, school: SchoolId, request: DataRequest): Promise<DataRequest> {
  const scope = schoolScope(school);
  const now = app.clock();
  const declarer = await findByRecord(app.db, scope, school, request.record);
  const group = declarer && (await groupOf(app, declarer));
  const statements = group ? await destroyStatements(app, school, group) : [];
  for (const { id, subject } of group ? membersOf(group) : []) {
    app.keys.erase(school, id, now);
    app.keys.erase(school, subject, now);
  }
  const detail = { request: request.id, declarations: group ? membersOf(group).length : 0 };
  await app.db.save(scope, [
    ...statements,
    doneStatement(app.db.build, school, request.id, now),
    auditOf(app, { school, actor: 'system', action: DESTROYED, object: request.id, detail }),
  ]);
  return { ...request, doneAt: now };
}

async function destroyStatements(app: App, school: SchoolId, group: Group): Promise<Statement[]> {
  const { build } = app.db;
  const subjects = subjectsOf(group);
  const ids = membersOf(group).map(({ id }) => id);
  const statements: Statement[] = [
    ...revokeErasedStatements(app.db, school, subjects, app.clock()),
    { query: build.deleteFrom('declaration').where('school_id', '=', school).where('id', 'in', ids).compile() },
    {
      query: build
        .updateTable('gate_event')
        .set({ subject: null })
        .where('school_id', '=', school)
        .where('subject', 'in', subjects)
        .where('kind', '=', IS_POSTER)
        .compile(),
    },
    namesStatement(build, school, subjects),
  ];
  return [...statements, ...(await heldStatements(app, school, subjects))];
}

/** Items of these people that were held as they came: the event stays to be settled, what was sealed beside it goes. */
async function heldStatements(app: App, school: SchoolId, subjects: readonly SubjectId[]): Promise<Statement[]> {
  const held = await app.db.read(schoolScope(school), (query) =>
    query
      .selectFrom('held_event')
      .select(['hash', 'bytes'])
      .where('school_id', '=', school)
      .where((where) => where.or(subjects.map((subject) => where('bytes', 'like', `%${subject}%`))))
      .execute(),
  );
  return held.flatMap(({ hash, bytes }) => {
    const event = eventAlone(bytes);
    if (event === undefined) return [];
    const bare = app.db.build.updateTable('held_event').set({ bytes: event }).where('school_id', '=', school).where('hash', '=', hash);
    return [{ query: bare.compile() }];
  });
}

/** undefined: nothing stands beside it. */
function eventAlone(bytes: string): string | undefined {
  try {
    const sent: unknown = JSON.parse(bytes);
    return typeof sent === 'object' && sent !== null && 'event' in sent && 'payload' in sent
      ? JSON.stringify({ event: sent.event })
      : undefined;
  } catch {
    // What was held because it cannot be read names nobody that is known.
    return undefined;
  }
}

/** Names that were sealed beside their scans, also beside those that came in this very moment. Uses gate_event_named. */
const namesStatement = (build: Builder, school: SchoolId, subjects: readonly SubjectId[]): Statement => ({
  query: build
    .deleteFrom('sealed_payload')
    .where('school_id', '=', school)
    .where(({ eb, refTuple, selectFrom }) =>
      eb(
        refTuple('day', 'event_id'),
        'in',
        selectFrom('gate_event')
          .select(['day', 'id'])
          .where('school_id', '=', school)
          .where('subject', 'in', [...subjects])
          .where('sealed_hash', 'is not', null)
          .$asTuple('day', 'id'),
      ),
    )
    .compile(),
});
