import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import type { SignIn } from '../state/sign-in.ts';
import { accountWords } from '../strings/account.ts';
import { common } from '../strings/common.ts';
import { Form } from '../ui/Form.tsx';
import { PasswordField } from '../ui/PasswordField.tsx';
import { SendNotice } from '../ui/SendNotice.tsx';
import { Title } from '../ui/Title.tsx';

export function SignInScreen({ signIn }: { signIn: SignIn }) {
  const step = signIn.step.value;
  return <div class="porch">{step === 'password' ? <Password signIn={signIn} /> : <Code key={step} signIn={signIn} kind={step} />}</div>;
}

function Password({ signIn }: { signIn: SignIn }) {
  const t = accountWords();
  return (
    <Form onSubmit={signIn.send}>
      <Title text={t.signInTitle} />
      <p class="soft">{t.signInText}</p>
      <SendNotice of={signIn.sending} />
      <Field id="login" label={t.login} required>
        {(control) => (
          <TextInput
            {...control}
            name="username"
            value={signIn.login.value}
            onInput={(login) => signIn.set({ login })}
            autoComplete="username"
            autoCapitalize="none"
          />
        )}
      </Field>
      <PasswordField id="password" label={t.password} value={signIn.password.value} onInput={(password) => signIn.set({ password })} />
      <Button type="submit" kind="primary" wide busy={signIn.sending.busy.value}>
        {t.signIn}
      </Button>
      <p class="small soft">{t.forgot}</p>
    </Form>
  );
}

function Code({ signIn, kind }: { signIn: SignIn; kind: 'totp' | 'recovery' }) {
  const t = accountWords();
  const totp = kind === 'totp';
  return (
    <Form onSubmit={signIn.send}>
      <Title text={t.codeTitle} />
      <p>{totp ? t.codeText : t.recoveryText}</p>
      <SendNotice of={signIn.sending} wrong={totp ? t.codeWrong : t.recoveryWrong} />
      <Field id="code" label={totp ? t.code : t.recoveryCode} required>
        {(control) => (
          <TextInput
            {...control}
            value={signIn.code.value}
            onInput={(code) => signIn.set({ code })}
            inputMode={totp ? 'numeric' : 'text'}
            autoComplete={totp ? 'one-time-code' : 'off'}
            autoCapitalize="none"
            maxLength={20}
          />
        )}
      </Field>
      <Button type="submit" kind="primary" wide busy={signIn.sending.busy.value}>
        {t.confirm}
      </Button>
      <div class="row">
        <Button kind="quiet" onClick={() => signIn.choose(totp ? 'recovery' : 'totp')}>
          {totp ? t.useRecovery : t.useTotp}
        </Button>
        <Button kind="quiet" onClick={() => signIn.choose('password')} label={t.other}>
          {common().back}
        </Button>
      </div>
    </Form>
  );
}
