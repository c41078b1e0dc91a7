import { Component } from 'preact';
import { dayOf, dayText, instantText, timeText } from '../../../shared/clock.ts';
import { formatTenDigits } from '../../../shared/codes.ts';
import { Button } from '../../ui/Button.tsx';
import { Qr } from '../../ui/Qr.tsx';
import { endOf } from '../desk/validity.ts';
import { Bright } from './Bright.tsx';
import { PassList } from './PassList.tsx';
import { SavePicture } from './SavePicture.tsx';
import type { Stage } from './stage.ts';
import { laterWords } from './words.ts';

interface PassScreenProps {
  visit: Stage;
  id: string;
  now: number;
}

/** The pass, large. What was answered is not on it, and both outcomes look alike from two steps away. */
export class PassScreen extends Component<PassScreenProps, { open?: 'bright' | 'picture' | undefined }> {
  override render({ visit, id, now }: PassScreenProps, { open }: { open?: 'bright' | 'picture' | undefined }) {
    const t = laterWords(visit.state().language);
    const kept = visit.desk.allPasses().find((pass) => pass.id === id);
    if (!kept) return <p>{t.none}</p>;
    const { pass } = kept;
    const expired = endOf(kept) < now;
    const until = expired ? t.expired : t.until(timeText(pass.expiresAt), dayText(dayOf(pass.expiresAt)));
    const others = visit.desk.passes().filter((other) => other.id !== id);
    const close = () => this.setState({ open: undefined });
    return (
      <div class="stack">
        <h1 tabIndex={-1} class="pass-school">
          {pass.school}
        </h1>
        <p class="lead">{expired ? t.expired : pass.outcome === 'attention' ? t.showAttention : t.show}</p>
        <section class="pass">
          <Qr text={pass.digits} label={t.qr} fallback={pass.typedCode} />
          <p class="pass-name">{pass.maskedName}</p>
          <p class="pass-until">{until}</p>
          <p class="pass-typed">
            {t.typed}: <strong>{formatTenDigits(pass.typedCode)}</strong>
          </p>
        </section>
        <div class="actions">
          <Button kind="primary" wide onClick={() => this.setState({ open: 'bright' })}>
            {t.bright}
          </Button>
          <Button wide onClick={() => this.setState({ open: 'picture' })}>
            {t.save}
          </Button>
          <Button wide onClick={() => visit.declareAgain(true)}>
            {t.another}
          </Button>
          <Button wide onClick={() => visit.declareAgain(false)}>
            {t.redo}
          </Button>
        </div>
        <p class="soft small">
          {t.madeAt} {instantText(pass.issuedAt)}
        </p>
        <PassList visit={visit} passes={others} title={t.others} />
        <p>
          <Button kind="quiet" onClick={visit.showOwn}>
            {t.own}
          </Button>
        </p>
        {open === 'bright' && <Bright pass={pass} words={t} onClose={close} />}
        {open === 'picture' && <SavePicture pass={pass} until={until} words={t} onClose={close} />}
      </div>
    );
  }
}
