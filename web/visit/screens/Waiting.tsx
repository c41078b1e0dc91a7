import { Component } from 'preact';
import { instantText } from '../../../shared/clock.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { Queued } from '../desk/shelf.ts';
import { problemText } from '../problems.ts';
import type { Stage } from './stage.ts';
import { laterWords } from './words.ts';

/** What has not arrived, said plainly: nothing here looks like a pass. */
export class Waiting extends Component<{ visit: Stage }, { dropping?: Queued | undefined }> {
  override render({ visit }: { visit: Stage }, { dropping }: { dropping?: Queued | undefined }) {
    const { language, sending } = visit.state();
    const t = laterWords(language);
    const items = visit.desk.queue();
    const pending = items.some((item) => !item.refused);
    const keep = () => this.setState({ dropping: undefined });
    const drop = async (item: Queued) => {
      await visit.desk.drop(item.id);
      keep();
      if (visit.desk.queue().length === 0) visit.back();
    };
    return (
      <div class="stack">
        <h1 tabIndex={-1}>{pending ? t.notSent : t.refused}</h1>
        {pending && (
          <Notice kind="warn">
            <p>{t.notSentText}</p>
            {!visit.desk.lasting && <p>{t.notLasting}</p>}
          </Notice>
        )}
        {pending ? (
          <Button kind="primary" wide busy={sending} onClick={visit.retry}>
            {sending ? t.sending : t.sendNow}
          </Button>
        ) : (
          <Button kind="primary" wide onClick={visit.redo}>
            {t.redo}
          </Button>
        )}
        {items.map((item) => (
          <section key={item.id} class="card">
            <h2>{item.school}</h2>
            <p class="soft">
              {t.filledAt} {instantText(item.at)}
            </p>
            {item.refused && <Notice kind="error">{problemText(language, item.refused.code)}</Notice>}
            <Button kind="quiet" onClick={() => this.setState({ dropping: item })}>
              {t.drop}
            </Button>
          </section>
        ))}
        <div>
          <Button kind="quiet" onClick={() => visit.declareAgain(true)}>
            {t.another}
          </Button>
        </div>
        <div>
          <Button kind="quiet" onClick={visit.showOwn}>
            {t.own}
          </Button>
        </div>
        {dropping && (
          <Dialog title={t.dropAsk} onClose={keep}>
            <div class="stack">
              <p>{t.dropText}</p>
              <Button kind="danger" wide onClick={() => drop(dropping)}>
                {t.drop}
              </Button>
              <Button wide onClick={keep}>
                {t.keep}
              </Button>
            </div>
          </Dialog>
        )}
      </div>
    );
  }
}
