import type { CheckAddressAnswer } from '../../../shared/api/accounts.schema.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Spinner } from '../../ui/Progress.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { dataOf } from '../state/loader.ts';
import { reasonAt } from '../state/sending.ts';
import type { SetUp, Way } from '../state/set-up.ts';
import { common } from '../strings/common.ts';
import { setUpWords } from '../strings/set-up.ts';
import { BigChoice } from '../ui/BigChoice.tsx';
import { Form } from '../ui/Form.tsx';
import { SendNotice } from '../ui/SendNotice.tsx';
import { Title } from '../ui/Title.tsx';
import { errorAt, isWrong } from '../ui/words.ts';

/** Where visitors' phones and tablets will open the pages, in two ways and a trial. */
export function AddressStep({ setUp }: { setUp: SetUp }) {
  const t = setUpWords();
  const fixed = dataOf(setUp.state.state.value)?.publicUrl ?? null;
  const way = setUp.way.value;
  const errors = setUp.errors.problem.value ? setUp.errors : setUp.sending;
  const ways: { value: Way; title: string; text: string }[] = [
    { value: 'public', title: t.wayPublic, text: t.wayPublicText },
    { value: 'network', title: t.wayNetwork, text: t.wayNetworkText },
    { value: 'this-machine', title: t.wayThis, text: t.wayThisText },
  ];
  return (
    <Form onSubmit={setUp.next}>
      <Title text={t.addressTitle} />
      <p class="soft">{t.addressText}</p>
      <SendNotice of={setUp.sending} />
      {fixed === null ? (
        <>
          <Field id="way" label={t.way} error={errorAt(errors, '/way')} group>
            <BigChoice name="way" options={ways} value={way} onChange={setUp.setWay} invalid={isWrong(errors, '/way')} />
          </Field>
          {(way === 'public' || way === 'network') && <Address setUp={setUp} />}
        </>
      ) : (
        <Notice kind="info" title={t.addressFixed(fixed)} />
      )}
      {setUp.sending.busy.value && <Spinner text={t.creating} />}
      <div class="row">
        <Button type="submit" kind="primary" busy={setUp.sending.busy.value}>
          {t.create}
        </Button>
        <Button kind="quiet" onClick={setUp.back} disabled={setUp.sending.busy.value}>
          {common().back}
        </Button>
      </div>
    </Form>
  );
}

function Address({ setUp }: { setUp: SetUp }) {
  const t = setUpWords();
  const errors = [setUp.errors, setUp.checking, setUp.sending].find((each) => reasonAt(each.problem.value, '/publicUrl'));
  const checked = setUp.checked.value;
  return (
    <div class="stack">
      <Field id="address" label={t.address} help={t.addressHelp} error={errors && t.addressWrong} required>
        {(control) => (
          <TextInput
            {...control}
            value={setUp.address.value}
            onInput={setUp.setAddress}
            autoComplete="url"
            autoCapitalize="none"
            maxLength={200}
          />
        )}
      </Field>
      <div class="row">
        <Button onClick={setUp.check} busy={setUp.checking.busy.value}>
          {t.check}
        </Button>
      </div>
      {setUp.checking.busy.value && <Spinner text={t.checking} />}
      <SendNotice of={setUp.checking} />
      {checked && <Checked answer={checked} />}
    </div>
  );
}

/** What the server met there, and what to do about it. */
function Checked({ answer }: { answer: CheckAddressAnswer }) {
  const t = setUpWords();
  if (answer.loopback) return <Explained kind="warn" title={t.checkedLoopback} text={t.checkedLoopbackText} />;
  switch (answer.reached) {
    case 'this-server':
      return <Explained kind="success" title={t.checkedHere} text={t.checkedHereText} />;
    case 'another-server':
      return <Explained kind="warn" title={t.checkedOther} text={t.checkedOtherText} />;
    case 'nobody':
      return <Explained kind="warn" title={t.checkedNobody} text={t.checkedNobodyText} />;
    case 'bad-certificate':
      return <Explained kind="warn" title={t.checkedCertificate} text={t.checkedCertificateText} />;
  }
}

const Explained = ({ kind, title, text }: { kind: 'success' | 'warn'; title: string; text: string }) => (
  <Notice kind={kind} title={title}>
    <p>{text}</p>
  </Notice>
);
