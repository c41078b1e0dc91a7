import type { Hono } from 'hono';
import { type DeclareAnswer, type DeclareInput, declareInput, placeParams } from '../../shared/api/declarations.schema.ts';
import { declare, getPlace } from '../../shared/api/declarations.ts';
import { toBase64url, toHex } from '../../shared/bytes.ts';
import { DAY, dayOf, endOfDay } from '../../shared/clock.ts';
import { typedCodeOf } from '../../shared/codes.ts';
import { schoolTag } from '../../shared/pass/keys.ts';
import { encodePass } from '../../shared/pass/pass.ts';
import { invalid, Problem } from '../../shared/problem.ts';
import { checkAnswers, checkConsent } from '../../shared/questionnaire/check.ts';
import { outcomeOf, split } from '../../shared/questionnaire/outcome.ts';
import type { Questionnaire } from '../../shared/questionnaire/types.ts';
import { maskName } from '../../shared/text/mask.ts';
import type { App } from '../context.ts';
import { schoolScope } from '../db/port.ts';
import { findQuestionnaire, isSuperseded } from '../questionnaires/store.ts';
import { mount } from '../route.ts';
import { findSchool, type School } from '../schools/store.ts';
import { KNOWN_CODES } from './known.ts';
import { personOf } from './person.ts';
import { findPlace, placeView } from './place.ts';
import {
  type Declaration,
  declarationStatements,
  findDeclaration,
  type Identity,
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
    if (place.withdrawnAt !== null) throw new Problem('gone');
    const school = await findSchool(app.db, scope, place.school);
    if (!school) throw new Problem('not-found');
    const questionnaire = await acceptedQuestionnaire(app, input, school);

    const made = await makeDeclaration(app, input, questionnaire, school, { ...place, bodyHash });
    const saved = await app.db.save(scope, declarationStatements(app.db, app.keys, school.id, [made]));
    if (saved.at(-1)?.rows.length === 1) return { status: 201, body: await answerOf(made.declaration, made.identity, school.name) };
    // Another request with this id was faster.
    const winner = await findDeclaration(app.db, scope, place.school, input.id);
    if (!winner) throw new Problem('conflict');
    return repeated(app, winner, bodyHash);
  });
}

async function acceptedQuestionnaire(app: App, input: DeclareInput, school: School): Promise<Questionnaire> {
  const { id, version } = input.questionnaire;
  const found = id === school.questionnaire ? await findQuestionnaire(app.db, id, version) : undefined;
  if (!found || (await isSuperseded(app.db, id, version, app.clock() - OLD_VERSION_ACCEPTED))) {
    throw invalid('/questionnaire', 'not-a-choice');
  }
  return found;
}

interface At {
  id: string;
  gate: string | null;
  bodyHash: string;
}

async function makeDeclaration(
  app: App,
  input: DeclareInput,
  questionnaire: Questionnaire,
  school: School,
  at: At,
): Promise<NewDeclaration> {
  if (input.consent.version !== questionnaire.consent.version) throw invalid('/consent/version', 'not-a-choice');
  const checked = checkAnswers(questionnaire, input.answers, app.clock(), KNOWN_CODES);
  const consent = checkConsent(questionnaire, input.consent.purposes);
  const errors = [...(checked.ok ? [] : checked.errors), ...consent];
  if (!checked.ok || errors.length > 0) throw new Problem('invalid-input', { errors });

  const now = app.clock();
  const day = dayOf(now);
  const { outcome, reasons } = outcomeOf(questionnaire, checked.answers);
  const { identity, answers } = split(questionnaire, checked.answers);
  const person = personOf(questionnaire, checked.answers);
  const subjectBytes = app.random(16);
  const claims = {
    subject: toBase64url(subjectBytes),
    name: maskName(person.name, person.phone),
    schoolTag: await schoolTag(school.id, crypto.subtle),
    issuedAt: Math.floor(now / 1000) * 1000,
    expiresAt: Math.floor(endOfDay(day) / 1000) * 1000,
    outcome,
  };
  const pass = await encodePass(claims, app.keys.signer(now));
  const declaration: Declaration = {
    id: input.id,
    school: school.id,
    day,
    place: at.id,
    gate: at.gate,
    kiosk: null,
    questionnaire: input.questionnaire,
    channel: input.channel,
    onBehalf: input.onBehalf ?? false,
    outcome,
    reasons,
    subject: claims.subject,
    passExpiresAt: claims.expiresAt,
    bodyHash: at.bodyHash,
    consent: input.consent,
    createdAt: now,
  };
  const sealedIdentity: Identity = { ...person, answers: identity, maskedName: claims.name, pass: pass.digits };
  return { declaration, identity: sealedIdentity, answers };
}

async function repeated(app: App, known: StoredDeclaration, bodyHash: string) {
  if (known.bodyHash !== bodyHash) throw new Problem('conflict');
  const identity = openIdentity(app.keys, known);
  const school = await findSchool(app.db, schoolScope(known.school), known.school);
  // The day's key is destroyed: what was asked for is no longer there.
  if (!identity || !school) throw new Problem('gone');
  return { status: 200 as const, body: await answerOf(known, identity, school.name) };
}

async function answerOf(declaration: Declaration, identity: Identity, school: string): Promise<DeclareAnswer> {
  return {
    id: declaration.id,
    outcome: declaration.outcome,
    pass: {
      digits: identity.pass,
      typedCode: await typedCodeOf(declaration.subject, crypto.subtle),
      maskedName: identity.maskedName,
      school,
      issuedAt: declaration.createdAt,
      expiresAt: declaration.passExpiresAt,
      outcome: declaration.outcome,
    },
  };
}
