import type { Hono } from 'hono';
import { type DeclareInput, declareInput, placeParams } from '../../shared/api/declarations.schema.ts';
import { declare, getPlace } from '../../shared/api/declarations.ts';
import { toHex } from '../../shared/bytes.ts';
import { DAY } from '../../shared/clock.ts';
import type { SchoolId } from '../../shared/ids.ts';
import { invalid, Problem } from '../../shared/problem.ts';
import type { Questionnaire } from '../../shared/questionnaire/types.ts';
import type { App } from '../context.ts';
import { type Saved, schoolScope } from '../db/port.ts';
import { findQuestionnaire, isSuperseded } from '../questionnaires/store.ts';
import { erasureAmong, requestsOfRecord } from '../rights/requests.ts';
import { mount } from '../route.ts';
import { findSchool, type School } from '../schools/store.ts';
import { answerOf, type Declared } from './answer.ts';
import { makeDeclarations } from './make.ts';
import { findPlace, placeView } from './place.ts';
import { hashOfRecord } from './record-key.ts';
import {
  companionsOf,
  declarationStatements,
  findByRecord,
  findDeclaration,
  type NewDeclaration,
  openIdentity,
  type StoredDeclaration,
} from './store.ts';

/** A phone that was offline may send a version that was replaced meanwhile. */
const OLD_VERSION_ACCEPTED = 7 * DAY;

export function mountDeclarations(hono: Hono, app: App): void {
  mount(hono, app, getPlace, null, async ({ params }) => {
    const named = placeParams.safeParse(params);
    const view = named.success ? await placeView(app, named.data.code) : undefined;
    if (!view) throw new Problem('not-found');
    return { body: view };
  });

  mount(hono, app, declare, declareInput, async ({ input, body }) => {
    const place = await findPlace(app.db, input.place);
    if (!place) throw new Problem('not-found');
    const scope = schoolScope(place.school);
    const bodyHash = app.keys.searchTag(place.school, `declaration:${toHex(body)}`);
    const known = await findDeclaration(app.db, scope, place.school, input.id);
    if (known) return repeated(app, known, bodyHash);
    // Sent again by a phone that never heard the answer: what was erased stays erased.
    const ids = [input.id, ...(input.companions ?? []).map(({ id }) => id)];
    if (app.keys.erasedAmong(place.school, ids).size > 0 || place.withdrawnAt !== null) throw new Problem('gone');
    const school = await findSchool(app.db, scope, place.school);
    if (!school) throw new Problem('not-found');
    if (input.record !== undefined && (await isErased(app, school.id, input.record))) throw new Problem('already-used');
    const questionnaire = await acceptedQuestionnaire(app, input, school);

    const made = await makeDeclarations(app, input, questionnaire, {
      school: place.school,
      place: place.id,
      gate: place.gate,
      bodyHash,
    });
    if (await save(app, school, made)) {
      const [declarer, ...companions] = made;
      if (!declarer) throw new Error('a declaration without a declarer');
      return { status: 201, body: await answerOf(declarer, companions, school.name) };
    }
    // Another request with this id was faster.
    const winner = await findDeclaration(app.db, scope, place.school, input.id);
    if (winner) return repeated(app, winner, bodyHash);
    const taken = input.record !== undefined && (await findByRecord(app.db, scope, school.id, hashOfRecord(input.record)));
    throw new Problem(taken ? 'already-used' : 'conflict');
  });
}

/** A key never opens another record after one that was erased; that it opens one alone is held by its index. */
const isErased = async (app: App, school: SchoolId, record: string): Promise<boolean> =>
  erasureAmong(await requestsOfRecord(app.db, schoolScope(school), school, hashOfRecord(record))) !== undefined;

/** All of them or none; false when one id, or the record's key, is there already. */
async function save(app: App, school: School, made: readonly NewDeclaration[]): Promise<Saved[] | false> {
  const whole = { expect: { rows: made.length, otherwise: 'conflict' } } as const;
  const statements = declarationStatements(app.db, app.keys, school.id, made).map((each) => (each.feed ? each : { ...each, ...whole }));
  try {
    return await app.db.save(schoolScope(school.id), statements);
  } catch (error) {
    if (error instanceof Problem && error.code === 'conflict') return false;
    throw error;
  }
}

async function acceptedQuestionnaire(app: App, input: DeclareInput, school: School): Promise<Questionnaire> {
  const { id, version } = input.questionnaire;
  const found = id === school.questionnaire ? await findQuestionnaire(app.db, id, version) : undefined;
  if (!found || (await isSuperseded(app.db, id, version, app.clock() - OLD_VERSION_ACCEPTED))) {
    throw invalid('/questionnaire', 'not-a-choice');
  }
  return found;
}

async function repeated(app: App, known: StoredDeclaration, bodyHash: string) {
  // Withdrawn: the request of that time is no longer known, and its pass opens nothing.
  if (known.bodyHash === '') throw new Problem('gone');
  if (known.bodyHash !== bodyHash) throw new Problem('conflict');
  const scope = schoolScope(known.school);
  const school = await findSchool(app.db, scope, known.school);
  const group = [known, ...(await companionsOf(app.db, scope, known.school, [known.id]))];
  const [declarer, ...companions] = group.flatMap((declaration): Declared[] => {
    const identity = openIdentity(app.keys, declaration);
    return identity ? [{ declaration, identity }] : [];
  });
  // The day's key is destroyed: what was asked for is no longer there.
  if (!declarer || companions.length + 1 < group.length || !school) throw new Problem('gone');
  return { status: 200 as const, body: await answerOf(declarer, companions, school.name) };
}
