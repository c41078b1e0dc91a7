import { useSignal } from '@preact/signals';
import { cleanLine } from '../../../shared/text/clean.ts';
import { checkName } from '../../../shared/text/name.ts';
import { normalisePhone } from '../../../shared/text/phone.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import type { KioskApp } from '../state/app.ts';
import type { Gate } from '../state/gate.ts';
import { t } from '../strings.ts';
import { Sheet } from './Sheet.tsx';

const MAX_HOST = 100;

/** Someone without phone or declaration: a name is enough, and nobody is kept waiting. */
export function QuickSheet({ app, gate }: { app: KioskApp; gate: Gate }) {
  const name = useSignal('');
  const phone = useSignal('');
  const host = useSignal('');
  const tried = useSignal(false);
  const busy = useSignal(false);

  const cleanName = checkName(name.value);
  const cleanPhone = phone.value.trim() === '' ? { ok: true as const, text: '' } : normalisePhone(phone.value);
  const cleanHost = cleanLine(host.value, MAX_HOST);

  async function admit(event: Event): Promise<void> {
    event.preventDefault();
    tried.value = true;
    if (!cleanName.ok || !cleanPhone.ok || !cleanHost.ok) return;
    busy.value = true;
    await gate.quick({ name: cleanName.text, phone: cleanPhone.text, host: cleanHost.text });
    busy.value = false;
    app.open('none');
  }

  return (
    <Sheet title={t().quickTitle} onClose={() => app.open('none')}>
      <form class="stack" onSubmit={(event) => void admit(event)} noValidate>
        <Field id="quick-name" label={t().fullName} required error={tried.value && !cleanName.ok ? t().nameWrong : undefined}>
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
          id="quick-phone"
          label={t().phone}
          optional={t().optional}
          error={tried.value && !cleanPhone.ok ? t().phoneWrong : undefined}
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
        <Field id="quick-host" label={t().host} optional={t().optional}>
          {(control) => (
            <TextInput
              {...control}
              value={host.value}
              autoComplete="off"
              autoCapitalize="sentences"
              onInput={(value) => (host.value = value)}
            />
          )}
        </Field>
        <Button kind="primary" type="submit" wide class="button-big" busy={busy.value}>
          {t().letInNow}
        </Button>
      </form>
    </Sheet>
  );
}
