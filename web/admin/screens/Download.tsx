import type { SchoolView } from '../../../shared/api/schools.schema.ts';
import { language } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { ChoiceButtons } from '../../ui/ChoiceButtons.tsx';
import { Field } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Spinner } from '../../ui/Progress.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { countText, sizeText } from '../format.ts';
import type { Admin } from '../state/admin.ts';
import type { Download, Purpose } from '../state/download.ts';
import { hasFields, reasonAt } from '../state/sending.ts';
import { accountWords } from '../strings/account.ts';
import { common } from '../strings/common.ts';
import { downloadWords, purposeWords } from '../strings/download.ts';
import { NarrowFields, PeriodFields } from '../ui/FilterFields.tsx';
import { Form } from '../ui/Form.tsx';
import { SendNotice } from '../ui/SendNotice.tsx';
import { Title } from '../ui/Title.tsx';
import { errorAt, wordsOf } from '../ui/words.ts';
import { Completeness } from './Completeness.tsx';

interface DownloadProps {
  admin: Admin;
  school: SchoolView;
  download: Download;
}

const PURPOSES: readonly Purpose[] = ['daily-record', 'report-to-authority', 'tracing', 'check'];

export function DownloadScreen({ admin, school, download }: DownloadProps) {
  const t = downloadWords();
  const { errors, stage } = download;
  const words = purposeWords();
  return (
    <>
      <Title text={t.title} />
      <div class="two">
        <div class="stack">
          <p class="soft">{t.text}</p>
          <Form onSubmit={download.start}>
            <PeriodFields filters={download.filters} errors={errors} />
            <Field id="purpose" label={t.purpose} error={errorAt(errors, '/purpose')} group>
              <ChoiceButtons
                name="purpose"
                options={PURPOSES.map((purpose) => ({ value: purpose, text: words[purpose] }))}
                value={download.purpose.value}
                onChange={download.setPurpose}
                invalid={reasonAt(errors.problem.value, '/purpose') !== undefined}
              />
            </Field>
            <Field id="format" label={t.format} group>
              <ChoiceButtons
                name="format"
                options={[
                  { value: 'xlsx', text: t.xlsx },
                  { value: 'csv', text: t.csv },
                ]}
                value={download.format.value}
                onChange={download.setFormat}
              />
            </Field>
            <details>
              <summary>{t.narrow}</summary>
              <NarrowFields filters={download.filters} errors={errors} school={school} />
            </details>
            <div class="row">
              <Button type="submit" kind="primary" busy={stage.value.kind === 'arriving'}>
                {t.start}
              </Button>
            </div>
          </Form>
          <Stage download={download} />
        </div>
        <Completeness kiosks={download.kiosks} now={admin.clock()} />
      </div>
    </>
  );
}

function Stage({ download }: { download: Download }) {
  const t = downloadWords();
  const stage = download.stage.value;
  switch (stage.kind) {
    case 'choosing':
      return null;
    case 'arriving':
      return (
        <div class="stack">
          <Spinner text={stage.rows === undefined ? t.asking : t.arriving(countText(stage.rows, language.value))} />
          {stage.bytes > 0 && <p>{t.received(sizeText(stage.bytes, language.value))}</p>}
          <div class="row">
            <Button onClick={download.cancel}>{t.cancel}</Button>
          </div>
        </div>
      );
    case 'failed':
      return (
        <Notice kind="error" title={t.failed}>
          {!hasFields(stage.problem) && <p>{wordsOf(stage.problem)}</p>}
          <p>{t.failedText}</p>
        </Notice>
      );
    case 'code':
      return (
        <Form onSubmit={download.sendCode}>
          <h2>{t.codeTitle}</h2>
          <p>{t.codeText}</p>
          <SendNotice of={download.codeSending} wrong={accountWords().codeWrong} />
          <Field id="fresh-code" label={accountWords().code} required>
            {(control) => (
              <TextInput
                {...control}
                value={download.code.value}
                onInput={download.setCode}
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={10}
              />
            )}
          </Field>
          <div class="row">
            <Button type="submit" kind="primary" busy={download.codeSending.busy.value}>
              {accountWords().confirm}
            </Button>
            <Button kind="quiet" onClick={download.cancel}>
              {common().cancel}
            </Button>
          </div>
        </Form>
      );
    case 'done':
      return (
        <Notice kind="success" title={stage.rows === 0 ? t.doneEmpty : t.doneTitle(countText(stage.rows, language.value))}>
          <p>{t.doneText(stage.name, sizeText(stage.bytes, language.value))}</p>
          <Button onClick={download.saveAgain}>{t.saveAgain}</Button>
        </Notice>
      );
  }
}
