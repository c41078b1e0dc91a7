/** Who stands behind events: opened in bulk, one bad blob never stops a list. */
import type { Day } from '../../shared/clock.ts';
import type { DeclarationId, EventId, SchoolId, SubjectId } from '../../shared/ids.ts';
import { maskName } from '../../shared/text/mask.ts';
import type { App } from '../context.ts';
import { type Db, type Scope, schoolScope } from '../db/port.ts';
import { companionsOf, identitiesBySubject, openIdentity, type SealedIdentity } from '../declarations/store.ts';
import { readPayload } from './payload.ts';
import { sessionPlace } from './sessions.ts';

export interface EventRef {
  id: EventId;
  day: Day;
  kind: string;
  subject: SubjectId | null;
  sealed_hash: string | null;
}

export interface Person {
  name: string;
  phone: string;
  host: string;
  masked: string;
  /** There is a declaration behind the scan. */
  declared: boolean;
  /** Full names of those for whom the pass is too, as far as they can be read. */
  companions: readonly string[];
}

/** `undefined` in the map: something was there and cannot be opened any more. Absent: nothing is known. */
export type People = Map<EventId, Person | undefined>;

export async function peopleOf(
  app: App,
  school: SchoolId,
  events: readonly EventRef[],
  scope: Scope = schoolScope(school),
  db: Pick<Db, 'read'> = app.db,
): Promise<People> {
  const people: People = new Map();
  const subjects = [...new Set(events.flatMap((event) => (event.subject ? [event.subject] : [])))];
  // Once for all scans of a person: the way in and the way out lie close together.
  const declared = new Map<SubjectId, Person | undefined>();
  const identities = await identitiesBySubject(db, scope, school, subjects);
  const companions = await companionNames(app, school, [...identities.values()], scope, db);
  for (const [subject, declaration] of identities) {
    const identity = openIdentity(app.keys, declaration);
    declared.set(
      subject,
      identity && {
        name: identity.name,
        phone: identity.phone,
        host: identity.host,
        masked: identity.maskedName,
        declared: true,
        companions: companions.get(declaration.id) ?? [],
      },
    );
  }
  for (const event of events) if (event.subject !== null && declared.has(event.subject)) people.set(event.id, declared.get(event.subject));
  const sealed = events.filter((event) => event.sealed_hash !== null && !people.get(event.id));
  for (const [id, person] of await payloadPeople(app, school, sealed, scope, db)) people.set(id, person);
  for (const [id, person] of await namedEarlier(app, school, events, people, scope, db)) people.set(id, person);
  return people;
}

/** By the declarer's declaration. Most passes are for one person: then nothing is asked. */
async function companionNames(
  app: App,
  school: SchoolId,
  declarers: readonly SealedIdentity[],
  scope: Scope,
  db: Pick<Db, 'read'>,
): Promise<Map<DeclarationId, string[]>> {
  const groups = declarers.flatMap(({ id, companions }) => (companions > 0 ? [id] : []));
  const names = new Map<DeclarationId, string[]>();
  for (const companion of await companionsOf(db, scope, school, groups)) {
    const name = openIdentity(app.keys, companion)?.name;
    const { guardian } = companion;
    if (name !== undefined && guardian !== null) names.set(guardian, [...(names.get(guardian) ?? []), name]);
  }
  return names;
}

/** Who came in by a name alone gave it at the entry; the same day's later scans of that subject carry none of their own. */
async function namedEarlier(
  app: App,
  school: SchoolId,
  events: readonly EventRef[],
  known: People,
  scope: Scope,
  db: Pick<Db, 'read'>,
): Promise<People> {
  const nameless = events.filter((event) => event.subject !== null && event.sealed_hash === null && !known.has(event.id));
  if (nameless.length === 0) return new Map();
  const found = await db.read(scope, (query) =>
    query
      .selectFrom('gate_event')
      .select(['id', 'day', 'kind', 'subject', 'sealed_hash'])
      .where('school_id', '=', school)
      // By subject alone (gate_event_named): a page of red scans may lie over a hundred days.
      .where('subject', 'in', [...new Set(nameless.map((event) => event.subject))])
      .where('kind', '=', 'scan')
      .where('sealed_hash', 'is not', null)
      .execute(),
  );
  const sameDay = ({ day, subject }: EventRef): string => `${day}/${subject}`;
  const wanted = new Set(nameless.map(sameDay));
  const entries = found.filter((entry) => wanted.has(sameDay(entry)));
  const named = await payloadPeople(app, school, entries, scope, db);
  const people = new Map(entries.map((entry) => [sameDay(entry), named.get(entry.id)]));
  return new Map(nameless.flatMap((event) => (people.has(sameDay(event)) ? [[event.id, people.get(sameDay(event))] as const] : [])));
}

export async function maskedPeople(
  app: App,
  school: SchoolId,
  events: readonly EventRef[],
): Promise<Map<EventId, { name: string; host: string }>> {
  const people = await peopleOf(
    app,
    school,
    events.filter((event) => event.kind === 'scan'),
  );
  return new Map([...people].flatMap(([id, person]) => (person ? [[id, { name: person.masked, host: person.host }] as const] : [])));
}

async function payloadPeople(app: App, school: SchoolId, events: readonly EventRef[], scope: Scope, db: Pick<Db, 'read'>): Promise<People> {
  const people: People = new Map();
  if (events.length === 0) return people;
  const days = [...new Set(events.map((event) => event.day))];
  const payloads = await db.read(scope, (query) =>
    query
      .selectFrom('sealed_payload')
      .selectAll()
      .where('school_id', '=', school)
      .where('day', 'in', days)
      .where(
        'event_id',
        'in',
        events.map((event) => event.id),
      )
      .execute(),
  );
  if (payloads.length === 0) return new Map(events.map((event) => [event.id, undefined]));
  const sessions = await db.read(scope, (query) =>
    query
      .selectFrom('sealed_session')
      .selectAll()
      .where('school_id', '=', school)
      .where('day', 'in', days)
      .where('session_id', 'in', [...new Set(payloads.map((payload) => payload.session_id))])
      .execute(),
  );
  const keys = new Map(
    sessions.map((row) => [`${row.day}/${row.session_id}`, app.keys.open(sessionPlace(school, row.session_id, row.day), row.sealed)]),
  );
  const kinds = new Map(events.map((event) => [event.id, event.kind]));
  for (const payload of payloads) {
    const key = keys.get(`${payload.day}/${payload.session_id}`);
    const place = {
      school,
      event: payload.event_id,
      class: kinds.get(payload.event_id) === 'declaration' ? 'answers' : 'identity',
      session: payload.session_id,
    } as const;
    const content = key && readPayload(key, place, payload.bytes);
    const { name = '', phone = '', host = '' } = content ?? {};
    people.set(payload.event_id, content && { name, phone, host, masked: maskName(name, phone), declared: false, companions: [] });
  }
  for (const event of events) if (!people.has(event.id)) people.set(event.id, undefined);
  return people;
}
