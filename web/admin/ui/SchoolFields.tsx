import { SCHOOL_KINDS } from '../../../shared/api/schools.schema.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import type { AreaList, SchoolDraft, SchoolForm } from '../state/school-form.ts';
import type { Sending } from '../state/sending.ts';
import { common } from '../strings/common.ts';
import { kindWords, schoolWords } from '../strings/school.ts';
import { errorAt } from './words.ts';

interface SchoolFieldsProps {
  form: SchoolForm;
  set: (part: Partial<SchoolDraft>) => void;
  errors: Sending;
  /** Where the school stands in what is sent. */
  prefix?: string;
}

/** All that is asked about a school, questionnaire apart. */
export function SchoolFields({ form, set, errors, prefix = '' }: SchoolFieldsProps) {
  const t = schoolWords();
  const c = common();
  const draft = form.draft.value;
  const kinds = kindWords();
  const text = (field: 'name' | 'shortName' | 'street' | 'phone' | 'line' | 'contact', max: number, help?: string) => {
    const needed = field === 'name' || field === 'shortName' || field === 'phone';
    return (
      <Field
        id={`school-${field}`}
        label={t[field]}
        help={help}
        error={errorAt(errors, `${prefix}/${field}`)}
        required={needed}
        optional={needed ? undefined : c.optional}
      >
        {(control) => (
          <TextInput
            {...control}
            value={draft[field]}
            onInput={(value) => set({ [field]: value })}
            type={field === 'phone' ? 'tel' : 'text'}
            maxLength={max}
            autoComplete="off"
          />
        )}
      </Field>
    );
  };

  return (
    <div class="fields">
      <div class="fields-whole">{text('name', 400, t.nameHelp)}</div>
      {text('shortName', 60, t.shortNameHelp)}
      <Field id="school-kind" label={t.kind} help={t.kindHelp} error={errorAt(errors, `${prefix}/kind`)} required>
        {(control) => (
          <Select
            {...control}
            value={draft.kind}
            empty={c.choose}
            options={SCHOOL_KINDS.map((kind) => ({ value: kind, text: kinds[kind] }))}
            onChange={(value) => set({ kind: SCHOOL_KINDS.find((kind) => kind === value) ?? '' })}
          />
        )}
      </Field>
      <Field id="school-province" label={t.province} error={errorAt(errors, `${prefix}/province`)} required>
        {(control) => (
          <Select
            {...control}
            value={form.provinces.value ? draft.province : ''}
            empty={form.provinces.value === null ? c.waiting : c.choose}
            options={optionsOf(form.provinces.value)}
            onChange={(province) => set({ province })}
          />
        )}
      </Field>
      <Field id="school-commune" label={t.commune} error={errorAt(errors, `${prefix}/commune`)} required>
        {(control) => (
          <Select
            {...control}
            value={form.communes.value ? draft.commune : ''}
            empty={draft.province === '' ? t.communeFirst : form.communes.value === null ? c.waiting : c.choose}
            options={optionsOf(form.communes.value)}
            disabled={draft.province === '' || !form.communes.value}
            onChange={(commune) => set({ commune })}
          />
        )}
      </Field>
      {(form.provinces.value === undefined || form.communes.value === undefined) && (
        <div class="fields-whole">
          <Notice kind="error" title={c.areasFailed}>
            <Button onClick={() => form.loadAreas()}>{c.again}</Button>
          </Notice>
        </div>
      )}
      {text('street', 200)}
      {text('phone', 40)}
      {text('line', 200, t.lineHelp)}
      {text('contact', 200, t.contactHelp)}
    </div>
  );
}

const optionsOf = (list: AreaList) => (list ?? []).map(({ code, name }) => ({ value: code, text: name }));
