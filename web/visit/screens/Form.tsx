import type { FieldError, FieldReason } from '../../../shared/problem.ts';
import type * as problems from '../../lib/problems.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { ConsentForm, purposeId } from '../../ui/ConsentForm.tsx';
import { controlId } from '../../ui/control.ts';
import { Notice } from '../../ui/Notice.tsx';
import { QuestionnaireForm } from '../../ui/QuestionnaireForm.tsx';
import { say } from '../../ui/say.ts';
import type { Visit } from '../visit.ts';
import { type Words, words } from '../words.ts';

export interface FormProps {
  visit: Visit;
  /** Fetched after first paint; until then a few plain sentences do. */
  problems: typeof problems | undefined;
}

export function Form({ visit, problems }: FormProps) {
  const state = visit.state();
  const { place, language, refused } = state;
  const t = words(language);
  if (!place) return null;
  const { questionnaire } = place;
  const reasons = Object.entries(visit.journey()?.errors() ?? {});
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
      {questionnaire.intro && <p class="lead">{say(questionnaire.intro, language, questionnaire)}</p>}
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
      <ConsentForm questionnaire={questionnaire} language={language} chosen={state.purposes} onChange={visit.consent} errors={errors} />
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

/** `/answers/<linkId>…` or `/consent/purposes/<code>`. */
function focusOn({ at }: FieldError): void {
  const [, kind, key = '', code = ''] = at.split('/');
  const element = document.getElementById(kind === 'consent' ? purposeId(code) : controlId(key));
  const control = element?.matches('fieldset') ? element.querySelector<HTMLElement>('input, select') : element;
  control?.focus();
  element?.scrollIntoView({ block: 'center' });
}
