import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import type { Kiosks } from '../state/kiosks.ts';
import { reasonAt } from '../state/sending.ts';
import { kioskWords } from '../strings/kiosks.ts';
import { Form } from '../ui/Form.tsx';
import { Loaded } from '../ui/Loaded.tsx';
import { SendNotice } from '../ui/SendNotice.tsx';
import { errorAt } from '../ui/words.ts';

/** Who may hold a shift at the gates. */
export function Operators({ kiosks, may }: { kiosks: Kiosks; may: boolean }) {
  const t = kioskWords();
  const sending = kiosks.operatorSending;
  const draft = kiosks.operator.value;
  const pinError = reasonAt(sending.problem.value, '/pin') === 'format' ? t.pinWrong : errorAt(sending, '/pin');
  return (
    <section class="stack" aria-label={t.operators}>
      <h2>{t.operators}</h2>
      <p class="soft">{t.operatorsText}</p>
      <Loaded of={kiosks.operators}>
        {({ operators }) =>
          operators.length === 0 ? (
            <p>{t.operatorsNone}</p>
          ) : (
            <ul class="people">
              {operators.map((operator) => (
                <li key={operator.id}>
                  <span>{operator.name}</span>
                  {may && (
                    <Button kind="quiet" label={t.removeOf(operator.name)} onClick={() => kiosks.ask({ kind: 'operator', operator })}>
                      {t.remove}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {may && (
        <Form class="panel stack" onSubmit={kiosks.addOperator} label={t.add}>
          <SendNotice of={sending} />
          <Field id="operator-name" label={t.operatorName} error={errorAt(sending, '/name')} required>
            {(control) => (
              <TextInput
                {...control}
                value={draft.name}
                onInput={(name) => kiosks.setOperator({ name })}
                autoComplete="off"
                autoCapitalize="words"
                maxLength={80}
              />
            )}
          </Field>
          <Field id="operator-pin" label={t.pin} help={t.pinHelp} error={pinError} required>
            {(control) => (
              <TextInput
                {...control}
                type="password"
                inputMode="numeric"
                value={draft.pin}
                onInput={(pin) => kiosks.setOperator({ pin })}
                autoComplete="new-password"
                maxLength={8}
              />
            )}
          </Field>
          <div class="row">
            <Button type="submit" busy={sending.busy.value}>
              {t.add}
            </Button>
          </div>
        </Form>
      )}
    </section>
  );
}
