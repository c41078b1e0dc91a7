import type { Result } from '../../../shared/api/log.schema.ts';
import type { SchoolView } from '../../../shared/api/schools.schema.ts';
import { Field } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { PERIODS } from '../state/days.ts';
import type { Filters } from '../state/filters.ts';
import { reasonAt, type Sending } from '../state/sending.ts';
import { logStrings, periodWords } from '../strings/log.ts';
import { colourWords, dirWords, notedWords } from '../strings/log-words.ts';
import { errorAt } from './words.ts';

interface FilterProps {
  filters: Filters;
  errors: Sending;
}

/** The usual periods by one tap, any other by typing its days. */
export function PeriodFields({ filters, errors }: FilterProps) {
  const t = logStrings();
  const draft = filters.draft.value;
  const day = (side: 'from' | 'to') => (
    <Field id={`filter-${side}`} label={t[side]} help={t.dayHelp} error={tooLong(errors, side) ?? errorAt(errors, `/${side}`)} required>
      {(control) => (
        <TextInput {...control} value={draft[side]} onInput={(text) => filters.set({ [side]: text })} autoComplete="off" maxLength={10} />
      )}
    </Field>
  );
  return (
    <>
      <fieldset class="periods">
        <legend class="field-label">{t.period}</legend>
        <div class="period-row">
          {PERIODS.map((period) => (
            <label key={period} class={period === draft.period ? 'period period-on' : 'period'}>
              <input type="radio" name="period" checked={period === draft.period} onChange={() => filters.set({ period })} />
              <span>{periodWords()[period]}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {(draft.period === 'chosen' || reasonAt(errors.problem.value, '/from') || reasonAt(errors.problem.value, '/to')) && (
        <div class="fields fields-two">
          {day('from')}
          {day('to')}
        </div>
      )}
    </>
  );
}

function tooLong(errors: Sending, side: 'from' | 'to'): string | undefined {
  return reasonAt(errors.problem.value, `/${side}`) === 'too-large' ? logStrings().tooLong : undefined;
}

export function NarrowFields({ filters, errors, school }: FilterProps & { school: SchoolView }) {
  const t = logStrings();
  const draft = filters.draft.value;
  const dirs = dirWords();
  const results: readonly { value: Result; text: string }[] = [
    ...(['green', 'amber', 'red'] as const).map((colour) => ({ value: colour, text: colourWords()[colour] })),
    { value: 'noted', text: notedWords().noted },
  ];
  return (
    <div class="fields fields-four">
      <Field id="filter-q" label={t.name} error={errorAt(errors, '/q')}>
        {(control) => (
          <TextInput {...control} type="search" value={draft.q} onInput={(q) => filters.set({ q })} autoComplete="off" maxLength={200} />
        )}
      </Field>
      <Field id="filter-gate" label={t.gate}>
        {(control) => (
          <Select
            {...control}
            value={draft.gate}
            empty={t.allGates}
            options={school.gates.map((gate) => ({ value: gate.id, text: gate.name }))}
            onChange={(gate) => filters.set({ gate })}
          />
        )}
      </Field>
      <Field id="filter-dir" label={t.dir}>
        {(control) => (
          <Select
            {...control}
            value={draft.dir}
            empty={t.allDirs}
            options={[
              { value: 'in', text: dirs.in },
              { value: 'out', text: dirs.out },
            ]}
            onChange={(dir) => filters.set({ dir: dir === 'in' || dir === 'out' ? dir : '' })}
          />
        )}
      </Field>
      <Field id="filter-colour" label={t.colour}>
        {(control) => (
          <Select
            {...control}
            value={draft.colour}
            empty={t.allColours}
            options={results}
            onChange={(value) => filters.set({ colour: results.find((each) => each.value === value)?.value ?? '' })}
          />
        )}
      </Field>
    </div>
  );
}
