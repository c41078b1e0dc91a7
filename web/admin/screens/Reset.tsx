import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { Admin } from '../state/admin.ts';
import type { Reset } from '../state/reset.ts';
import { accountWords } from '../strings/account.ts';
import { setUpWords } from '../strings/set-up.ts';
import { Form } from '../ui/Form.tsx';
import { PasswordField } from '../ui/PasswordField.tsx';
import { SendNotice } from '../ui/SendNotice.tsx';
import { Title } from '../ui/Title.tsx';
import { errorAt } from '../ui/words.ts';

export function ResetScreen({ admin, reset }: { admin: Admin; reset: Reset }) {
  const t = accountWords();
  const over = reset.sending.problem.value?.code === 'bad-request';
  if (!reset.hasToken || reset.done.value) {
    return (
      <div class="porch stack" key={String(reset.done.value)}>
        <Title text={reset.done.value ? t.resetDone : t.resetTitle} />
        <p>{reset.done.value ? t.resetDoneText : t.resetNoToken}</p>
        <p>
          <Button kind="primary" onClick={() => admin.router.replace({ page: 'home' })}>
            {setUpWords().toSignIn}
          </Button>
        </p>
      </div>
    );
  }
  return (
    <div class="porch">
      <Form onSubmit={reset.send}>
        <Title text={t.resetTitle} />
        {over ? <Notice kind="error" title={t.resetOver} /> : <SendNotice of={reset.sending} />}
        <PasswordField
          id="password"
          label={t.resetNew}
          help={setUpWords().passwordHelp}
          value={reset.password.value}
          onInput={reset.setPassword}
          error={errorAt(reset.sending, '/password')}
          fresh={{ about: [] }}
        />
        <Button type="submit" kind="primary" wide busy={reset.sending.busy.value}>
          {t.resetSave}
        </Button>
      </Form>
    </div>
  );
}
