import type { Hono } from 'hono';
import * as z from 'zod/mini';
import { type GateView, gateInput, operatorInput, type SchoolView, schoolInput } from '../../shared/api/schools.schema.ts';
import * as endpoints from '../../shared/api/schools.ts';
import { dayOf } from '../../shared/clock.ts';
import { type SchoolId, shortId, uuidv7 } from '../../shared/ids.ts';
import { invalid, Problem } from '../../shared/problem.ts';
import { actionsOn, can } from '../../shared/units/can.ts';
import { accountOf, grantsOf, pathOf } from '../accounts/grants.ts';
import type { App, Caller } from '../context.ts';
import { auditStatement } from '../db/audit.ts';
import { type Statement, schoolScope } from '../db/port.ts';
import { versionOf } from '../if-match.ts';
import { newPlace, placeStatements } from '../posters/store.ts';
import { holdPublished } from '../questionnaires/store.ts';
import { mount } from '../route.ts';
import { cleanSchool, shownLine } from './input.ts';
import { hashPin } from './pin.ts';
import * as store from './store.ts';

const MAX_GATE = 255;
const gateUpdate = z.extend(gateInput, { active: z.boolean() });

export function mountSchools(hono: Hono, app: App): void {
  /** The audit row of a change, for the same save. */
  const audit = (action: string | null, caller: Caller, school: SchoolId, object: string): Statement => {
    const at = app.clock();
    const entry = { school, at, id: uuidv7(at, app.random), actor: accountOf(caller), object, detail: {} };
    return auditStatement(app.db.build, { ...entry, action: action ?? '' });
  };

  mount(hono, app, endpoints.listSchools, null, async ({ caller }) => {
    const today = dayOf(app.clock());
    const grants = await grantsOf(app.db, accountOf(caller), today);
    const paths = grants.filter((grant) => can([grant], 'school.read', grant.path, today)).map((grant) => grant.path);
    return { body: { schools: await store.schoolsUnder(app.db, [...new Set(paths)]) } };
  });

  mount(hono, app, endpoints.createSchool, schoolInput, async ({ input, caller }) => {
    const row = cleanSchool(input);
    await holdPublished(app.db, row.questionnaire, '/questionnaire');
    const now = app.clock();
    const id = uuidv7(now, app.random);
    const school: store.NewSchool = { ...row, id, grants: [{ account: accountOf(caller), role: 'school-admin' }] };
    await app.db.save('system', [
      ...store.schoolStatements(app.db, school, now, dayOf(now)),
      ...placeStatements(app.db, await newPlace(app, id, null)),
      audit(endpoints.createSchool.audit, caller, id, id),
    ]);
    return { status: 201, body: await schoolView(app, id, caller) };
  });

  mount(hono, app, endpoints.getSchool, null, async ({ params, caller }) => {
    const view = await schoolView(app, params.school ?? '', caller);
    return { body: view, headers: { etag: `"${view.version}"` } };
  });

  mount(
    hono,
    app,
    endpoints.updateSchool,
    schoolInput,
    async ({ input, params, headers, caller }) => {
      const school = params.school ?? '';
      const version = versionOf(headers.get('if-match'));
      if (version === undefined) throw new Problem('stale-version');
      const row = cleanSchool(input);
      await holdPublished(app.db, row.questionnaire, '/questionnaire');
      await app.db.save('system', [
        ...(await store.updateSchoolStatements(app.db, school, row, version, dayOf(app.clock()))),
        audit(endpoints.updateSchool.audit, caller, school, school),
      ]);
      const view = await schoolView(app, school, caller);
      return { body: view, headers: { etag: `"${view.version}"` } };
    },
    {
      // Before the body is judged (RFC 9110, 13.2.2): who edits a version that is gone must read first, whatever was typed.
      async before({ params, headers }) {
        const found = await store.findSchool(app.db, schoolScope(params.school ?? ''), params.school ?? '');
        if (found && versionOf(headers.get('if-match')) !== found.version) throw new Problem('stale-version');
      },
    },
  );

  mount(hono, app, endpoints.createGate, gateInput, async ({ input, params, caller }) => {
    const school = params.school ?? '';
    const gates = await store.listGates(app.db, schoolScope(school), school);
    const number = Math.max(0, ...gates.map((gate) => gate.number)) + 1;
    if (number > MAX_GATE) throw new Problem('conflict');
    const name = freeGateName(input.name, gates);
    const gate: GateView = { id: shortId(app.random), number, name, direction: input.direction, active: true, version: 1 };
    await app.db.save('system', [
      store.gateStatement(app.db, school, gate),
      ...placeStatements(app.db, await newPlace(app, school, gate.id)),
      audit(endpoints.createGate.audit, caller, school, gate.id),
    ]);
    return { status: 201, body: gate };
  });

  mount(hono, app, endpoints.updateGate, gateUpdate, async ({ input, params, headers, caller }) => {
    const school = params.school ?? '';
    const gates = await store.listGates(app.db, schoolScope(school), school);
    const gate = gates.find((each) => each.id === params.gate);
    if (!gate) throw new Problem('not-found');
    // A gate has three fields: without If-Match the change is taken as one of the version that stands.
    const asked = headers.get('if-match');
    if (asked !== null && versionOf(asked) !== gate.version) throw new Problem('stale-version');
    const others = gates.filter((each) => each.id !== gate.id);
    const changed: GateView = { ...gate, name: freeGateName(input.name, others), direction: input.direction, active: input.active };
    await app.db.save(schoolScope(school), [
      store.updateGateStatement(app.db, school, changed),
      audit(endpoints.updateGate.audit, caller, school, gate.id),
    ]);
    return { body: { ...changed, version: gate.version + 1 } };
  });

  mount(hono, app, endpoints.listOperators, null, async ({ params }) => {
    const school = params.school ?? '';
    const operators = await store.listOperators(app.db, schoolScope(school), school);
    // Salt and hash are for the kiosks: a PIN of four digits is found from them in minutes.
    return { body: { operators: operators.map(({ id, name }) => ({ id, name })) } };
  });

  mount(hono, app, endpoints.createOperator, operatorInput, async ({ input, params, caller }) => {
    const school = params.school ?? '';
    const name = shownLine(input.name, '/name', 80, 'required');
    const known = await store.listOperators(app.db, schoolScope(school), school);
    // At the kiosk people choose themselves by name.
    if (known.some((each) => each.name === name)) throw invalid('/name', 'taken');
    const operator = { id: shortId(app.random), name, ...(await hashPin(input.pin, app.random)) };
    await app.db.save(schoolScope(school), [
      store.operatorStatement(app.db, school, operator),
      audit(endpoints.createOperator.audit, caller, school, operator.id),
    ]);
    return { status: 201, body: { id: operator.id, name } };
  });

  mount(hono, app, endpoints.removeOperator, null, async ({ params, caller }) => {
    const school = params.school ?? '';
    const operator = params.operator ?? '';
    await app.db.save(schoolScope(school), [
      store.removeOperatorStatement(app.db, school, operator),
      audit(endpoints.removeOperator.audit, caller, school, operator),
    ]);
    return {};
  });
}

async function schoolView(app: App, id: SchoolId, caller: Caller): Promise<SchoolView> {
  const scope = schoolScope(id);
  const today = dayOf(app.clock());
  const school = await store.findSchool(app.db, scope, id);
  const path = await pathOf(app.db, id, today);
  if (!school || path === undefined) throw new Problem('not-found');
  const gates = await store.listGates(app.db, scope, id);
  return { ...school, gates, actions: actionsOn(await grantsOf(app.db, accountOf(caller), today), path, today) };
}

/** Guards, log and posters know a gate by its name: no two alike, closed ones included. */
function freeGateName(typed: string, others: readonly GateView[]): string {
  const name = shownLine(typed, '/name', 80, 'required');
  if (others.some((gate) => gate.name === name)) throw invalid('/name', 'taken');
  return name;
}
