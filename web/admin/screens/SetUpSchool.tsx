import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import type { SetUp } from '../state/set-up.ts';
import { common } from '../strings/common.ts';
import { setUpWords } from '../strings/set-up.ts';
import { Form } from '../ui/Form.tsx';
import { SchoolFields } from '../ui/SchoolFields.tsx';
import { SendNotice } from '../ui/SendNotice.tsx';
import { Title } from '../ui/Title.tsx';
import { errorAt } from '../ui/words.ts';

const MOST_GATES = 20;

export function SchoolStep({ setUp }: { setUp: SetUp }) {
  const t = setUpWords();
  const gates = setUp.gates.value;
  const errors = setUp.errors.problem.value ? setUp.errors : setUp.sending;
  return (
    <Form onSubmit={setUp.next}>
      <Title text={t.schoolTitle} />
      <p class="soft">{t.schoolText}</p>
      <SendNotice of={setUp.sending} />
      <SchoolFields form={setUp.school} set={setUp.setSchool} errors={errors} prefix="/school" />
      <section class="stack">
        <h2>{t.gatesTitle}</h2>
        <p class="soft">{t.gatesText}</p>
        {gates.map((gate, index) => (
          <Field key={index} id={`gate-${index}`} label={t.gate(index + 1)} error={errorAt(errors, `/gates/${index}`)} required>
            {(control) => (
              <div class="with-button">
                <TextInput
                  {...control}
                  value={gate}
                  onInput={(name) => setUp.setGates(gates.map((each, at) => (at === index ? name : each)))}
                  autoComplete="off"
                  maxLength={80}
                />
                {gates.length > 1 && (
                  <Button
                    label={t.removeGate(gate || t.gate(index + 1))}
                    onClick={() => setUp.setGates(gates.filter((_, at) => at !== index))}
                  >
                    {t.remove}
                  </Button>
                )}
              </div>
            )}
          </Field>
        ))}
        {gates.length < MOST_GATES && (
          <div class="row">
            <Button onClick={() => setUp.setGates([...gates, ''])}>{t.addGate}</Button>
          </div>
        )}
      </section>
      <div class="row">
        <Button type="submit" kind="primary">
          {common().next}
        </Button>
        <Button kind="quiet" onClick={setUp.back}>
          {common().back}
        </Button>
      </div>
    </Form>
  );
}
