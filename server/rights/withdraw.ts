/** Consent is taken back: nothing more is done for that purpose, and what only it allowed is destroyed. */
import type { WithdrawInput } from '../../shared/api/own-records.schema.ts';
import { withdrawConsent } from '../../shared/api/own-records.ts';
import { type SchoolId, uuidv7 } from '../../shared/ids.ts';
import { invalid } from '../../shared/problem.ts';
import { auditOf } from '../audit.ts';
import type { App } from '../context.ts';
import { type Statement, schoolScope } from '../db/port.ts';
import { DESTROYED, type Identity, openIdentity, type StoredDeclaration, sealIdentity } from '../declarations/store.ts';
import { findQuestionnaire } from '../questionnaires/store.ts';
import { type Group, membersOf, subjectsOf, visitsOf } from './record.ts';
import { type DataRequest, makeNumber, requestStatement, withdrawnBy } from './requests.ts';
import { revokeErasedStatements } from './revoke.ts';

/** `earlier`: what was asked for with this key before. @throws Problem `invalid-input` for a purpose that was not agreed to */
export async function withdraw(app: App, group: Group, input: WithdrawInput, earlier: readonly DataRequest[]): Promise<DataRequest> {
  const { declarer } = group;
  const unknown = input.purposes.findIndex((code) => !declarer.consent.purposes.includes(code));
  if (unknown >= 0) throw invalid(`/purposes/${unknown}`, 'unknown');
  const before = withdrawnBy(earlier);
  const purposes = [...new Set(input.purposes)].filter((code) => !before.includes(code));
  const same = earlier.find((request) => request.purposes.some((code) => input.purposes.includes(code)));
  if (purposes.length === 0 && same) return same;

  const now = app.clock();
  const request: DataRequest = {
    id: uuidv7(now, app.random),
    number: makeNumber(app.random),
    kind: 'withdrawal',
    record: declarer.record ?? '',
    purposes,
    askedAt: now,
    dueAt: now,
    doneAt: now,
    covers: { declarations: membersOf(group).length, visits: (await visitsOf(app, group)).length },
  };
  const { school } = declarer;
  const ends = await endsDeclaration(app, declarer, purposes);
  await app.db.save(schoolScope(school), [
    ...(ends ? endStatements(app, school, group) : []),
    requestStatement(app.db.build, school, request),
    auditOf(app, {
      school,
      actor: 'anyone',
      action: withdrawConsent.audit,
      object: declarer.id,
      detail: { request: request.id, purposes: purposes.join(','), ends },
    }),
  ]);
  return request;
}

/** Without a purpose that the form cannot do without, the declaration no longer stands. */
async function endsDeclaration(app: App, { questionnaire }: StoredDeclaration, purposes: readonly string[]): Promise<boolean> {
  const found = await findQuestionnaire(app.db, questionnaire.id, questionnaire.version);
  return (found?.consent.purposes ?? []).some(({ code, required }) => required && purposes.includes(code));
}

/**
 * Answers about health are overwritten, with all that follows from them: the outcome, its reasons, and the pass, which
 * says it too. Who it was stays for the visit log until its time is over, or until it is erased.
 */
function endStatements(app: App, school: SchoolId, group: Group): Statement[] {
  const members = membersOf(group);
  return [
    ...revokeErasedStatements(app.db, school, subjectsOf(group), app.clock()),
    ...members.map((member): Statement => {
      const identity = openIdentity(app.keys, member);
      return {
        query: app.db.build
          .updateTable('declaration')
          .set({
            answers: DESTROYED,
            reasons: '[]',
            outcome: 'cleared',
            body_hash: '',
            ...(identity ? { identity: sealIdentity(app.keys, member, { ...identity, pass: '' } satisfies Identity) } : {}),
          })
          .where('school_id', '=', school)
          .where('id', '=', member.id)
          .compile(),
        expect: { rows: 1, otherwise: 'gone' },
      };
    }),
  ];
}
