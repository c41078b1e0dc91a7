import type { SchoolView } from '../../../shared/api/schools.schema.ts';
import { dayOf } from '../../../shared/clock.ts';
import { language } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { ChoiceButtons } from '../../ui/ChoiceButtons.tsx';
import { Field } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Spinner } from '../../ui/Progress.tsx';
import { countText, sizeText } from '../format.ts';
import type { Admin } from '../state/admin.ts';
import { type Download, PURPOSES } from '../state/download.ts';
import { isBehind } from '../state/kiosk-state.ts';
import { dataOf } from '../state/loader.ts';
import type { Report } from '../state/report.ts';
import { hasFields } from '../state/sending.ts';
import { downloadWords, purposeWords } from '../strings/download.ts';
import { NarrowFields, PeriodFields } from '../ui/FilterFields.tsx';
import { Form } from '../ui/Form.tsx';
import { Link } from '../ui/Link.tsx';
import { Title } from '../ui/Title.tsx';
import { errorAt, isWrong, wordsOf } from '../ui/words.ts';
import { Completeness } from './Completeness.tsx';
import { FreshCode } from './FreshCode.tsx';
import { ReportForm } from './ReportForm.tsx';

interface DownloadProps {
  admin: Admin;
  school: SchoolView;
  download: Download;
  report: Report;
}

export function DownloadScreen({ admin, school, download, report }: DownloadProps) {
  const t = downloadWords();
  const { errors, stage } = download;
  const words = purposeWords();
  const behind = dataOf(download.kiosks.state.value)?.kiosks.some((kiosk) => isBehind(kiosk, admin.clock())) ?? false;
  return (
    <>
      <Title text={t.title} />
      <div class="two">
        <div class="stack">
          <p class="soft">{t.text}</p>
          {admin.me.value?.secondFactor === false && (
            <Notice kind="info" title={t.nudge}>
              <p>{t.nudgeText}</p>
              <Link router={admin.router} to={{ page: 'account' }} class="plain-link">
                {t.nudgeLink}
              </Link>
            </Notice>
          )}
          <Form onSubmit={download.start}>
            <PeriodFields filters={download.filters} errors={errors} />
            <Field id="purpose" label={t.purpose} error={errorAt(errors, '/purpose')} group>
              <ChoiceButtons
                name="purpose"
                options={PURPOSES.map((purpose) => ({ value: purpose, text: words[purpose] }))}
                value={download.purpose.value}
                onChange={download.setPurpose}
                invalid={isWrong(errors, '/purpose')}
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
            {behind && <Notice kind="warn" title={t.notComplete} />}
            <div class="row">
              <Button type="submit" kind="primary" busy={stage.value.kind === 'arriving' || stage.value.kind === 'checking'}>
                {t.start}
              </Button>
            </div>
          </Form>
          <Stage download={download} />
        </div>
        <div class="stack">
          <Completeness kiosks={download.kiosks} now={admin.clock()} />
          <ReportForm report={report} today={dayOf(admin.clock())} />
        </div>
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
          {stage.bytes > 0 && (
            <p class="arrival">
              <progress max={1} value={stage.share} aria-label={t.about(String(Math.round(stage.share * 100)))} />
              <span>
                {t.received(sizeText(stage.bytes, language.value))} ({t.about(String(Math.round(stage.share * 100)))})
              </span>
            </p>
          )}
          <div class="row">
            <Button onClick={download.cancel}>{t.cancel}</Button>
          </div>
        </div>
      );
    case 'checking':
      return <Spinner text={t.checking} />;
    case 'damaged':
      return (
        <Notice kind="error" title={t.damaged}>
          <p>{t.damagedText}</p>
        </Notice>
      );
    case 'failed':
      return (
        <Notice kind="error" title={t.failed}>
          {!hasFields(stage.problem) && <p>{wordsOf(stage.problem)}</p>}
          <p>{t.failedText}</p>
        </Notice>
      );
    case 'code':
      return <FreshCode id="fresh-code" of={download} />;
    case 'done':
      return (
        <Notice kind="success" title={stage.rows === 0 ? t.doneEmpty : t.doneTitle(countText(stage.rows, language.value))}>
          <p>{t.doneText(stage.name, sizeText(stage.bytes, language.value))}</p>
          <p>{stage.manifest ? t.same : t.unknown}</p>
          <p>
            <span class="soft">{t.sha}</span> <code class="checksum">{stage.sha256.replace(/(.{8})(?=.)/g, '$1 ')}</code>
          </p>
          <div class="row">
            {stage.manifest && (
              <Button kind="primary" onClick={download.saveManifest}>
                {t.saveManifest}
              </Button>
            )}
            <Button onClick={download.saveAgain}>{t.saveAgain}</Button>
          </div>
          {stage.manifest && <p class="small soft">{t.manifestText}</p>}
        </Notice>
      );
  }
}
