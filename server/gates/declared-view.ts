import type { DeclarationView } from '../../shared/api/log.schema.ts';
import type { SchoolId, SubjectId } from '../../shared/ids.ts';
import type { Questionnaire } from '../../shared/questionnaire/types.ts';
import type { App } from '../context.ts';
import { schoolScope } from '../db/port.ts';
import { companionsOf, declarationsBySubject, openAnswers, openIdentity, type StoredDeclaration } from '../declarations/store.ts';
import { findQuestionnaire } from '../questionnaires/store.ts';
import { requestsOfRecord, withdrawnBy } from '../rights/requests.ts';
import { schoolName } from '../schools/store.ts';

/** What was declared with a pass, with those who came along; undefined for none. Opens answers: the caller marks it. */
export async function declarationView(app: App, school: SchoolId, subject: SubjectId): Promise<DeclarationView | undefined> {
  const scope = schoolScope(school);
  const found = (await declarationsBySubject(app.db, scope, school, [subject])).get(subject);
  const questionnaire = found && (await findQuestionnaire(app.db, found.questionnaire.id, found.questionnaire.version));
  if (!found || !questionnaire) return undefined;
  const shared = {
    school: await schoolName(app.db, scope, school),
    withdrawn: found.record === null ? [] : withdrawnBy(await requestsOfRecord(app.db, scope, school, found.record)),
  };
  const companions = await companionsOf(app.db, scope, school, [found.id]);
  return {
    ...viewOf(app, found, questionnaire, shared),
    companions: companions.map((companion) => viewOf(app, companion, questionnaire, shared)),
  };
}

function viewOf(
  app: App,
  declaration: StoredDeclaration,
  questionnaire: Questionnaire,
  shared: Pick<DeclarationView, 'school' | 'withdrawn'>,
): DeclarationView {
  const identity = openIdentity(app.keys, declaration);
  const answers = openAnswers(app.keys, declaration);
  return {
    id: declaration.id,
    name: identity?.name ?? '',
    at: declaration.createdAt,
    questionnaire,
    answers: identity && answers ? { ...identity.answers, ...answers } : null,
    outcome: declaration.outcome,
    consent: { ...declaration.consent, channel: declaration.channel },
    ...shared,
    companions: [],
  };
}
