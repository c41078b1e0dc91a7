import { useSignal } from '@preact/signals';
import { checkAnswers, checkConsent } from '../../../shared/questionnaire/check.ts';
import type { Questionnaire } from '../../../shared/questionnaire/types.ts';
import { createAreas } from '../../lib/areas.ts';
import { language } from '../../lib/i18n.ts';
import { reasonText } from '../../lib/problems.ts';
import { type Typed, toAnswers } from '../../ui/answers.ts';
import { Button } from '../../ui/Button.tsx';
import { ConsentForm } from '../../ui/ConsentForm.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { QuestionnaireForm } from '../../ui/QuestionnaireForm.tsx';
import type { KioskApp } from '../state/app.ts';
import type { Gate } from '../state/gate.ts';
import { t } from '../strings.ts';
import { Sheet } from './Sheet.tsx';

const areas = createAreas();

/** The visitor declares on this screen; the answers are sealed as soon as they are given. */
export function DeclareSheet({ app, gate }: { app: KioskApp; gate: Gate }) {
  const questionnaire = app.kiosk.questionnaire.value;
  return (
    <Sheet title={t().declareTitle} onClose={() => app.open('none')}>
      {questionnaire ? <Form app={app} gate={gate} questionnaire={questionnaire} /> : <Notice kind="warn">{t().declareNone}</Notice>}
    </Sheet>
  );
}

function Form({ app, gate, questionnaire }: { app: KioskApp; gate: Gate; questionnaire: Questionnaire }) {
  const typed = useSignal<Typed>({});
  const purposes = useSignal<string[]>([]);
  const left = useSignal<ReadonlySet<string>>(new Set());
  const tried = useSignal(false);
  const busy = useSignal(false);

  const checked = checkAnswers(questionnaire, toAnswers(questionnaire, typed.value), app.kiosk.clock.now());
  const wrongConsent = checkConsent(questionnaire, purposes.value);
  const errors: Record<string, string> = {};
  for (const { at, reason } of checked.ok ? [] : checked.errors) {
    const linkId = at.split('/')[2] ?? '';
    if (tried.value || left.value.has(linkId)) errors[linkId] = reasonText(language.value, reason);
  }
  const consentErrors: Record<string, string> = {};
  if (tried.value) for (const { at, reason } of wrongConsent) consentErrors[at.split('/')[3] ?? ''] = reasonText(language.value, reason);
  const count = Object.keys(errors).length + Object.keys(consentErrors).length;

  async function send(event: Event): Promise<void> {
    event.preventDefault();
    tried.value = true;
    if (!checked.ok || wrongConsent.length > 0) return;
    busy.value = true;
    const consent = {
      version: questionnaire.consent.version,
      language: language.value,
      purposes: purposes.value,
      at: app.kiosk.clock.now(),
    };
    await gate.declare({ questionnaire, answers: checked.answers, consent });
    busy.value = false;
    app.open('none');
  }

  return (
    <form class="stack" onSubmit={(event) => void send(event)} noValidate>
      <QuestionnaireForm
        questionnaire={questionnaire}
        language={language.value}
        values={typed.value}
        errors={errors}
        areas={areas}
        onChange={(linkId, value) => {
          const { [linkId]: _before, ...others } = typed.value;
          typed.value = value === undefined ? others : { ...others, [linkId]: value };
        }}
        onLeave={(linkId) => (left.value = new Set([...left.value, linkId]))}
      />
      <ConsentForm
        questionnaire={questionnaire}
        language={language.value}
        chosen={purposes.value}
        errors={consentErrors}
        onChange={(next) => (purposes.value = next)}
      />
      {tried.value && count > 0 && <Notice kind="error">{t().errorsLeft(String(count))}</Notice>}
      <Button kind="primary" type="submit" wide class="button-big" busy={busy.value}>
        {t().declareDone}
      </Button>
    </form>
  );
}
