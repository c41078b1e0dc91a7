import { useComputed, useSignal } from '@preact/signals';
import { cleanLine } from '../../../shared/text/clean.ts';
import { checkName } from '../../../shared/text/name.ts';
import { normalisePhone } from '../../../shared/text/phone.ts';
import { language } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { closedWords } from '../closed-words.ts';
import { frequentHosts } from '../gate/today.ts';
import type { KioskApp } from '../state/app.ts';
import type { TypedPerson } from '../state/gate.ts';
import { t } from '../strings.ts';

const MAX_HOST = 100;

export interface PersonFormProps {
  /** Two forms may stand on one page. */
  id: string;
  app: KioskApp;
  submit: string;
  onDone: (person: TypedPerson) => Promise<unknown>;
}

/** Whom or why by one tap, then name and phone, Enter leading from one to the next: nothing else is asked of anybody. */
export function PersonForm({ id, app, submit, onDone }: PersonFormProps) {
  const name = useSignal('');
  const phone = useSignal('');
  const host = useSignal('');
  const tried = useSignal(false);
  const busy = useSignal(false);
  // Once, when the form opens.
  const hosts = useComputed(() => frequentHosts(app.kiosk.book()?.stays() ?? []));
  const words = t();

  const cleanName = checkName(name.value);
  const cleanPhone = phone.value.trim() === '' ? { ok: true as const, text: '' } : normalisePhone(phone.value);
  const cleanHost = cleanLine(host.value, MAX_HOST);
  const focus = (field: 'name' | 'phone'): void => document.getElementById(`${id}-${field}`)?.focus();

  async function done(event: Event): Promise<void> {
    event.preventDefault();
    tried.value = true;
    if (!cleanName.ok) return focus('name');
    if (!cleanPhone.ok) return focus('phone');
    if (!cleanHost.ok) return;
    busy.value = true;
    await onDone({ name: cleanName.text, phone: cleanPhone.text, host: cleanHost.text });
    busy.value = false;
  }

  /** Enter after the name is "next", as on a phone: the number is what calls a visitor back. */
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.isComposing || document.activeElement?.id !== `${id}-name`) return;
    event.preventDefault();
    focus('phone');
  }

  return (
    <form class="person stack" onSubmit={(event) => void done(event)} onKeyDown={onKeyDown} noValidate>
      <Field id={`${id}-host`} label={words.host} optional={words.optional}>
        {(control) => (
          <>
            <Chips
              label={words.host}
              chosen={host.value}
              onChoose={(next) => {
                host.value = next;
                if (next !== '') focus('name');
              }}
              hosts={hosts.value}
            />
            <TextInput
              {...control}
              value={host.value}
              autoComplete="off"
              autoCapitalize="sentences"
              placeholder={words.hostOther}
              onInput={(value) => (host.value = value)}
            />
          </>
        )}
      </Field>
      <div class="person-who">
        <Field id={`${id}-name`} label={words.fullName} required error={tried.value && !cleanName.ok ? words.nameWrong : undefined}>
          {(control) => (
            <TextInput
              {...control}
              value={name.value}
              autoComplete="off"
              autoCapitalize="words"
              onInput={(value) => (name.value = value)}
            />
          )}
        </Field>
        <Field
          id={`${id}-phone`}
          label={words.phone}
          optional={words.optional}
          error={tried.value && !cleanPhone.ok ? words.phoneWrong : undefined}
        >
          {(control) => (
            <TextInput
              {...control}
              value={phone.value}
              type="tel"
              inputMode="tel"
              autoComplete="off"
              onInput={(value) => (phone.value = value)}
            />
          )}
        </Field>
      </div>
      <Button kind="primary" type="submit" wide class="button-big" busy={busy.value}>
        {submit}
      </Button>
    </form>
  );
}

interface ChipsProps {
  label: string;
  /** Whom many visit today; the errands that every school knows follow. */
  hosts: readonly string[];
  chosen: string;
  onChoose: (host: string) => void;
}

function Chips({ label, hosts, chosen, onChoose }: ChipsProps) {
  const { errands } = closedWords(language.value);
  const all = [...hosts, ...errands.filter((errand) => !hosts.includes(errand))];
  return (
    <fieldset class="chips" aria-label={label}>
      {all.map((host) => (
        <Button key={host} class="chip" pressed={chosen === host} onClick={() => onChoose(chosen === host ? '' : host)}>
          {host}
        </Button>
      ))}
    </fieldset>
  );
}
