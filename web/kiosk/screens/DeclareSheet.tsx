import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { checkAnswers, checkConsent } from '../../../shared/questionnaire/check.ts';
import type { Questionnaire } from '../../../shared/questionnaire/types.ts';
import { createAreas } from '../../lib/areas.ts';
import { language } from '../../lib/i18n.ts';
import { reasonText } from '../../lib/problems.ts';
import { type Typed, toAnswers } from '../../ui/answers.ts';
import { Button } from '../../ui/Button.tsx';
import { ConsentForm, purposeId } from '../../ui/ConsentForm.tsx';
import { controlId } from '../../ui/control.ts';
import { Notice } from '../../ui/Notice.tsx';
import { QuestionnaireForm } from '../../ui/QuestionnaireForm.tsx';
import { say } from '../../ui/say.ts';
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
  /** How often sending was tried: each time the first error is where the keyboard is. */
  const tries = useSignal(0);
  const busy = useSignal(false);
  const tried = tries.value > 0;

  const checked = checkAnswers(questionnaire, toAnswers(questionnaire, typed.value), app.kiosk.clock.now());
  const wrongConsent = checkConsent(questionnaire, purposes.value);
  const errors: Record<string, string> = {};
  for (const { at, reason } of checked.ok ? [] : checked.errors) {
    const linkId = at.split('/')[2] ?? '';
    if (tried || left.value.has(linkId)) errors[linkId] = reasonText(language.value, reason);
  }
  const consentErrors: Record<string, string> = {};
  if (tried) for (const { at, reason } of wrongConsent) consentErrors[at.split('/')[3] ?? ''] = reasonText(language.value, reason);
  const wrong: Wrong[] = [
    ...questionnaire.items.flatMap(({ linkId, text }) =>
      errors[linkId] ? [{ id: controlId(linkId), text: say(text, language.value, questionnaire) }] : [],
    ),
    ...questionnaire.consent.purposes.flatMap(({ code, text }) =>
      consentErrors[code] ? [{ id: purposeId(code), text: say(text, language.value, questionnaire) }] : [],
    ),
  ];
  const first = wrong[0]?.id;
  useEffect(() => {
    if (tried && first) goTo(first);
    // Only when sending is tried again, not when an error goes.
  }, [tries.value]);

  async function send(event: Event): Promise<void> {
    event.preventDefault();
    tries.value++;
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
      {tried && wrong.length > 0 && <Wrongs wrong={wrong} />}
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
      <Button kind="primary" type="submit" wide class="button-big" busy={busy.value}>
        {t().declareDone}
      </Button>
    </form>
  );
}

interface Wrong {
  /** Of the control. */
  id: string;
  /** The question. */
  text: string;
}

/** All at the top, each a way to its place. */
function Wrongs({ wrong }: { wrong: readonly Wrong[] }) {
  return (
    <Notice kind="error" title={t().errorsLeft(String(wrong.length))}>
      <ul class="wrongs">
        {wrong.map(({ id, text }) => (
          <li key={id}>
            <button type="button" class="wrong" onClick={() => goTo(id)}>
              {text}
            </button>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function goTo(id: string): void {
  const element = document.getElementById(id);
  element?.scrollIntoView({ block: 'center' });
  element?.focus({ preventScroll: true });
}
