import { Component } from 'preact';
import type { OwnRecord, Receipt } from '../../../shared/api/own-records.schema.ts';
import { eraseRecord, seeRecord, withdrawConsent } from '../../../shared/api/own-records.ts';
import { type ClientProblem, call, type Result } from '../../lib/client.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Spinner } from '../../ui/Progress.tsx';
import { say } from '../../ui/say.ts';
import type { KeptRecord } from '../desk/shelf.ts';
import { problemText } from '../problems.ts';
import type { Stage } from '../screens/stage.ts';
import { laterWords } from '../screens/words.ts';
import type { Wish } from '../store.ts';
import { RecordView } from './RecordView.tsx';
import { EraseForm, WithdrawForm } from './wishes.tsx';
import { type OwnWords, ownWords } from './words.ts';

interface RecordProps {
  visit: Stage;
  /** Of the declaration. */
  id: string;
  wish: Wish;
}

interface RecordState {
  record?: OwnRecord | undefined;
  problem?: ClientProblem | undefined;
  busy?: boolean;
}

/** What the school keeps of one declaration: seen, withdrawn, erased. Needs the network; nothing is queued for later. */
export class RecordScreen extends Component<RecordProps, RecordState> {
  private gone = false;

  override componentDidMount(): void {
    this.load();
  }

  override componentWillUnmount(): void {
    this.gone = true;
  }

  private kept = (): KeptRecord | undefined => this.props.visit.desk.records().find(({ id }) => id === this.props.id);

  private load = async (): Promise<void> => {
    const kept = this.kept();
    if (!kept?.arrivedAt) return;
    this.setState({ problem: undefined, record: undefined });
    const result = await call(seeRecord, { body: { school: kept.schoolId, record: kept.key } });
    if (!this.gone) this.setState(result.ok ? { record: result.data } : { problem: result.problem });
  };

  private withdraw = (purposes: string[]): Promise<void> =>
    this.ask((kept) => call(withdrawConsent, { body: { school: kept.schoolId, record: kept.key, purposes } }), purposes);

  private erase = (): Promise<void> => this.ask((kept) => call(eraseRecord, { body: { school: kept.schoolId, record: kept.key } }), []);

  private async ask(request: (kept: KeptRecord) => Promise<Result<Receipt>>, withdrawn: readonly string[]): Promise<void> {
    const { visit, id } = this.props;
    const kept = this.kept();
    const questionnaire = this.state.record?.declarations[0]?.questionnaire;
    if (!kept || this.state.busy) return;
    this.setState({ busy: true, problem: undefined });
    const result = await request(kept);
    if (!result.ok) {
      if (!this.gone) this.setState({ busy: false, problem: result.problem });
      return;
    }
    const receipt = result.data;
    const { language } = visit.state();
    const purposes = (questionnaire?.consent.purposes ?? []).filter(({ code }) => receipt.purposes.includes(code));
    const words = questionnaire ? purposes.map(({ text }) => say(text, language, questionnaire)) : receipt.purposes;
    await visit.desk.keepReceipt({ receipt, record: id, key: kept.key, schoolId: kept.schoolId, purposes: words });
    // Planned: the code still works for leaving. An optional purpose: it works on.
    const ends = receipt.kind === 'erasure' || purposes.some(({ required, code }) => required && withdrawn.includes(code));
    if (ends && receipt.doneAt !== null) await visit.desk.close(id, receipt.kind);
    visit.showReceipt(receipt.number);
  }

  override render({ visit, wish }: RecordProps, { record, problem, busy }: RecordState) {
    const { language } = visit.state();
    const t = ownWords(language);
    const shared = laterWords(language);
    const kept = this.kept();
    const title = wish === 'see' ? t.recordTitle : shared[wish];
    return (
      <div class="stack">
        <h1 tabIndex={-1}>{title}</h1>
        {kept && <p>{kept.school}</p>}
        {!kept && <p>{t.noRecord}</p>}
        {kept && !kept.arrivedAt && (
          <Notice kind="info" title={t.notArrived}>
            {t.notArrivedText}
          </Notice>
        )}
        {kept?.arrivedAt && !record && !problem && <Spinner text={t.asking} />}
        {problem && (
          <Trouble problem={problem} words={t} said={problemText(language, problem.code)} contact={kept?.contact} onRetry={this.load} />
        )}
        {record && wish === 'see' && <RecordView record={record} language={language} visit={visit} />}
        {record && wish === 'withdraw' && <WithdrawForm record={record} language={language} busy={busy} onSend={this.withdraw} />}
        {record && wish === 'erase' && <EraseForm record={record} language={language} busy={busy} onSend={this.erase} />}
        {record && wish === 'see' && record.declarations.length > 0 && (
          <div class="actions">
            <Button wide onClick={() => visit.showRecord(this.props.id, 'withdraw')}>
              {shared.withdraw}
            </Button>
            <Button kind="danger" wide onClick={() => visit.showRecord(this.props.id, 'erase')}>
              {shared.erase}
            </Button>
          </div>
        )}
        <Button wide onClick={visit.back}>
          {t.back}
        </Button>
      </div>
    );
  }
}

interface TroubleProps {
  problem: ClientProblem;
  words: OwnWords;
  said: string;
  contact: string | undefined;
  onRetry: () => void;
}

function Trouble({ problem, words, said, contact, onRetry }: TroubleProps) {
  if (problem.code === 'not-found' || problem.code === 'gone') {
    return (
      <Notice kind="info" title={words.gone}>
        {words.goneText}
      </Notice>
    );
  }
  const away = problem.code === 'offline' || problem.code === 'not-an-answer';
  return (
    <>
      <Notice kind="warn" title={away ? words.needsNetwork : said}>
        {words.needsNetworkText}
        {contact && ` ${words.contact} ${contact}`}
      </Notice>
      <Button kind="primary" wide onClick={onRetry}>
        {words.again}
      </Button>
    </>
  );
}
