import type { Consent } from '../../shared/questionnaire/types.ts';
import type { Language } from '../lib/language.ts';
import { Checkbox } from './Checkbox.tsx';
import './field.css';

export interface ConsentFormProps {
  consent: Consent;
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
export function ConsentForm({ consent, language, chosen, onChange, errors }: ConsentFormProps) {
  const words = WORDS[language];
  return (
    <section class="stack" aria-label={words.title}>
      <p>{consent.intro[language]}</p>
      {consent.purposes.map((purpose) => (
        <div key={purpose.code}>
          <Checkbox
            id={purposeId(purpose.code)}
            checked={chosen.includes(purpose.code)}
            invalid={errors[purpose.code] !== undefined}
            describedBy={errors[purpose.code] ? `${purposeId(purpose.code)}-error` : undefined}
            onChange={(on) => onChange(on ? [...chosen, purpose.code] : chosen.filter((code) => code !== purpose.code))}
          >
            {purpose.text[language]} {!purpose.required && <span class="field-optional">{words.optional}</span>}
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
        <p>{consent.controller[language]}</p>
        <p>{consent.rights[language]}</p>
        <p class="soft">
          {words.version} {consent.version}
        </p>
      </details>
    </section>
  );
}
