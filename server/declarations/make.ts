/** A declaration with those who come along: checked whole, then one row each and one pass for all or for each. */
import type { DeclareInput } from '../../shared/api/declarations.schema.ts';
import { toBase64url } from '../../shared/bytes.ts';
import { dayOf, endOfDay } from '../../shared/clock.ts';
import type { DeclarationId, GateId, PlaceId, SchoolId } from '../../shared/ids.ts';
import { schoolTag } from '../../shared/pass/keys.ts';
import { encodePass, type PassClaims } from '../../shared/pass/pass.ts';
import { type FieldError, invalid, Problem } from '../../shared/problem.ts';
import { checkAnswers, checkConsent } from '../../shared/questionnaire/check.ts';
import { companionAnswers } from '../../shared/questionnaire/companions.ts';
import { outcomeOf, split } from '../../shared/questionnaire/outcome.ts';
import type { Answers, Questionnaire } from '../../shared/questionnaire/types.ts';
import { maskName } from '../../shared/text/mask.ts';
import type { App } from '../context.ts';
import { KNOWN_CODES } from './known.ts';
import { personOf } from './person.ts';
import { hashOfRecord } from './record-key.ts';
import { type Declaration, type NewDeclaration, NO_PASS } from './store.ts';

interface At {
  school: SchoolId;
  place: PlaceId;
  gate: GateId | null;
  bodyHash: string;
}

/** The declarer first, then the companions as they were sent. @throws Problem `invalid-input` with every field that is wrong */
export async function makeDeclarations(app: App, input: DeclareInput, questionnaire: Questionnaire, at: At): Promise<NewDeclaration[]> {
  holdGroup(input);
  if (input.consent.version !== questionnaire.consent.version) throw invalid('/consent/version', 'not-a-choice');
  const people = checkPeople(app, input, questionnaire);
  const companions = input.together ? people.length - 1 : 0;
  const outcomes = people.map(({ answers }) => outcomeOf(questionnaire, answers));
  const together = outcomes.some(({ outcome }) => outcome === 'attention') ? 'attention' : 'cleared';

  const now = app.clock();
  const day = dayOf(now);
  const expiresAt = Math.floor(endOfDay(day) / 1000) * 1000;
  const tag = await schoolTag(at.school, crypto.subtle);
  const made: NewDeclaration[] = [];
  for (const [index, { id, answers }] of people.entries()) {
    const { outcome, reasons } = outcomes[index] ?? { outcome: 'cleared', reasons: [] };
    const person = personOf(questionnaire, answers);
    const parts = split(questionnaire, answers);
    const claims: PassClaims = {
      subject: toBase64url(app.random(16)),
      name: maskName(person.name, person.phone),
      schoolTag: tag,
      issuedAt: Math.floor(now / 1000) * 1000,
      expiresAt,
      outcome: companions > 0 ? together : outcome,
      ...(companions > 0 ? { companions } : {}),
    };
    const own = index === 0 || companions === 0;
    const declaration: Declaration = {
      id,
      school: at.school,
      day,
      place: at.place,
      gate: at.gate,
      kiosk: null,
      questionnaire: input.questionnaire,
      channel: input.channel,
      onBehalf: index > 0 || (input.onBehalf ?? false),
      outcome,
      reasons,
      subject: claims.subject,
      passExpiresAt: own ? expiresAt : NO_PASS,
      bodyHash: at.bodyHash,
      consent: input.consent,
      createdAt: now,
      record: index === 0 && input.record !== undefined ? hashOfRecord(input.record) : null,
      guardian: index === 0 ? null : input.id,
      companions: index === 0 ? companions : 0,
    };
    const pass = own ? (await encodePass(claims, app.keys.signer(now))).digits : '';
    made.push({ declaration, identity: { ...person, answers: parts.identity, maskedName: claims.name, pass }, answers: parts.answers });
  }
  return made;
}

/** @throws Problem `invalid-input` for ids that come twice, or one pass for nobody more */
function holdGroup({ id, companions = [], together }: DeclareInput): void {
  const ids = [id, ...companions.map((companion) => companion.id)];
  const twice = ids.findIndex((each, index) => ids.indexOf(each) < index);
  if (twice > 0) throw invalid(`/companions/${twice - 1}/id`, 'taken');
  // Nobody decides for them whether a child may go through the gate alone.
  if (companions.length > 0 && together === undefined) throw invalid('/together', 'required');
  if (companions.length === 0 && together) throw invalid('/together', 'not-enabled');
}

function checkPeople(app: App, input: DeclareInput, q: Questionnaire): { id: DeclarationId; answers: Answers }[] {
  const now = app.clock();
  const all = [
    { id: input.id, raw: input.answers, at: '' },
    ...(input.companions ?? []).map(({ id, answers }, index) => ({
      id,
      raw: companionAnswers(q, input.answers, answers),
      at: `/companions/${index}`,
    })),
  ];
  const errors: FieldError[] = [];
  const people: { id: DeclarationId; answers: Answers }[] = [];
  for (const { id, raw, at } of all) {
    const checked = checkAnswers(q, raw, now, KNOWN_CODES);
    if (checked.ok) people.push({ id, answers: checked.answers });
    else errors.push(...checked.errors.map((error) => ({ ...error, at: `${at}${error.at}` })));
  }
  errors.push(...checkConsent(q, input.consent.purposes));
  if (errors.length > 0) throw new Problem('invalid-input', { errors });
  return people;
}
