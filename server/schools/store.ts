import type { GateView } from '../../shared/api/schools.schema.ts';
import { SCHOOL_KINDS } from '../../shared/api/schools.schema.ts';
import { addDays, type Day, type Instant } from '../../shared/clock.ts';
import type { AccountId, OperatorId, SchoolId } from '../../shared/ids.ts';
import type { Role } from '../../shared/units/can.ts';
import type { Db, Scope, Statement } from '../db/port.ts';
import type { SchoolRow } from './input.ts';

export interface School extends SchoolRow {
  id: SchoolId;
  version: number;
}

/** undefined for no school, or one outside the scope. */
export async function findSchool(db: Db, scope: Scope, school: SchoolId): Promise<School | undefined> {
  const row = await db.read(scope, (query) =>
    query
      .selectFrom('school')
      .innerJoin('unit_span', 'unit_span.unit_id', 'school.school_id')
      .select(['school.school_id', 'school.name', 'short_name', 'kind', 'street', 'phone', 'line', 'contact', 'policy', 'version'])
      .select(['province', 'commune'])
      .where('school.school_id', '=', school)
      .where('to_day', 'is', null)
      .executeTakeFirst(),
  );
  if (!row) return undefined;
  const policy = JSON.parse(row.policy) as Policy;
  return {
    id: row.school_id,
    name: row.name,
    shortName: row.short_name,
    kind: SCHOOL_KINDS.find((kind) => kind === row.kind) ?? 'other',
    province: row.province ?? '',
    commune: row.commune ?? '',
    street: row.street,
    phone: row.phone,
    line: row.line,
    contact: row.contact,
    questionnaire: policy.questionnaire,
    screenCode: policy.screenCode ?? false,
    version: row.version,
  };
}

export async function schoolName(db: Db, scope: Scope, school: SchoolId): Promise<string> {
  const row = await db.read(scope, (query) => query.selectFrom('school').select('name').where('school_id', '=', school).executeTakeFirst());
  return row?.name ?? '';
}

/** Some engines take an expression of at most 1,000 parts. */
const PATHS_AT_ONCE = 200;

/** Names of the schools whose place in today's tree is under one of the paths, by name. */
export async function schoolsUnder(db: Db, paths: readonly string[]): Promise<{ id: SchoolId; name: string; shortName: string }[]> {
  const units = await db.read('system', async (query) => {
    const found: { unit_id: SchoolId }[] = [];
    for (let from = 0; from < paths.length; from += PATHS_AT_ONCE) {
      const some = paths.slice(from, from + PATHS_AT_ONCE);
      const rows = await query
        .selectFrom('unit_span')
        .select('unit_id')
        .where('to_day', 'is', null)
        // Paths are made of ids and slashes: nothing in them is a wildcard.
        .where((where) => where.or(some.map((path) => where('path', 'like', `${path}%`))))
        .execute();
      found.push(...rows);
    }
    return found;
  });
  const ids = [...new Set(units.map((unit) => unit.unit_id))];
  if (ids.length === 0) return [];
  const rows = await db.read({ schools: ids }, (query) =>
    query.selectFrom('school').select(['school_id', 'name', 'short_name']).where('school_id', 'in', ids).execute(),
  );
  const byName = new Intl.Collator('vi', { numeric: true });
  return rows
    .map((row) => ({ id: row.school_id, name: row.name, shortName: row.short_name }))
    .sort((a, b) => byName.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
}

/** What a school chose; written here only. */
interface Policy {
  questionnaire: string;
  /** Absent in what was written before there was one. */
  screenCode?: boolean;
}
const policyText = (policy: Policy): string => JSON.stringify(policy);

const schoolColumns = (row: SchoolRow) => ({
  name: row.name,
  short_name: row.shortName,
  kind: row.kind,
  street: row.street,
  phone: row.phone,
  line: row.line,
  contact: row.contact,
  policy: policyText({ questionnaire: row.questionnaire, screenCode: row.screenCode }),
});

export interface NewSchool extends SchoolRow {
  id: SchoolId;
  /** On it as a unit of the tree. */
  grants: readonly { account: AccountId; role: Role }[];
}

/** The unit, its place in the tree from today on, the school and who may do what on it. Gates and places follow it. */
export function schoolStatements(db: Db, school: NewSchool, now: Instant, today: Day): Statement[] {
  const queries = [
    db.build.insertInto('unit').values({ id: school.id, kind: 'school', created_at: now }).compile(),
    db.build
      .insertInto('unit_span')
      .values({ ...spanColumns(school), unit_id: school.id, from_day: today, to_day: null, parent_id: null, path: `/${school.id}/` })
      .compile(),
    db.build
      .insertInto('school')
      .values({ ...schoolColumns(school), school_id: school.id, version: 1, created_at: now })
      .compile(),
    db.build.insertInto('feed_counter').values({ school_id: school.id, value: 0 }).compile(),
    ...school.grants.map((grant) =>
      db.build
        .insertInto('access_grant')
        .values({ account_id: grant.account, unit_id: school.id, role: grant.role, from_day: today, to_day: null })
        .compile(),
    ),
  ];
  return queries.map((query) => ({ query }));
}

const spanColumns = (row: SchoolRow) => ({ name: row.name, province: row.province, commune: row.commune });

/** Fails with `stale-version` when `version` is not the stored one. The tree keeps what was true until yesterday. */
export async function updateSchoolStatements(db: Db, school: SchoolId, row: SchoolRow, version: number, today: Day): Promise<Statement[]> {
  const update: Statement = {
    query: db.build
      .updateTable('school')
      .set({ ...schoolColumns(row), version: version + 1 })
      .where('school_id', '=', school)
      .where('version', '=', version)
      .compile(),
    expect: { rows: 1, otherwise: 'stale-version' },
  };
  return [update, ...(await spanStatements(db, school, row, today))];
}

async function spanStatements(db: Db, school: SchoolId, row: SchoolRow, today: Day): Promise<Statement[]> {
  const span = await db.read('system', (query) =>
    query.selectFrom('unit_span').selectAll().where('unit_id', '=', school).where('to_day', 'is', null).executeTakeFirstOrThrow(),
  );
  const next = spanColumns(row);
  if (span.name === next.name && span.province === next.province && span.commune === next.commune) return [];
  const current = db.build.updateTable('unit_span').where('unit_id', '=', school).where('to_day', 'is', null);
  if (span.from_day >= today) return [{ query: current.set(next).compile() }];
  return [
    { query: current.set({ to_day: addDays(today, -1) }).compile() },
    {
      query: db.build
        .insertInto('unit_span')
        .values({ ...span, ...next, from_day: today })
        .compile(),
    },
  ];
}

/** In the order of their numbers, closed ones too: old events name them. */
export async function listGates(db: Db, scope: Scope, school: SchoolId): Promise<GateView[]> {
  const rows = await db.read(scope, (query) =>
    query.selectFrom('gate').selectAll().where('school_id', '=', school).orderBy('number').execute(),
  );
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    name: row.name,
    direction: row.direction === 'in' || row.direction === 'out' ? row.direction : 'both',
    active: row.active === 1,
    version: row.version,
  }));
}

/** A number that somebody else took meanwhile fails with `conflict`. */
export function gateStatement(db: Db, school: SchoolId, gate: GateView): Statement {
  return {
    query: db.build
      .insertInto('gate')
      .values({ school_id: school, ...gateColumns(gate), id: gate.id, number: gate.number, version: 1 })
      .onConflict((clash) => clash.columns(['school_id', 'number']).doNothing())
      .compile(),
    expect: { rows: 1, otherwise: 'conflict' },
  };
}

const gateColumns = (gate: Pick<GateView, 'name' | 'direction' | 'active'>) => ({
  name: gate.name,
  direction: gate.direction,
  active: gate.active ? 1 : 0,
});

/** Fails with `stale-version` when `gate.version` is not the stored one. */
export function updateGateStatement(db: Db, school: SchoolId, gate: GateView): Statement {
  return {
    query: db.build
      .updateTable('gate')
      .set({ ...gateColumns(gate), version: gate.version + 1 })
      .where('school_id', '=', school)
      .where('id', '=', gate.id)
      .where('version', '=', gate.version)
      .compile(),
    expect: { rows: 1, otherwise: 'stale-version' },
  };
}

/** How a kiosk checks a PIN offline: PBKDF2-HMAC-SHA256, 100,000 rounds, base64url of 16 and 32 bytes. */
export interface Operator {
  id: OperatorId;
  name: string;
  salt: string;
  hash: string;
}

/** Those who may begin a shift now. */
export async function listOperators(db: Db, scope: Scope, school: SchoolId): Promise<Operator[]> {
  const rows = await db.read(scope, (query) =>
    query
      .selectFrom('operator')
      .select(['id', 'name', 'pin_salt', 'pin_hash'])
      .where('school_id', '=', school)
      .where('active', '=', 1)
      .orderBy('id')
      .execute(),
  );
  return rows.map((row) => ({ id: row.id, name: row.name, salt: row.pin_salt, hash: row.pin_hash }));
}

/** Everybody who ever was one, for the log. */
export const operatorNames = (db: Db, scope: Scope, school: SchoolId): Promise<{ id: OperatorId; name: string }[]> =>
  db.read(scope, (query) => query.selectFrom('operator').select(['id', 'name']).where('school_id', '=', school).execute());

export const operatorStatement = (db: Db, school: SchoolId, operator: Operator): Statement => ({
  query: db.build
    .insertInto('operator')
    .values({ school_id: school, id: operator.id, name: operator.name, pin_salt: operator.salt, pin_hash: operator.hash, active: 1 })
    .compile(),
});

export const removeOperatorStatement = (db: Db, school: SchoolId, operator: OperatorId): Statement => ({
  query: db.build
    .updateTable('operator')
    .set({ active: 0 })
    .where('school_id', '=', school)
    .where('id', '=', operator)
    .where('active', '=', 1)
    .compile(),
  expect: { rows: 1, otherwise: 'not-found' },
});
