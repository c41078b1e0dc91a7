import { asksCompanion } from '../../../shared/questionnaire/companions.ts';
import { Button } from '../../ui/Button.tsx';
import { ChoiceButtons } from '../../ui/ChoiceButtons.tsx';
import { Field } from '../../ui/Field.tsx';
import { QuestionnaireForm } from '../../ui/QuestionnaireForm.tsx';
import type { OptionsProps } from '../screens/Options.tsx';
import { alongWords } from './words.ts';
import './along.css';

/** Those who come along: each with a name and the questions about health, nothing answered beforehand. */
export function Companions({ visit, journey, errors }: OptionsProps) {
  const { place, companions, apart, language } = visit.state();
  if (!place) return null;
  const t = alongWords(language);
  const { questionnaire } = place;
  return (
    <section class="stack along" aria-label={t.title}>
      <h2>{t.title}</h2>
      <p>{t.text}</p>
      {companions.map((prefix, index) => (
        <fieldset key={prefix} class="stack along-person">
          <legend>{t.person(index + 1)}</legend>
          <p class="soft">{t.about}</p>
          <QuestionnaireForm
            questionnaire={questionnaire}
            language={language}
            values={journey.typedOf(prefix)}
            errors={errorsOf(errors, prefix)}
            onChange={(linkId, value) => visit.answer(prefix + linkId, value)}
            onLeave={(linkId) => visit.leave(prefix + linkId)}
            areas={visit.areas}
            show={asksCompanion}
            prefix={prefix}
          />
          <div>
            <Button kind="quiet" label={`${t.remove}: ${t.person(index + 1)}`} onClick={() => journey.removeCompanion(prefix)}>
              {t.remove}
            </Button>
          </div>
        </fieldset>
      ))}
      {journey.mayAddCompanion() ? (
        <Button wide onClick={journey.addCompanion}>
          {t.more}
        </Button>
      ) : (
        <p>{t.full}</p>
      )}
      <Field id="codes" label={t.codes} help={apart ? t.apart_help : t.together_help} group>
        <ChoiceButtons
          name="codes"
          options={[
            { value: 'together', text: t.together },
            { value: 'apart', text: t.apart },
          ]}
          value={apart ? 'apart' : 'together'}
          onChange={(next) => journey.setApart(next === 'apart')}
        />
      </Field>
      <p class="along-consent">{t.consent}</p>
    </section>
  );
}

function errorsOf(errors: OptionsProps['errors'], prefix: string): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(errors)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, text]) => [key.slice(prefix.length), text]),
  );
}
