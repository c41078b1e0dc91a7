import { endOfDay } from '../../shared/clock.ts';
import type { DeclarationEvent } from '../../shared/gate/event.ts';
import { correctedAt, dayOfEvent } from '../../shared/gate/log.ts';
import type { KioskId, SchoolId } from '../../shared/ids.ts';
import { checkAnswers, checkConsent } from '../../shared/questionnaire/check.ts';
import { outcomeOf, split } from '../../shared/questionnaire/outcome.ts';
import { maskName } from '../../shared/text/mask.ts';
import type { App } from '../context.ts';
import { KNOWN_CODES } from '../declarations/known.ts';
import { personOf } from '../declarations/person.ts';
import type { NewDeclaration } from '../declarations/store.ts';
import { findQuestionnaire } from '../questionnaires/store.ts';
import { readPayload } from './payload.ts';
import type { Sessions } from './sessions.ts';

/**
 * A declaration that was taken at the gate, checked again against its exact version. When it does not hold here the
 * item and its payload are stored all the same: what happened at the gate is a fact, and the office sees the row.
 */
export async function kioskDeclaration(
  app: App,
  kiosk: { id: KioskId; school: SchoolId },
  event: DeclarationEvent,
  payload: { session: string; bytes: Uint8Array },
  sessions: Sessions,
): Promise<NewDeclaration | undefined> {
  const key = sessions.key(payload.session);
  const place = { school: kiosk.school, event: event.id, class: 'answers', session: payload.session } as const;
  const content = key && readPayload(key, place, payload.bytes);
  const questionnaire = await findQuestionnaire(app.db, event.questionnaire, event.version);
  if (!content?.answers || !content.consent || !questionnaire) return undefined;
  const checked = checkAnswers(questionnaire, content.answers, correctedAt(event), KNOWN_CODES);
  if (!checked.ok || checkConsent(questionnaire, content.consent.purposes).length > 0) return undefined;

  const person = personOf(questionnaire, checked.answers);
  const { identity, answers } = split(questionnaire, checked.answers);
  const day = dayOfEvent(event.id);
  return {
    declaration: {
      id: event.id,
      school: kiosk.school,
      day,
      place: null,
      gate: event.gate,
      kiosk: kiosk.id,
      questionnaire: { id: event.questionnaire, version: event.version },
      channel: 'kiosk',
      onBehalf: false,
      ...outcomeOf(questionnaire, checked.answers),
      subject: event.subject,
      passExpiresAt: endOfDay(day),
      bodyHash: event.sealed ?? '',
      consent: content.consent,
      createdAt: correctedAt(event),
      record: null,
      guardian: null,
      companions: 0,
    },
    identity: { ...person, answers: identity, maskedName: maskName(person.name, person.phone), pass: '' },
    answers,
  };
}
