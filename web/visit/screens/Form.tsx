import type { FieldReason } from '../../../shared/problem.ts';
import type * as problems from '../../lib/problems.ts';
import { say } from '../../ui/answers.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { ConsentForm, purposeId } from '../../ui/ConsentForm.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { controlId, QuestionnaireForm } from '../../ui/QuestionnaireForm.tsx';
import { controlOf, shownErrors, type Visit } from '../state.ts';
import { type Words, words } from '../words.ts';

export interface FormProps {
  visit: Visit;
  now: number;
  /** Fetched after first paint; until then a few plain sentences do. */
  problems: typeof problems | undefined;
}

export function Form({ visit, now, problems }: FormProps) {
  const state = visit.state();
  const { place, language, refused } = state;
  const t = words(language);
  if (!place) return null;
  const { questionnaire } = place;
  const reasons = Object.entries(shownErrors(state, now));
  const errors = Object.fromEntries(
    reasons.map(([key, reason]) => [key, problems ? problems.reasonText(language, reason) : plainReason(t, reason)]),
  );
  return (
    <form
      class="form"
      noValidate
      onSubmit={async (event) => {
        event.preventDefault();
        const [first] = await visit.send();
        if (first) focusOn(first);
      }}
    >
      {questionnaire.intro && <p>{say(questionnaire.intro, language, questionnaire)}</p>}
      {state.restored && <Notice kind="info">{t.restored}</Notice>}
      {state.remembered && (
        <p>
          {t.remembered}{' '}
          <Button kind="quiet" onClick={visit.forgetPerson}>
            {t.forget}
          </Button>
        </p>
      )}
      <QuestionnaireForm
        questionnaire={questionnaire}
        language={language}
        values={state.typed}
        errors={errors}
        onChange={visit.answer}
        onLeave={visit.leave}
        areas={visit.areas}
        autofill={!state.onBehalf}
      />
      <div>
        <Checkbox plain checked={state.onBehalf} onChange={visit.setOnBehalf}>
          {t.onBehalf}
        </Checkbox>
        {!state.onBehalf && (
          <Checkbox plain checked={state.remember} onChange={visit.setRemember}>
            {t.remember}
          </Checkbox>
        )}
      </div>
      <ConsentForm consent={questionnaire.consent} language={language} chosen={state.purposes} onChange={visit.consent} errors={errors} />
      {state.tried && reasons.length > 0 && <Notice kind="error">{t.look(reasons.length)}</Notice>}
      {refused && reasons.length === 0 && (
        <Notice kind="error" title={t.notSent}>
          {problems?.problemText(language, refused.code)}
        </Notice>
      )}
      {state.stranded && state.tried && reasons.length === 0 && (
        <Notice kind="warn" title={t.notSent}>
          {t.stillHere}
        </Notice>
      )}
      <Button kind="primary" type="submit" wide busy={state.sending}>
        {state.sending ? t.sending : t.send}
      </Button>
      <p class="soft small">{t.keptFor(questionnaire.consent.retentionDays)}</p>
    </form>
  );
}

function plainReason(t: Words, reason: FieldReason): string {
  return reason === 'required' ? t.required : reason === 'consent-needed' ? t.consentNeeded : t.wrong;
}

function focusOn(error: Parameters<typeof controlOf>[0]): void {
  const target = controlOf(error);
  const element = document.getElementById('purpose' in target ? purposeId(target.purpose) : controlId(target.linkId));
  const control = element instanceof HTMLFieldSetElement ? element.querySelector<HTMLElement>('input, select') : element;
  control?.focus();
  element?.scrollIntoView({ block: 'center' });
}
