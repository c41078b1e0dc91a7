import { Component } from 'preact';
import { seeRecord } from '../../../shared/api/own-records.ts';
import { call } from '../../lib/client.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { Stage } from '../screens/stage.ts';
import { laterWords } from '../screens/words.ts';
import { receiptFacts } from './receipt.ts';
import { receiptPicture } from './receipt-picture.ts';
import { SavePicture } from './SavePicture.tsx';
import { ownWords } from './words.ts';

interface ReceiptProps {
  visit: Stage;
  number: string;
}

interface ReceiptState {
  asking?: boolean;
  said?: 'same' | 'offline' | 'gone';
  picture?: boolean;
}

/** The proof that the school was asked: to be shown, kept as a picture, printed, and asked for again. */
export class ReceiptScreen extends Component<ReceiptProps, ReceiptState> {
  private kept = () => this.props.visit.desk.receipts().find(({ receipt }) => receipt.number === this.props.number);

  private askAgain = async (): Promise<void> => {
    const kept = this.kept();
    if (!kept) return;
    this.setState({ asking: true });
    const { desk } = this.props.visit;
    const result = await call(seeRecord, { body: { school: kept.schoolId, record: kept.key } });
    const receipt = result.ok ? result.data.requests.find(({ number }) => number === kept.receipt.number) : undefined;
    if (receipt) await desk.keepReceipt({ ...kept, receipt });
    // Planned, and carried out meanwhile.
    if (receipt?.kind === 'erasure' && receipt.doneAt !== null) await desk.close(kept.record, receipt.kind);
    const away = !result.ok && result.problem.code !== 'not-found' && result.problem.code !== 'gone';
    this.setState({ asking: false, said: receipt ? 'same' : away ? 'offline' : 'gone' });
  };

  override render({ visit }: ReceiptProps, { asking, said, picture }: ReceiptState) {
    const { language } = visit.state();
    const t = ownWords(language);
    const kept = this.kept();
    if (!kept) return <p>{t.noReceipt}</p>;
    const { receipt } = kept;
    const facts = receiptFacts(kept, t);
    return (
      <div class="stack">
        <h1 tabIndex={-1}>{t.receiptTitle[receipt.kind]}</h1>
        <section class="receipt">
          <p>
            {t.receiptNumber}
            <strong class="receipt-number">{receipt.number}</strong>
          </p>
          <dl class="facts">
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
        {receipt.doneAt === null && <Notice kind="warn">{t.planned}</Notice>}
        <p class="soft">{t.receiptKept}</p>
        <div class="actions">
          <Button kind="primary" wide onClick={() => this.setState({ picture: true })}>
            {t.savePicture}
          </Button>
          <Button wide onClick={() => print()}>
            {t.print}
          </Button>
          <Button wide busy={asking === true} onClick={this.askAgain}>
            {asking ? t.asking : t.askAgain}
          </Button>
        </div>
        {said === 'same' && <Notice kind="success">{t.askedAgain}</Notice>}
        {said === 'gone' && <Notice kind="info">{t.receiptGone}</Notice>}
        {said === 'offline' && (
          <Notice kind="warn" title={t.needsNetwork}>
            {t.needsNetworkText}
          </Notice>
        )}
        <Button wide onClick={visit.showOwn}>
          {laterWords(language).own}
        </Button>
        <Button wide onClick={visit.back}>
          {t.back}
        </Button>
        {picture && (
          <SavePicture
            title={t.savePicture}
            alt={`${t.receiptTitle[receipt.kind]}: ${receipt.number}`}
            file={`qua-cong-${receipt.number}.png`}
            fallback={receipt.number}
            draw={() => receiptPicture(t.receiptTitle[receipt.kind], receipt.number, facts)}
            language={language}
            onClose={() => this.setState({ picture: false })}
          />
        )}
      </div>
    );
  }
}
