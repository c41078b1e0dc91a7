import { instantText } from '../../../shared/clock.ts';
import { problemText } from '../../lib/problems.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { Stage } from './stage.ts';
import { laterWords } from './words.ts';

/** What has not arrived, said plainly: nothing here looks like a pass. */
export function Waiting({ visit }: { visit: Stage }) {
  const { language, sending } = visit.state();
  const t = laterWords(language);
  const desk = visit.desk;
  const items = desk.queue();
  const pending = items.some((item) => !item.refused);
  const drop = async (id: string) => {
    await desk.drop(id);
    visit.back();
  };
  return (
    <div class="stack">
      <h1 tabIndex={-1}>{pending ? t.notSent : t.refused}</h1>
      {pending && (
        <Notice kind="warn">
          <p>{t.notSentText}</p>
          {desk.lasting === false && <p>{t.notLasting}</p>}
        </Notice>
      )}
      {items.map((item) => (
        <section key={item.id} class="card stack">
          <h2>{item.school}</h2>
          <p class="soft">
            {t.filledAt} {instantText(item.at)}
          </p>
          {item.refused && <Notice kind="error">{problemText(language, item.refused.code)}</Notice>}
          <p>
            <Button kind="danger" onClick={() => drop(item.id)}>
              {t.drop}
            </Button>
          </p>
        </section>
      ))}
      {pending ? (
        <Button kind="primary" wide busy={sending} onClick={visit.retry}>
          {sending ? t.sending : t.sendNow}
        </Button>
      ) : (
        <Button kind="primary" wide onClick={() => visit.declareAgain(false)}>
          {t.redo}
        </Button>
      )}
      <p>
        <Button kind="quiet" onClick={() => visit.declareAgain(true)}>
          {t.another}
        </Button>
        <Button kind="quiet" onClick={visit.showOwn}>
          {t.own}
        </Button>
      </p>
    </div>
  );
}
