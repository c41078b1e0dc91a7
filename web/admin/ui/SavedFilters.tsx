import { signal } from '@preact/signals';
import { Component } from 'preact';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { dataOf } from '../state/loader.ts';
import type { Log } from '../state/log.ts';
import { reasonAt } from '../state/sending.ts';
import { common } from '../strings/common.ts';
import { savedWords } from '../strings/saved-filters.ts';
import { Form } from './Form.tsx';
import { SendNotice } from './SendNotice.tsx';
import { errorAt } from './words.ts';

/** Kept filters as labels of an exercise book: one tap searches. Nothing is shown while there are none. */
export class SavedFilters extends Component<{ log: Log }> {
  private editing = signal(false);

  override componentDidMount(): void {
    this.props.log.saved.list.reload();
  }

  override render({ log }: { log: Log }) {
    const t = savedWords();
    const { saved } = log;
    const filters = dataOf(saved.list.state.value)?.filters ?? [];
    if (filters.length === 0) return null;
    const editing = this.editing.value;
    return (
      <section class="kept" aria-label={t.title}>
        <h2 class="kept-title">{t.title}</h2>
        <ul class="kept-list">
          {filters.map((filter) => (
            <li key={filter.id}>
              {editing ? (
                <button
                  type="button"
                  class="kept-filter kept-remove"
                  aria-label={t.remove(filter.name)}
                  onClick={() => saved.remove(filter.id)}
                >
                  {filter.name} <Cross />
                </button>
              ) : (
                <button type="button" class="kept-filter" title={t.use(filter.name)} onClick={() => log.use(filter)}>
                  {filter.name}
                </button>
              )}
            </li>
          ))}
        </ul>
        <Button
          kind="quiet"
          pressed={editing}
          onClick={() => {
            this.editing.value = !editing;
          }}
        >
          {editing ? t.done : t.edit}
        </Button>
        <SendNotice of={saved.removing} />
      </section>
    );
  }
}

const Cross = () => (
  <svg width="14" height="14" viewBox="0 0 20 20" aria-hidden="true">
    <path d="M4 4l12 12M16 4L4 16" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" />
  </svg>
);

/** Gives the fields as they stand a name. */
export const KeepFilter = ({ log }: { log: Log }) => (log.saved.naming.value === undefined ? null : <Naming log={log} />);

class Naming extends Component<{ log: Log }> {
  /** The button that was tapped is gone: who types goes on here. */
  override componentDidMount(): void {
    document.getElementById('filter-name')?.focus();
  }

  override render({ log }: { log: Log }) {
    const t = savedWords();
    const { naming, saving, name } = log.saved;
    const reason = reasonAt(saving.problem.value, '/name');
    const full = reasonAt(saving.problem.value, '/') === 'too-large';
    return (
      <Form class="keep stack" onSubmit={log.keep} label={t.keep}>
        <SendNotice of={saving} />
        <Field
          id="filter-name"
          label={t.name}
          help={t.nameHelp}
          error={full ? t.full : reason === 'taken' ? t.taken : errorAt(saving, '/name')}
          required
        >
          {(control) => <TextInput {...control} value={naming.value ?? ''} onInput={name} autoComplete="off" maxLength={40} />}
        </Field>
        <div class="row">
          <Button type="submit" kind="primary" busy={saving.busy.value}>
            {common().save}
          </Button>
          <Button kind="quiet" onClick={() => name(undefined)}>
            {common().cancel}
          </Button>
        </div>
      </Form>
    );
  }
}
