import type { FieldReason } from '../../../shared/problem.ts';
import { Button } from '../../ui/Button.tsx';
import { ConsentForm } from '../../ui/ConsentForm.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { QuestionnaireForm } from '../../ui/QuestionnaireForm.tsx';
import { say } from '../../ui/say.ts';
import { isIdentity } from '../draft.ts';
import type * as parts from '../later.ts';
import type { Visit } from '../visit.ts';
import { type Words, words } from '../words.ts';

export interface FormProps {
  visit: Visit;
  /** Fetched after first paint; until then a few plain sentences do. */
  later: typeof parts | undefined;
}

export function Form({ visit, later }: FormProps) {
  const state = visit.state();
  const { place, language, refused, typed, folded } = state;
  const t = words(language);
  if (!place) return null;
  const { questionnaire } = place;
  const journey = visit.journey();
  const reasons = Object.entries(journey?.errors() ?? {});
  const errors = Object.fromEntries(
    reasons.map(([key, reason]) => [key, later ? later.reasonText(language, reason) : plainReason(t, reason)]),
  );
  return (
    <form
      class="form"
      noValidate
      onSubmit={async (event) => {
        event.preventDefault();
        const form = event.currentTarget;
        if ((await visit.send())[0]) focusFirst(form, '[aria-invalid=true]');
      }}
    >
      {questionnaire.intro && <p class="lead">{say(questionnaire.intro, language, questionnaire)}</p>}
      {state.restored && <Notice kind="info">{t.restored}</Notice>}
      {folded && (
        <p class="known">
          <strong>
            {questionnaire.items
              .map((item) => isIdentity(item) && item.type === 'text' && typed[item.linkId])
              .filter(Boolean)
              .join(' · ')}
          </strong>{' '}
          <Button
            kind="quiet"
            onClick={(event) => {
              const { form } = event.currentTarget as HTMLButtonElement;
              visit.set({ folded: false });
              if (form) focusFirst(form, '.input');
            }}
          >
            {t.edit}
          </Button>
        </p>
      )}
      <QuestionnaireForm
        questionnaire={questionnaire}
        language={language}
        values={typed}
        errors={errors}
        onChange={visit.answer}
        onLeave={visit.leave}
        areas={visit.areas}
        autofill={!state.onBehalf}
        show={(item) => !folded || !isIdentity(item)}
      />
      <div class="options">{later && journey && <later.Options visit={visit} journey={journey} errors={errors} />}</div>
      <ConsentForm questionnaire={questionnaire} language={language} chosen={state.purposes} onChange={visit.consent} errors={errors} />
      {state.tried && reasons.length > 0 && <Notice kind="error">{t.look(reasons.length)}</Notice>}
      {refused && reasons.length === 0 && (
        <Notice kind="error" title={t.notSent}>
          {later?.problemText(language, refused.code)}
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

/** The control itself, or the first of a set that answers one question. */
function focusFirst(form: HTMLElement, selector: string): void {
  const found = form.querySelector<HTMLElement>(selector);
  const control = found?.querySelector<HTMLElement>('input, select') ?? found;
  control?.focus();
  control?.scrollIntoView({ block: 'center' });
}
