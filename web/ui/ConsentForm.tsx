import type { Questionnaire } from '../../shared/questionnaire/types.ts';
import type { Language } from '../lib/language.ts';
import { Checkbox } from './Checkbox.tsx';
import { say } from './say.ts';
import './field.css';

export interface ConsentFormProps {
  questionnaire: Questionnaire;
  language: Language;
  /** Codes of the ticked purposes; empty at the start. */
  chosen: readonly string[];
  onChange: (purposes: string[]) => void;
  /** By purpose code, in words. */
  errors: Readonly<Record<string, string | undefined>>;
}

export const purposeId = (code: string): string => `consent-${code}`;

const WORDS = {
  vi: { title: 'Đồng ý', optional: '(không bắt buộc)', more: 'Quyền của người khai', version: 'Bản' },
  en: { title: 'Consent', optional: '(optional)', more: 'Your rights', version: 'Version' },
};

/** Who keeps what and for how long, then one box for each purpose; none is ticked beforehand. */
export function ConsentForm({ questionnaire, language, chosen, onChange, errors }: ConsentFormProps) {
  const { consent } = questionnaire;
  const words = WORDS[language];
  return (
    <section class="stack" aria-label={words.title}>
      <p>{say(consent.intro, language, questionnaire)}</p>
      {consent.purposes.map((purpose) => (
        <div key={purpose.code}>
          <Checkbox
            id={purposeId(purpose.code)}
            checked={chosen.includes(purpose.code)}
            invalid={errors[purpose.code] !== undefined}
            describedBy={errors[purpose.code] ? `${purposeId(purpose.code)}-error` : undefined}
            onChange={(on) => onChange(on ? [...chosen, purpose.code] : chosen.filter((code) => code !== purpose.code))}
          >
            {say(purpose.text, language, questionnaire)} {!purpose.required && <span class="field-optional">{words.optional}</span>}
          </Checkbox>
          {errors[purpose.code] && (
            <p class="field-error" id={`${purposeId(purpose.code)}-error`}>
              {errors[purpose.code]}
            </p>
          )}
        </div>
      ))}
      <details class="small">
        <summary>{words.more}</summary>
        <p>{say(consent.controller, language, questionnaire)}</p>
        <p>{say(consent.rights, language, questionnaire)}</p>
        <p class="soft">
          {words.version} {consent.version}
        </p>
      </details>
    </section>
  );
}
