import { Notice } from '../../ui/Notice.tsx';
import { Spinner } from '../../ui/Progress.tsx';
import type { Report } from '../state/report.ts';
import { downloadWords } from '../strings/download.ts';
import { wordsOf } from '../ui/words.ts';
import { FreshCode } from './FreshCode.tsx';

/** What became of asking for a day's report. */
export function ReportStage({ report }: { report: Report }) {
  const t = downloadWords();
  const stage = report.stage.value;
  switch (stage.kind) {
    case 'idle':
      return null;
    case 'arriving':
      return <Spinner text={t.reportBusy} />;
    case 'code':
      return <FreshCode id="report-code" of={report} />;
    case 'failed':
      return (
        <Notice kind="error" title={stage.problem ? t.failed : t.damaged}>
          <p>{stage.problem ? wordsOf(stage.problem) : t.damagedText}</p>
        </Notice>
      );
    case 'done':
      return <Notice kind="success" title={t.reportDone(stage.name)} />;
  }
}
