import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Qr } from '../../ui/Qr.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { type SecondFactorSetup, secretOf } from '../state/second-factor.ts';
import { accountWords } from '../strings/account.ts';
import { Form } from '../ui/Form.tsx';
import { PasswordField } from '../ui/PasswordField.tsx';
import { SendNotice } from '../ui/SendNotice.tsx';

interface SecondFactorProps {
  setup: SecondFactorSetup;
  login: string;
  /** In set-up it has just been typed. */
  askPassword: boolean;
}

/** From off to on: password, QR, first code, printed codes. */
export function SecondFactor({ setup, login, askPassword }: SecondFactorProps) {
  const t = accountWords();
  const stage = setup.stage.value;
  switch (stage.kind) {
    case 'off':
      return (
        <Form onSubmit={setup.begin}>
          <SendNotice of={setup.sending} />
          {askPassword && (
            <PasswordField id="second-password" label={t.secondPassword} value={setup.password.value} onInput={setup.setPassword} />
          )}
          <div class="row">
            <Button type="submit" kind="primary" busy={setup.sending.busy.value}>
              {t.secondBegin}
            </Button>
          </div>
        </Form>
      );
    case 'scan':
      return (
        <Form onSubmit={setup.confirm}>
          <p>{t.secondScan}</p>
          <div class="code-box">
            <Qr text={stage.answer.uri} label={t.secondQr} />
          </div>
          <p>
            {t.secondSecret} <span class="secret">{secretOf(stage.answer.uri)}</span>
          </p>
          <SendNotice of={setup.sending} wrong={t.codeWrong} />
          <Field id="second-code" label={t.secondCode} required>
            {(control) => (
              <TextInput
                {...control}
                value={setup.code.value}
                onInput={setup.setCode}
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={10}
              />
            )}
          </Field>
          <div class="row">
            <Button type="submit" kind="primary" busy={setup.sending.busy.value}>
              {t.confirm}
            </Button>
          </div>
        </Form>
      );
    case 'on':
      return (
        <div class="stack">
          <Notice kind="success" title={t.secondDone} />
          <section class="paper">
            <h2>{t.codesTitle}</h2>
            <p class="small">{t.codesFor(login)}</p>
            <ol class="codes">
              {stage.codes.map((code) => (
                <li key={code}>{code}</li>
              ))}
            </ol>
            <p>{t.codesText}</p>
          </section>
          <div class="row">
            <Button onClick={() => print()}>{t.codesPrint}</Button>
          </div>
        </div>
      );
  }
}
