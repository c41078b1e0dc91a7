import type { Day } from '../../shared/clock.ts';
import type { DeclarationId, GateId, KioskId, PlaceId, SchoolId, SubjectId } from '../../shared/ids.ts';
import type { Answers, Outcome } from '../../shared/questionnaire/types.ts';
import { advanceFeed, feedNumber } from '../db/feed.ts';
import type { Db, Scope, Statement } from '../db/port.ts';
import type { KeyStore } from '../keys/port.ts';

/** What is sealed as `identity`: who it is, and what was issued to the person. */
export interface Identity {
  answers: Answers;
  name: string;
  phone: string;
  host: string;
  maskedName: string;
  /** Digits of the pass; '' for a declaration taken at a kiosk, whose person passed without a code. */
  pass: string;
}

export interface Declaration {
  id: DeclarationId;
  school: SchoolId;
  day: Day;
  place: PlaceId | null;
  gate: GateId | null;
  kiosk: KioskId | null;
  questionnaire: { id: string; version: number };
  channel: 'poster' | 'link' | 'kiosk';
  onBehalf: boolean;
  outcome: Outcome;
  reasons: string[];
  subject: SubjectId;
  passExpiresAt: number;
  /** Keyed hash of the exact body: tells a repeated request from a changed one. */
  bodyHash: string;
  consent: { version: string; language: string; purposes: string[]; at: number };
  createdAt: number;
  /** Hash of the key that opens it for the visitor (record-key.ts). */
  record: string | null;
  /** Who declared for this companion. */
  guardian: DeclarationId | null;
  /** How many more people the pass is for. */
  companions: number;
}

/** `passExpiresAt` of a companion for whom the declarer's pass is. */
export const NO_PASS = 0;

const TABLE = 'declaration';

/** A declaration with what is sealed of it. */
export interface NewDeclaration {
  declaration: Declaration;
  identity: Identity;
  answers: Answers;
}

/** One insert for all of one school; RETURNING names those that were not there before. */
export function declarationStatements(db: Db, keys: KeyStore, school: SchoolId, made: readonly NewDeclaration[]): Statement[] {
  if (made.length === 0) return [];
  return [
    advanceFeed(db.build, school, made.length),
    {
      query: db.build
        .insertInto('declaration')
        .values(made.map((each, index) => columnsOf(keys, each, feedNumber(school, made.length - 1 - index))))
        // Also for a subject that has one: a kiosk's batch must not be spoilt by it.
        .onConflict((clash) => clash.doNothing())
        .returning('id')
        .compile(),
    },
  ];
}

/** In the place of what was sealed and is destroyed: it opens with no key. */
export const DESTROYED = new Uint8Array(1);

export const sealIdentity = (keys: KeyStore, declaration: Pick<Declaration, 'id' | 'school' | 'day'>, identity: Identity): Uint8Array =>
  seal(keys, declaration, 'identity', identity);

function seal(
  keys: KeyStore,
  { school, id, day }: Pick<Declaration, 'id' | 'school' | 'day'>,
  name: 'identity' | 'answers',
  value: unknown,
): Uint8Array {
  return keys.seal({ school, table: TABLE, row: id, day, class: name }, new TextEncoder().encode(JSON.stringify(value)));
}

function columnsOf(keys: KeyStore, { declaration, identity, answers }: NewDeclaration, feed: ReturnType<typeof feedNumber>) {
  return {
    school_id: declaration.school,
    id: declaration.id,
    day: declaration.day,
    place_id: declaration.place,
    gate_id: declaration.gate,
    kiosk_id: declaration.kiosk,
    questionnaire_id: declaration.questionnaire.id,
    questionnaire_version: declaration.questionnaire.version,
    channel: declaration.channel,
    on_behalf: declaration.onBehalf ? 1 : 0,
    outcome: declaration.outcome,
    reasons: JSON.stringify(declaration.reasons),
    subject: declaration.subject,
    pass_expires_at: declaration.passExpiresAt,
    body_hash: declaration.bodyHash,
    consent: JSON.stringify(declaration.consent),
    identity: seal(keys, declaration, 'identity', identity),
    answers: seal(keys, declaration, 'answers', answers),
    feed,
    created_at: declaration.createdAt,
    record_hash: declaration.record,
    guardian_id: declaration.guardian,
    companions: declaration.companions,
  };
}

type Row = Awaited<ReturnType<typeof rowsOf>>[number];

function rowsOf(db: Pick<Db, 'read'>, scope: Scope, school: SchoolId, by: 'id' | 'subject', values: readonly string[]) {
  return db.read(scope, (query) =>
    query
      .selectFrom('declaration')
      .selectAll()
      .where('school_id', '=', school)
      .where(by, 'in', [...values])
      .execute(),
  );
}

export interface StoredDeclaration extends Declaration {
  sealed: { identity: Uint8Array; answers: Uint8Array };
}

const declarationOf = (row: Row): StoredDeclaration => ({
  id: row.id,
  school: row.school_id,
  day: row.day,
  place: row.place_id,
  gate: row.gate_id,
  kiosk: row.kiosk_id,
  questionnaire: { id: row.questionnaire_id, version: row.questionnaire_version },
  channel: row.channel as Declaration['channel'],
  onBehalf: row.on_behalf === 1,
  outcome: row.outcome as Outcome,
  reasons: JSON.parse(row.reasons) as string[],
  subject: row.subject,
  passExpiresAt: row.pass_expires_at,
  bodyHash: row.body_hash,
  consent: JSON.parse(row.consent) as Declaration['consent'],
  createdAt: row.created_at,
  record: row.record_hash,
  guardian: row.guardian_id,
  companions: row.companions,
  sealed: { identity: row.identity, answers: row.answers },
});

export async function findDeclaration(db: Db, scope: Scope, school: SchoolId, id: DeclarationId): Promise<StoredDeclaration | undefined> {
  const [row] = await rowsOf(db, scope, school, 'id', [id]);
  return row && declarationOf(row);
}

/** Uses declaration_record. */
export async function findByRecord(db: Db, scope: Scope, school: SchoolId, hash: string): Promise<StoredDeclaration | undefined> {
  const row = await db.read(scope, (query) =>
    query.selectFrom('declaration').selectAll().where('school_id', '=', school).where('record_hash', '=', hash).executeTakeFirst(),
  );
  return row && declarationOf(row);
}

/** Who came along with these declarers, in the order in which they were sent. Uses declaration_guardian. */
export async function companionsOf(
  db: Pick<Db, 'read'>,
  scope: Scope,
  school: SchoolId,
  guardians: readonly DeclarationId[],
): Promise<StoredDeclaration[]> {
  if (guardians.length === 0) return [];
  const rows = await db.read(scope, (query) =>
    query
      .selectFrom('declaration')
      .selectAll()
      .where('school_id', '=', school)
      .where('guardian_id', 'in', [...guardians])
      .orderBy('feed')
      .execute(),
  );
  return rows.map(declarationOf);
}

/** At most some hundred subjects a call. */
export async function declarationsBySubject(
  db: Pick<Db, 'read'>,
  scope: Scope,
  school: SchoolId,
  subjects: readonly SubjectId[],
): Promise<Map<SubjectId, StoredDeclaration>> {
  if (subjects.length === 0) return new Map();
  const rows = await rowsOf(db, scope, school, 'subject', subjects);
  return new Map(rows.map((row) => [row.subject, declarationOf(row)]));
}

/** What is needed to open who somebody is. */
export type SealedIdentity = Pick<Declaration, 'id' | 'school' | 'day' | 'companions'> & { sealed: { identity: Uint8Array } };

/** As `declarationsBySubject`, of a long list: without what nobody asks of it. */
export async function identitiesBySubject(
  db: Pick<Db, 'read'>,
  scope: Scope,
  school: SchoolId,
  subjects: readonly SubjectId[],
): Promise<Map<SubjectId, SealedIdentity>> {
  if (subjects.length === 0) return new Map();
  const rows = await db.read(scope, (query) =>
    query
      .selectFrom('declaration')
      .select(['id', 'day', 'subject', 'identity', 'companions'])
      .where('school_id', '=', school)
      .where('subject', 'in', [...subjects])
      .execute(),
  );
  return new Map(
    rows.map(({ id, day, subject, identity, companions }) => [subject, { id, school, day, companions, sealed: { identity } }]),
  );
}

/** undefined when the day's key was destroyed or the bytes are damaged. */
export function openIdentity(keys: KeyStore, declaration: SealedIdentity): Identity | undefined {
  return open(keys, declaration, 'identity', declaration.sealed.identity) as Identity | undefined;
}
export function openAnswers(keys: KeyStore, declaration: StoredDeclaration): Answers | undefined {
  return open(keys, declaration, 'answers', declaration.sealed.answers) as Answers | undefined;
}

const decoder = new TextDecoder();

function open(
  keys: KeyStore,
  { school, id, day }: Pick<Declaration, 'id' | 'school' | 'day'>,
  name: 'identity' | 'answers',
  sealed: Uint8Array,
): unknown {
  const plain = keys.open({ school, table: TABLE, row: id, class: name, day }, sealed);
  return plain && JSON.parse(decoder.decode(plain));
}

/** Passes issued since a feed number, for kiosks; oldest first. Who has none of their own is not among them. */
export async function passesSince(db: Db, scope: Scope, school: SchoolId, after: number, through: number, now: number, limit: number) {
  const rows = await db.read(scope, (query) =>
    query
      .selectFrom('declaration')
      .selectAll()
      .where('school_id', '=', school)
      .where('feed', '>', after)
      .where('feed', '<=', through)
      .where('pass_expires_at', '>', now)
      .where('kiosk_id', 'is', null)
      .orderBy('feed')
      .limit(limit)
      .execute(),
  );
  const passes = rows.map((row) => ({ feed: row.feed, declaration: declarationOf(row) }));
  const groups = passes.flatMap(({ declaration }) => (declaration.companions > 0 ? [declaration.id] : []));
  const asked = new Set(
    (await companionsOf(db, scope, school, groups)).flatMap((each) => (each.outcome === 'attention' ? [each.guardian] : [])),
  );
  // A pass for several is as its holders are together.
  return passes.map(({ feed, declaration }) =>
    asked.has(declaration.id) ? { feed, declaration: { ...declaration, outcome: 'attention' as const } } : { feed, declaration },
  );
}
