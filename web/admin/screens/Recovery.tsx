import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import type { Admin } from '../state/admin.ts';
import type { RecoveryCheck } from '../state/recovery.ts';
import { recoveryWords } from '../strings/recovery.ts';
import { Form } from '../ui/Form.tsx';
import { SendNotice } from '../ui/SendNotice.tsx';
import { Title } from '../ui/Title.tsx';
import { errorAt } from '../ui/words.ts';

interface RecoveryFormProps {
  check: RecoveryCheck;
  onConfirmed: () => void;
  /** Absent where putting it off makes no sense. */
  onLater?: () => void;
}

/** Four words of the sheet, at places that chance picks. */
export function RecoveryForm({ check, onConfirmed, onLater }: RecoveryFormProps) {
  const t = recoveryWords();
  const { sending } = check;
  const wrong = sending.problem.value?.errors?.some((error) => error.at === '/words') ?? false;
  return (
    <Form
      onSubmit={async () => {
        if (await check.confirm()) onConfirmed();
      }}
    >
      <h2>{t.checkTitle}</h2>
      <p>{t.checkText}</p>
      {wrong ? (
        <Notice kind="error" title={t.wrong}>
          <Button onClick={check.askOthers}>{t.others}</Button>
        </Notice>
      ) : (
        <SendNotice of={sending} />
      )}
      <div class="fields fields-words">
        {check.places.value.map((place) => (
          <Field key={place} id={`word-${place}`} label={t.word(place)} error={errorAt(sending, `/words/${place}`)} required>
            {(control) => (
              <TextInput
                {...control}
                value={check.typed.value[place] ?? ''}
                onInput={(word) => check.type(place, word)}
                autoComplete="off"
                autoCapitalize="none"
                maxLength={20}
              />
            )}
          </Field>
        ))}
      </div>
      <div class="row">
        <Button type="submit" kind="primary" busy={sending.busy.value}>
          {t.confirm}
        </Button>
        {onLater && (
          <Button kind="quiet" onClick={onLater}>
            {t.later}
          </Button>
        )}
      </div>
      {onLater && <p class="small soft">{t.laterText}</p>}
    </Form>
  );
}

/** Later, with the sheet that was printed at set-up. */
export function RecoveryScreen({ admin, check }: { admin: Admin; check: RecoveryCheck }) {
  const t = recoveryWords();
  const unconfirmed = admin.me.value?.recoveryUnconfirmed ?? false;
  return (
    <div class="stack narrow">
      <Title text={t.title} />
      {unconfirmed ? (
        <>
          <p>{t.pageText}</p>
          <RecoveryForm check={check} onConfirmed={admin.recoveryConfirmed} />
          <p class="small soft">{t.missing}</p>
        </>
      ) : (
        <Notice kind="success" title={t.done} />
      )}
    </div>
  );
}
