/** What was said of one entry after it was recorded, and saying something of it. */
import type { Correction, CorrectionReason } from '../../../shared/api/corrections.schema.ts';
import type { LogRow } from '../../../shared/api/log.schema.ts';
import { dayOf, dayText, timeText } from '../../../shared/clock.ts';
import { Button } from '../../ui/Button.tsx';
import { ChoiceButtons } from '../../ui/ChoiceButtons.tsx';
import { Field } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { momentText, whenText } from '../format.ts';
import type { CorrectionForm, CorrectionKind } from '../state/correction.ts';
import { common } from '../strings/common.ts';
import { correctionReasonWords, correctionWords, findingWords } from '../strings/corrections.ts';
import { dirWords } from '../strings/log-words.ts';
import { Form } from '../ui/Form.tsx';
import { SendNotice } from '../ui/SendNotice.tsx';
import { errorAt, isWrong } from '../ui/words.ts';

/** What does not fit with another entry, which is named. */
export function Findings({ row }: { row: LogRow }) {
  const list = row.findings ?? [];
  if (list.length === 0) return null;
  return (
    <Notice kind="warn" title={correctionWords().doesNotFit}>
      {list.map(({ kind, other }) => (
        <p key={`${kind} ${other?.event}`}>{findingWords()[kind](other ? `${whenText(other.at, row.at)}, ${other.gate}` : '')}</p>
      ))}
    </Notice>
  );
}

/** The original, and below it each correction with who, when and why. */
export function Corrections({ of: { row, said } }: { of: CorrectionForm }) {
  const t = correctionWords();
  if (said.value.length === 0) return null;
  return (
    <section class="said" aria-label={t.history}>
      <h3>{t.history}</h3>
      <ol class="said-list">
        <li class="said-original">
          <strong>
            {timeText(row.at)} {dirWords()[row.dir]}
          </strong>{' '}
          <span class="soft">{t.original}</span>
        </li>
        {said.value.map((each) => (
          <li key={each.id}>
            <strong>{fixText(each, row)}</strong>
            <span class="small soft said-by">
              {each.by ?? t.someone}
              {each.from === 'gate' && `, ${t.gate}`}, {momentText(each.at)}
              {each.reason && ` · ${correctionReasonWords()[each.reason]}`}
            </span>
            {each.note && <span class="said-note">“{each.note}”</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}

function fixText({ fix }: Correction, row: LogRow): string {
  const t = correctionWords();
  if ('void' in fix) return t.saidVoid;
  return 'dir' in fix ? t.saidDir(dirWords()[fix.dir]) : t.saidLeft(whenText(fix.left, row.at), fix.estimated);
}

export function Correct({ form }: { form: CorrectionForm }) {
  const t = correctionWords();
  const kind = form.kind.value;
  return (
    <details class="revoke">
      <summary>{t.title}</summary>
      <Form onSubmit={form.send}>
        <p>{t.text}</p>
        {form.done.value && <Notice kind="success" title={t.done} />}
        {form.sending.problem.value?.code === 'conflict' ? <Notice kind="error" title={t.clash} /> : <SendNotice of={form.sending} />}
        <Field id="correct-kind" label={t.what} error={errorAt(form.sending, '/fix')} group>
          <ChoiceButtons
            name="correct-kind"
            options={form.kinds.value.map((value) => ({ value, text: kindText(value, form) }))}
            value={kind}
            onChange={form.choose}
            invalid={isWrong(form.sending, '/fix')}
          />
        </Field>
        {kind === 'left' && <Left form={form} />}
        {kind && <Reason form={form} />}
        {kind && (
          <div class="row">
            <Button type="submit" kind="primary" busy={form.sending.busy.value}>
              {t.send}
            </Button>
          </div>
        )}
      </Form>
    </details>
  );
}

function kindText(kind: CorrectionKind, { turned, row }: CorrectionForm): string {
  const t = correctionWords();
  switch (kind) {
    case 'turn':
      return t.turn(dirWords()[turned.value]);
    case 'restore':
      return t.restore(dirWords()[row.dir]);
    case 'void':
      return t.void;
    case 'left':
      return t.left;
  }
}

function Left({ form }: { form: CorrectionForm }) {
  const t = correctionWords();
  return (
    <>
      <Field
        id="correct-time"
        label={t.when}
        help={t.whenHelp(dayText(dayOf(form.row.at)))}
        error={errorAt(form.sending, '/fix/left')}
        required
      >
        {(control) => <TextInput {...control} value={form.time.value} onInput={form.setTime} autoComplete="off" maxLength={8} />}
      </Field>
      <Field id="correct-sure" label={t.sure} error={errorAt(form.sending, '/fix/estimated')} group>
        <ChoiceButtons
          name="correct-sure"
          options={[
            { value: 'known' as const, text: t.known },
            { value: 'estimated' as const, text: t.estimated },
          ]}
          value={form.sure.value}
          onChange={form.setSure}
          invalid={isWrong(form.sending, '/fix/estimated')}
        />
      </Field>
    </>
  );
}

function Reason({ form }: { form: CorrectionForm }) {
  const t = correctionWords();
  const words: Record<CorrectionReason, string> = correctionReasonWords();
  return (
    <>
      <Field id="correct-reason" label={t.reason} error={errorAt(form.sending, '/reason')} group>
        <ChoiceButtons
          name="correct-reason"
          options={form.reasons.value.map((value) => ({ value, text: words[value] }))}
          value={form.reason.value}
          onChange={form.setReason}
          invalid={isWrong(form.sending, '/reason')}
        />
      </Field>
      <Field id="correct-note" label={t.note} help={t.noteHelp} optional={common().optional} error={errorAt(form.sending, '/note')}>
        {(control) => <TextInput {...control} value={form.note.value} onInput={form.setNote} maxLength={200} />}
      </Field>
    </>
  );
}
