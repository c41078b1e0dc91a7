import type { SetUpInput } from '../../shared/api/accounts.schema.ts';
import { setUp as endpoint } from '../../shared/api/accounts.ts';
import type { GateView } from '../../shared/api/schools.schema.ts';
import { createSchool } from '../../shared/api/schools.ts';
import { dayOf } from '../../shared/clock.ts';
import { type AccountId, type SchoolId, shortId, uuidv7 } from '../../shared/ids.ts';
import { invalid, Problem } from '../../shared/problem.ts';
import { installationAudit } from '../accounts/audit.ts';
import type { App } from '../context.ts';
import { auditStatement } from '../db/audit.ts';
import type { Statement } from '../db/port.ts';
import { newPlace, placeStatements } from '../posters/store.ts';
import { holdPublished } from '../questionnaires/store.ts';
import { cleanSchool, type SchoolRow, shownLine } from '../schools/input.ts';
import { gateStatement, schoolStatements } from '../schools/store.ts';
import { factStatement, newFactStatement, publicUrlRecorded } from './installation.ts';

interface FirstSchool {
  row: SchoolRow;
  gates: string[];
  person: { login: string; password: string; name: string };
  publicUrl: string | null;
}

/**
 * The first administrator, the first school, its gates and posters, and the recorded address, together. Accounts live in
 * another database: the account comes first and is taken away again when the save fails; one that a power cut left
 * behind has no right to anything and is replaced by the next try.
 * @throws Problem `invalid-input`; `setup-done` when another was faster
 */
export async function setUp(app: App, input: SetUpInput): Promise<SchoolId> {
  const first = cleanFirst(input);
  await holdPublished(app.db, first.row.questionnaire, '/school/questionnaire');
  const { login } = first.person;
  const leftBehind = await app.auth.findAccount(login);
  if (leftBehind !== undefined) await removeUnlessGranted(app, leftBehind);
  const account = await app.auth.createAccount(first.person);
  const school = uuidv7(app.clock(), app.random);
  try {
    await app.db.save('system', await statements(app, school, account, first));
  } catch (error) {
    await app.auth.removeAccount(account);
    throw error;
  }
  if (first.publicUrl !== null) publicUrlRecorded(app.db, first.publicUrl);
  return school;
}

function cleanFirst(input: SetUpInput): FirstSchool {
  const gates = input.gates.map((name, index) => shownLine(name, `/gates/${index}`, 80, 'required'));
  const twice = gates.findIndex((name, index) => gates.indexOf(name) !== index);
  if (twice >= 0) throw invalid(`/gates/${twice}`, 'taken');
  return {
    row: cleanSchool(input.school, '/school'),
    gates,
    person: { login: input.login, password: input.password, name: shownLine(input.name, '/name', 100, 'required') },
    publicUrl: input.publicUrl,
  };
}

/** Two tries at once: the slower one must not take the faster one's account away. */
async function removeUnlessGranted(app: App, account: AccountId): Promise<void> {
  const granted = await app.db.read('system', (query) =>
    query.selectFrom('access_grant').select('unit_id').where('account_id', '=', account).executeTakeFirst(),
  );
  if (granted) throw new Problem('setup-done');
  await app.auth.removeAccount(account);
}

async function statements(app: App, school: SchoolId, account: AccountId, first: FirstSchool): Promise<Statement[]> {
  const { db } = app;
  const now = app.clock();
  const grants = (['operator', 'school-admin'] as const).map((role) => ({ account, role }));
  const all: Statement[] = [
    newFactStatement(db, 'set-up-at', String(now)),
    { query: db.build.deleteFrom('installation').where('name', '=', 'set-up-token').compile() },
    ...(first.publicUrl === null ? [] : [factStatement(db, 'public-url', first.publicUrl)]),
    ...schoolStatements(db, { ...first.row, id: school, grants }, now, dayOf(now)),
    ...placeStatements(db, await newPlace(app, school, null)),
  ];
  for (const [index, name] of first.gates.entries()) {
    const gate: GateView = { id: shortId(app.random), number: index + 1, name, direction: 'both', active: true, version: 1 };
    all.push(gateStatement(db, school, gate), ...placeStatements(db, await newPlace(app, school, gate.id)));
  }
  const opening = { school, at: now, id: uuidv7(now, app.random), actor: account, object: school, detail: {} };
  return [
    ...all,
    auditStatement(db.build, { ...opening, action: createSchool.audit ?? '' }),
    installationAudit(app, { action: endpoint.audit, actor: account, object: school }),
  ];
}
