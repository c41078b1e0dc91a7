import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { reasonAt } from '../state/sending.ts';
import type { SetUp } from '../state/set-up.ts';
import { common } from '../strings/common.ts';
import { setUpWords } from '../strings/set-up.ts';
import { Form } from '../ui/Form.tsx';
import { PasswordField } from '../ui/PasswordField.tsx';
import { SendNotice } from '../ui/SendNotice.tsx';
import { Title } from '../ui/Title.tsx';
import { errorAt } from '../ui/words.ts';

export function PersonStep({ setUp }: { setUp: SetUp }) {
  const t = setUpWords();
  const person = setUp.person.value;
  // What the server refused at the end leads back here.
  const errors = setUp.errors.problem.value ? setUp.errors : setUp.sending;
  const loginError = reasonAt(errors.problem.value, '/login') === 'format' ? t.loginWrong : errorAt(errors, '/login');
  return (
    <Form onSubmit={setUp.next}>
      <Title text={t.personTitle} />
      <p class="soft">{t.personText}</p>
      <SendNotice of={setUp.sending} />
      <Field id="name" label={t.name} error={errorAt(errors, '/name')} required>
        {(control) => (
          <TextInput
            {...control}
            value={person.name}
            onInput={(name) => setUp.setPerson({ name })}
            autoComplete="name"
            autoCapitalize="words"
            maxLength={100}
          />
        )}
      </Field>
      <Field id="login" label={t.login} help={t.loginHelp} error={loginError} required>
        {(control) => (
          <TextInput
            {...control}
            value={person.login}
            onInput={(login) => setUp.setPerson({ login })}
            autoComplete="username"
            autoCapitalize="none"
            maxLength={40}
          />
        )}
      </Field>
      <PasswordField
        id="password"
        label={t.password}
        help={t.passwordHelp}
        value={person.password}
        onInput={(password) => setUp.setPerson({ password })}
        error={errorAt(errors, '/password')}
        fresh={{ about: [person.login, ...person.name.split(' ')] }}
      />
      <div class="row">
        <Button type="submit" kind="primary">
          {common().next}
        </Button>
      </div>
    </Form>
  );
}
