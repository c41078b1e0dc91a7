import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import type { Sending } from '../state/sending.ts';
import { accountWords } from '../strings/account.ts';
import { common } from '../strings/common.ts';
import { downloadWords } from '../strings/download.ts';
import { Form } from '../ui/Form.tsx';
import { SendNotice } from '../ui/SendNotice.tsx';

export interface FreshCodeProps {
  id: string;
  of: { code: { value: string }; codeSending: Sending; setCode(code: string): void; sendCode(): Promise<void>; cancel(): void };
}

/** The second factor once more, before names leave the server. */
export function FreshCode({ id, of }: FreshCodeProps) {
  const t = downloadWords();
  const words = accountWords();
  return (
    <Form onSubmit={of.sendCode}>
      <h2>{t.codeTitle}</h2>
      <p>{t.codeText}</p>
      <SendNotice of={of.codeSending} wrong={words.codeWrong} />
      <Field id={id} label={words.code} required>
        {(control) => (
          <TextInput
            {...control}
            value={of.code.value}
            onInput={of.setCode}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={10}
          />
        )}
      </Field>
      <div class="row">
        <Button type="submit" kind="primary" busy={of.codeSending.busy.value}>
          {words.confirm}
        </Button>
        <Button kind="quiet" onClick={of.cancel}>
          {common().cancel}
        </Button>
      </div>
    </Form>
  );
}
