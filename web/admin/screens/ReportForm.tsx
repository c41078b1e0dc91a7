import { Component } from 'preact';
import { type Day, dayText } from '../../../shared/clock.ts';
import { language } from '../../lib/i18n.ts';
import { reasonText } from '../../lib/problems.ts';
import { Button } from '../../ui/Button.tsx';
import { ChoiceButtons } from '../../ui/ChoiceButtons.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { readDay } from '../state/days.ts';
import { PURPOSES } from '../state/download.ts';
import type { Report } from '../state/report.ts';
import { downloadWords, purposeWords } from '../strings/download.ts';
import { logStrings } from '../strings/log.ts';
import { Form } from '../ui/Form.tsx';
import { ReportStage } from './ReportStage.tsx';

interface ReportFormProps {
  report: Report;
  today: Day;
}

/** A day's report of any day. */
export class ReportForm extends Component<ReportFormProps, { day: string; wrong: boolean }> {
  override state = { day: dayText(this.props.today), wrong: false };

  private start = async (): Promise<void> => {
    const day = readDay(this.state.day, this.props.today);
    const wrong = !day || day > this.props.today;
    this.setState({ wrong });
    if (!wrong && day) await this.props.report.start(day);
  };

  override render({ report }: ReportFormProps) {
    const t = downloadWords();
    return (
      <section class="stack" aria-label={t.report}>
        <h2>{t.report}</h2>
        <p class="soft">{t.reportText}</p>
        <Form onSubmit={this.start}>
          <Field
            id="report-day"
            label={t.reportDay}
            help={logStrings().dayHelp}
            error={this.state.wrong ? reasonText(language.value, 'not-a-day') : undefined}
            required
          >
            {(control) => (
              <TextInput {...control} value={this.state.day} onInput={(day) => this.setState({ day })} autoComplete="off" maxLength={10} />
            )}
          </Field>
          <Field id="report-names" label={t.reportNames} group>
            <ChoiceButtons
              name="report-names"
              options={[
                { value: 'masked', text: t.masked },
                { value: 'full', text: t.full },
              ]}
              value={report.names.value}
              onChange={report.setNames}
            />
          </Field>
          {report.names.value === 'full' && (
            <Field
              id="report-purpose"
              label={t.purpose}
              error={report.purposeMissing.value ? reasonText(language.value, 'required') : undefined}
              group
            >
              <ChoiceButtons
                name="report-purpose"
                options={PURPOSES.map((purpose) => ({ value: purpose, text: purposeWords()[purpose] }))}
                value={report.purpose.value}
                onChange={report.setPurpose}
                invalid={report.purposeMissing.value}
              />
            </Field>
          )}
          <div class="row">
            <Button type="submit" busy={report.stage.value.kind === 'arriving'}>
              {t.reportStart}
            </Button>
          </div>
        </Form>
        <ReportStage report={report} />
      </section>
    );
  }
}
